"""The placement of a training run: on one device, or on several as set up by `distribute`."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from mlpcli.config.training import Device
from mlpcli.errors import UsageError
from mlpcli.training.devices.memory import machine_memory
from mlpcli.training.engine.feeds import ALONE, Share
from mlpcli.training.tensorflow import device_lib, tf


class Placement(Protocol):
    """The devices that a training run uses.

    `name` goes into the run's record: `cpu`, `2 x gpu`, `4 workers x cpu`. `is_shared` means that several
    replicas compute each step: the model belongs to the scope, and all replicas take each step together.
    `can_pause` means that this process alone knows the metrics in the middle of an epoch. `part` is the part
    of every batch that this process needs.
    """

    is_shared: ClassVar[bool]
    can_pause: ClassVar[bool]

    @property
    def name(self) -> str: ...

    @property
    def part(self) -> Share: ...

    def scope(self) -> AbstractContextManager[None]:
        """The context in which a model is built and trained."""
        ...

    def agree(self, facts: str) -> None:
        """Check, inside the scope, that all processes of the training run have the same `facts`."""
        ...

    def share(self, model: Any) -> None:
        """Distribute the steps of the compiled model over all replicas."""
        ...


@dataclass(frozen=True)
class OneDevice:
    """The placement on a single device."""

    is_shared: ClassVar = False
    can_pause: ClassVar = True
    device: Device
    part: Share = ALONE

    @property
    def name(self) -> str:
        return device_name(self.device)

    def scope(self) -> AbstractContextManager[None]:
        return on_device(self.device)

    def agree(self, facts: str) -> None:
        pass

    def share(self, model: Any) -> None:
        pass


@contextmanager
def on_device(device: Device) -> Iterator[None]:
    """Everything inside runs on the device; with `auto`, TensorFlow chooses. Raises UsageError."""
    require(device)
    with tf.device({"auto": None, "cpu": "/CPU:0", "gpu": "/GPU:0"}[device]):
        yield


def require(device: Device) -> None:
    """Raises UsageError if the machine does not have the device."""
    if device == "gpu" and not tf.config.list_physical_devices("GPU"):
        raise UsageError(
            "training.device is gpu, but TensorFlow finds no GPU", "write device: auto, or check the driver"
        )


def device_memory(device: Device) -> int:
    """Memory of the device in bytes: that of the smallest GPU, or of the machine."""
    if device_name(device) == "cpu":
        return machine_memory()
    # The memory that TensorFlow may use on each GPU; there is no public API for it.
    sizes = [one.memory_limit for one in device_lib.list_local_devices() if one.device_type == "GPU"]
    return min(sizes, default=machine_memory())


def device_name(device: Device) -> str:
    """The device that `device` selects on this machine, for the run's record: `cpu` or `gpu`."""
    gpus = tf.config.list_physical_devices("GPU")
    return "cpu" if device == "cpu" or not gpus else "gpu"
