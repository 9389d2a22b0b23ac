"""Trainings on several devices: the accelerators of this machine, or the workers of a job.

The network, the order of the rows and the batches are those of one device; `shares` says how a step is
shared. Every worker reads all of the data, for the order of an epoch is one over all rows, and takes its
share of each batch from it; whether they stay on the device is decided as for one. XLA is left out: a
program of its cannot reach the variables of another device.
"""

import hashlib
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from mlpcli.config.config import Config
from mlpcli.config.training import Device
from mlpcli.errors import UsageError, WorkerError
from mlpcli.training.cluster import Cluster
from mlpcli.training.device import OneDevice, Placement, device_name, require
from mlpcli.training.shares import share_steps
from mlpcli.training.tensorflow import CollectiveAllReduceExtended, context, tf

# A worker that was killed is noticed at once, by the connection that it closes; one that hangs or whose
# network is gone by asking it every few seconds.
_SECONDS_BETWEEN_CHECKS = 2
_SECONDS_TO_ANSWER = 5
# Launchers start the workers of a job minutes apart.
_SECONDS_TO_APPEAR = 600
_SECONDS_TO_CONNECT = 2.0
_SECONDS_TO_END = 2.0
_SECONDS_BETWEEN_TRIES = 0.1
_OPTIONS_OF_ONE = ("gradient_accumulation_steps", "ema_overwrite_frequency")


def place(config: Config, devices: int, cluster: Cluster | None) -> Placement:
    """Where to train: on `devices` accelerators of this machine, or with the workers of `cluster`.

    Raises UsageError where there are fewer devices, or the config asks for what only one device can do.
    """
    device = config.training.device
    if cluster is None and devices == 1:
        require(device)
        return OneDevice(device)
    _refuse_what_one_device_does(config)
    if cluster is None:
        return _Mirrored(_accelerators(device, devices))
    if devices > 1:
        raise UsageError(
            f"--devices {devices} is given, and TF_CONFIG names {len(cluster.addresses)} workers",
            "leave --devices out: every worker uses all of its accelerators",
        )
    return _Workers(cluster, device)


@dataclass(frozen=True)
class _Mirrored:
    """Several devices of this machine: `tf.distribute.MirroredStrategy`."""

    devices: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{len(self.devices)} x {self.devices[0].partition(':')[0].lower()}"

    @property
    def is_shared(self) -> bool:
        return True

    @property
    def can_pause(self) -> bool:
        return True

    @contextmanager
    def scope(self) -> Iterator[None]:
        with _mirrored(self.devices).scope():
            yield

    def agree(self, facts: str) -> None:
        pass

    def share(self, model: Any) -> None:
        share_steps(model)


@dataclass(frozen=True)
class _Workers:
    """All workers of a job: `tf.distribute.MultiWorkerMirroredStrategy`."""

    cluster: Cluster
    device: Device

    @property
    def name(self) -> str:
        return f"{len(self.cluster.addresses)} workers x {device_name(self.device)}"

    @property
    def is_shared(self) -> bool:
        return True

    @property
    def can_pause(self) -> bool:
        # Half of the sums are with the others, who have no reason to stop.
        return False

    @contextmanager
    def scope(self) -> Iterator[None]:
        _choose_accelerators(self.cluster, self.device)
        with _losses_named(self.cluster), _watched_strategy() as strategy, strategy.scope():
            yield

    def agree(self, facts: str) -> None:
        """Raises UsageError where another worker is about to train something else."""
        number = int.from_bytes(hashlib.sha256(facts.encode()).digest()[:4], "big", signed=True)
        strategy = tf.distribute.get_strategy()
        ours = strategy.experimental_distribute_values_from_function(lambda context: tf.constant([number]))
        if (strategy.gather(ours, axis=0).numpy() != number).any():
            raise UsageError(
                "the workers of this job do not have the same config and data",
                "give each of them the same files and the same --set, and check their notices for a fallback",
            )

    def share(self, model: Any) -> None:
        share_steps(model)


@cache
def _mirrored(devices: tuple[str, ...]) -> Any:
    # Two strategies of one process would number their messages alike, and receive each other's.
    return tf.distribute.MirroredStrategy(devices)


def _refuse_what_one_device_does(config: Config) -> None:
    if config.training.jit is True:
        raise UsageError(
            "training.jit is true, and XLA compiles no training on several devices",
            "leave jit out, or train on one device",
        )
    for name in _OPTIONS_OF_ONE:
        if getattr(config.optimizer, name, None):
            # Keras updates variables inside a condition then, where replicas cannot meet.
            raise UsageError(
                f"{name} of the optimizer works on one device only",
                f"leave {name} out, or train on one device",
            )


def _accelerators(device: Device, wanted: int) -> tuple[str, ...]:
    """GPUs; without them the parts into which a CPU has been divided, as one does to try things out."""
    kind = device_name(device).upper()
    if device == "gpu" and kind != "GPU":
        raise UsageError(f"--devices {wanted} needs GPUs, and TensorFlow sees none here", "check the driver")
    found = tf.config.list_logical_devices(kind)
    if len(found) < wanted:
        raise UsageError(
            f"--devices {wanted} asks for more than the {len(found)} that this machine has"
            f" ({len(found)} x {kind.lower()})",
            f"write --devices {len(found)}, or start processes with --workers {wanted}",
        )
    return tuple(f"{kind}:{number}" for number in range(wanted))


def _choose_accelerators(cluster: Cluster, device: Device) -> None:
    """Let TensorFlow see the GPUs that are this worker's."""
    require(device)
    found = tf.config.list_physical_devices("GPU")
    mine = [] if device == "cpu" else gpus_of(cluster, found)
    if mine != found:
        tf.config.set_visible_devices(mine, "GPU")


def gpus_of(cluster: Cluster, found: Sequence[Any]) -> list[Any]:
    """Which of the GPUs found are this worker's: all, or an equal part where all workers are on one machine.

    Raises UsageError where there are too few for each to have one.
    """
    workers = len(cluster.addresses)
    if not cluster.is_local or not found:
        return list(found)
    if len(found) < workers:
        raise UsageError(
            f"{workers} workers cannot share {len(found)} x gpu",
            f"write --workers {len(found)}, --devices {len(found)}, or --set training.device=cpu",
        )
    return list(found[cluster.index * len(found) // workers : (cluster.index + 1) * len(found) // workers])


@contextmanager
def _watched_strategy() -> Iterator[Any]:
    """A strategy whose workers ask each other every few seconds whether they are there."""
    strategy = _multi_worker()
    workers = strategy.extended
    if workers._check_health_thread is None:
        workers._start_check_health_thread()
    try:
        yield strategy
    except BaseException:
        # Otherwise this process would wait at its end for a sum that the others do not leave either.
        context.context().abort_collective_ops(tf.errors.UNAVAILABLE, "this worker has stopped training")
        raise
    finally:
        # Forgotten, for the end of the process would wait for it otherwise.
        workers._check_health_thread_should_stop.set()
        workers._check_health_thread = None


@cache
def _multi_worker() -> Any:
    # TensorFlow's coordination service would let the others hang when the chief dies. The older check of
    # every worker by every other ends them all; its settings have no public name.
    context.context().configure_coordination_service(service_type="")
    CollectiveAllReduceExtended._check_health_interval = _SECONDS_BETWEEN_CHECKS
    CollectiveAllReduceExtended._check_health_timeout = _SECONDS_TO_ANSWER
    CollectiveAllReduceExtended._check_health_initial_timeout = _SECONDS_TO_APPEAR
    # Workers leave one after the other when training is over: nothing to tell the user.
    tf.get_logger().setLevel("CRITICAL")
    return tf.distribute.MultiWorkerMirroredStrategy()


@contextmanager
def _losses_named(cluster: Cluster) -> Iterator[None]:
    """Turn TensorFlow's many errors for a worker that is gone into one."""
    try:
        yield
    except (
        tf.errors.UnavailableError,
        tf.errors.AbortedError,
        tf.errors.CancelledError,
        tf.errors.DeadlineExceededError,
        tf.errors.FailedPreconditionError,
    ) as error:
        raise _lost(cluster) from error
    except RuntimeError as error:
        if "Timeout waiting for the cluster" not in str(error):
            raise
        raise _lost(cluster) from error


def _lost(cluster: Cluster) -> WorkerError:
    # A process that ends closes its connections, which is what was noticed, before its port.
    deadline = time.monotonic() + _SECONDS_TO_END
    while not (gone := _gone(cluster)) and time.monotonic() < deadline:
        time.sleep(_SECONDS_BETWEEN_TRIES)
    who = (
        f"{' and '.join(gone)} ended or cannot be reached" if gone else "another worker has stopped training"
    )
    return WorkerError(who, "see what it said last, and start all workers of the job again")


def _gone(cluster: Cluster) -> list[str]:
    """The other workers that nothing can be said to."""
    return [
        f"worker {index} ({address})"
        for index, address in enumerate(cluster.addresses)
        if index != cluster.index and not _answers(address)
    ]


def _answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=_SECONDS_TO_CONNECT):
            return True
    except (OSError, ValueError):
        return False
