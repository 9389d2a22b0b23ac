"""Which engine, and whether XLA pays: decided from the plan, the rows and the machine."""

import os
from pathlib import Path

from mlpcli.config.training import Training
from mlpcli.network.checks import NOT_FOR_XLA
from mlpcli.network.stack import Stack
from mlpcli.training.tensorflow import tf

# Under XLA on a CPU these are as fast as they get; convolutions run 6 to 20 times slower than without it.
_FAST_ON_CPU = frozenset(
    {
        "Dense",
        "Activation",
        "Dropout",
        "GaussianNoise",
        "Flatten",
        "Reshape",
        "Permute",
        "RepeatVector",
        "Rescaling",
        "Normalization",
        "BatchNormalization",
        "LayerNormalization",
    }
)
# XLA takes a second or two to compile and saves some tenths of a millisecond a step.
_STEPS_WORTH_COMPILING = 1500

_SHARE_OF_MEMORY = 0.5
_ASSUMED_MEMORY = 4 * 2**30
_CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def uses_xla(training: Training, stack: Stack, steps: int) -> bool:
    """Whether `steps` training steps of the stack are compiled by XLA."""
    if training.jit != "auto":
        return training.jit
    if any(layer.kind in NOT_FOR_XLA for layer in stack.layers):
        return False
    if training.device != "cpu" and tf.config.list_physical_devices("GPU"):
        return True
    suited = all(layer.kind in _FAST_ON_CPU for layer in stack.layers)
    return suited and steps * training.epochs >= _STEPS_WORTH_COMPILING


def streams(training: Training, size: int) -> bool:
    """Whether rows of `size` bytes stay with the host instead of being copied to the device."""
    if training.engine != "auto":
        return training.engine == "streaming"
    limit = training.memory_limit
    return size > (_SHARE_OF_MEMORY * machine_memory() if limit is None else limit.bytes)


def machine_memory() -> int:
    """Bytes of memory that this process may use: the machine's, or its container's if that is less."""
    try:
        installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not on Windows
        installed = _ASSUMED_MEMORY
    try:
        return min(installed, int(_CONTAINER_LIMIT.read_text()))
    except (OSError, ValueError):  # no container, or one without a limit
        return installed
