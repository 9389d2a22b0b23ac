"""The choice of the engine and of XLA, by the plan, the data and the machine."""

from mlpcli.config.training import Training
from mlpcli.network.stack import Stack
from mlpcli.training.devices.memory import SHARE_OF_ROWS
from mlpcli.training.devices.single_device import device_memory
from mlpcli.training.tensorflow import tf

# XLA takes one or two seconds to compile, and saves a few tenths of a millisecond per step.
_STEPS_WORTH_COMPILING = 1500


def uses_xla(training: Training, stack: Stack, steps: int) -> bool:
    """Whether `steps` training steps of the stack are compiled by XLA."""
    if training.jit != "auto":
        return training.jit
    devices = {layer.xla for layer in stack.layers}
    if "none" in devices:
        return False
    if training.device != "cpu" and tf.config.list_physical_devices("GPU"):
        return True
    return devices == {"any"} and steps * training.epochs >= _STEPS_WORTH_COMPILING


def streams(training: Training, size: int, are_gathered: bool = False) -> bool:
    """Whether rows of `size` bytes stay on the host instead of being copied to the device; unless the config
    says so, rows that take this memory only as they are used always do."""
    if training.engine != "auto":
        return training.engine == "streaming"
    limit = training.memory_limit
    return are_gathered or size > (
        SHARE_OF_ROWS * device_memory(training.device) if limit is None else limit.bytes
    )
