"""Where a training computes: on one device, or as `distribute` arranges it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from mlpcli.config.training import Device
from mlpcli.errors import UsageError
from mlpcli.training.memory import machine_memory
from mlpcli.training.tensorflow import device_lib, tf


class Placement(Protocol):
    """Where a training computes.

    `name` is the word for the record: `cpu`, `2 x gpu`, `4 workers x cpu`. `is_shared` where several replicas
    compute one step: their model belongs to the scope, and steps in it are taken by all of them at once.
    `can_pause` where this process alone can tell the figures in the middle of an epoch.
    """

    @property
    def name(self) -> str: ...

    @property
    def is_shared(self) -> bool: ...

    @property
    def can_pause(self) -> bool: ...

    def scope(self) -> AbstractContextManager[None]:
        """A model is built and trained inside."""
        ...

    def agree(self, facts: str) -> None:
        """Make sure, inside the scope, that all processes of the training are about to do the same."""
        ...

    def share(self, model: Any) -> None:
        """Let the compiled model's steps be shared by all replicas."""
        ...


@dataclass(frozen=True)
class OneDevice:
    """The placement of a training that one device does alone."""

    device: Device

    @property
    def name(self) -> str:
        return device_name(self.device)

    @property
    def is_shared(self) -> bool:
        return False

    @property
    def can_pause(self) -> bool:
        return True

    def scope(self) -> AbstractContextManager[None]:
        return on_device(self.device)

    def agree(self, facts: str) -> None:
        pass

    def share(self, model: Any) -> None:
        pass


@contextmanager
def on_device(device: Device) -> Iterator[None]:
    """Everything inside runs on the device; `auto` leaves it to TensorFlow. Raises UsageError."""
    require(device)
    with tf.device({"auto": None, "cpu": "/CPU:0", "gpu": "/GPU:0"}[device]):
        yield


def require(device: Device) -> None:
    """Raises UsageError where the machine lacks the device."""
    if device == "gpu" and not tf.config.list_physical_devices("GPU"):
        raise UsageError(
            "training.device is gpu, and TensorFlow sees none here", "write device: auto, or check the driver"
        )


def device_memory(device: Device) -> int:
    """Bytes of memory of what `device` means on this machine: of its smallest GPU, or of the machine."""
    if device_name(device) == "cpu":
        return machine_memory()
    # What TensorFlow may use of each, which it has no public name for.
    sizes = [one.memory_limit for one in device_lib.list_local_devices() if one.device_type == "GPU"]
    return min(sizes, default=machine_memory())


def device_name(device: Device) -> str:
    """What `device` means on this machine, in a word for the record."""
    gpus = tf.config.list_physical_devices("GPU")
    return "cpu" if device == "cpu" or not gpus else "gpu"
