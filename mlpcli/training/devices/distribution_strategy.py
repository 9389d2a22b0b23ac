"""Training on several devices: the GPUs of this machine, or the workers of a job.

The network, the row order and the batches are the same as on one device; `shares` describes how a step is
divided. Every worker reads all of the data, because an epoch shuffles all rows, and takes its share of each
batch. Of rows on disk it reads a share alone, which is shuffled in itself. Whether the rows stay on the
device is decided as for one device. XLA is not used, because its programs cannot access variables on other
devices.
"""

import hashlib
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from mlpcli.config.config import Config
from mlpcli.config.training import Device
from mlpcli.errors import UsageError, WorkerError
from mlpcli.training.devices.replica_train_step import share_steps
from mlpcli.training.devices.single_device import OneDevice, Placement, device_name, require
from mlpcli.training.devices.worker_cluster import Cluster
from mlpcli.training.engine.feeds import ALONE, Share
from mlpcli.training.tensorflow import CollectiveAllReduceExtended, context, tf

# A killed worker is noticed at once, because its connections close. A worker that hangs or has lost its
# network is noticed by a health check every few seconds.
_SECONDS_BETWEEN_CHECKS = 2
_SECONDS_TO_ANSWER = 5
# Launchers may start the workers of a job minutes apart.
_SECONDS_TO_APPEAR = 600
_SECONDS_TO_CONNECT = 2.0
_SECONDS_TO_END = 2.0
_SECONDS_BETWEEN_TRIES = 0.1
_OPTIONS_OF_ONE = ("gradient_accumulation_steps", "ema_overwrite_frequency")


def place(config: Config, devices: int, cluster: Cluster | None) -> Placement:
    """The placement on `devices` accelerators of this machine, or on the workers of `cluster`.

    Raises UsageError if there are fewer devices, or if the config has options that work only on one device.
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
            f"--devices {devices} is given, but TF_CONFIG names {len(cluster.addresses)} workers",
            "leave --devices out: every worker uses all of its accelerators",
        )
    return _Workers(cluster, device)


@dataclass(frozen=True)
class _Mirrored:
    """Several devices of this machine: `tf.distribute.MirroredStrategy`."""

    is_shared: ClassVar = True
    can_pause: ClassVar = True
    devices: tuple[str, ...]
    part: Share = ALONE

    @property
    def name(self) -> str:
        return f"{len(self.devices)} x {self.devices[0].partition(':')[0].lower()}"

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

    is_shared: ClassVar = True
    # The metrics of an unfinished epoch are spread over all workers, and the others do not stop.
    can_pause: ClassVar = False
    cluster: Cluster
    device: Device

    @property
    def name(self) -> str:
        return f"{len(self.cluster.addresses)} workers x {device_name(self.device)}"

    @property
    def part(self) -> Share:
        return Share(self.cluster.index, len(self.cluster.addresses))

    @contextmanager
    def scope(self) -> Iterator[None]:
        _choose_accelerators(self.cluster, self.device)
        with _losses_named(self.cluster), _watched_strategy() as strategy, strategy.scope():
            yield

    def agree(self, facts: str) -> None:
        """Raises UsageError if another worker has different `facts`."""
        number = int.from_bytes(hashlib.sha256(facts.encode()).digest()[:4], "big", signed=True)
        strategy = tf.distribute.get_strategy()
        ours = strategy.experimental_distribute_values_from_function(lambda context: tf.constant([number]))
        if (strategy.gather(ours, axis=0).numpy() != number).any():
            raise UsageError(
                "the workers of this job do not have the same config and data",
                "give all workers the same files and the same --set, and check their notices for a fallback",
            )

    def share(self, model: Any) -> None:
        share_steps(model)


@cache
def _mirrored(devices: tuple[str, ...]) -> Any:
    # Cached: two strategies in one process would use the same message numbers and mix up their messages.
    return tf.distribute.MirroredStrategy(devices)


def _refuse_what_one_device_does(config: Config) -> None:
    if config.training.jit is True:
        raise UsageError(
            "training.jit is true, but XLA does not support training on several devices",
            "leave jit out, or train on one device",
        )
    for name in _OPTIONS_OF_ONE:
        if getattr(config.optimizer, name, None):
            # Keras then updates variables inside a conditional, where replicas cannot synchronize.
            raise UsageError(
                f"{name} of the optimizer works on one device only",
                f"leave {name} out, or train on one device",
            )


def _accelerators(device: Device, wanted: int) -> tuple[str, ...]:
    """GPUs, or without GPUs the logical devices of a CPU that was split for testing."""
    kind = device_name(device).upper()
    if device == "gpu" and kind != "GPU":
        raise UsageError(f"--devices {wanted} needs GPUs, but TensorFlow finds none", "check the driver")
    found = tf.config.list_logical_devices(kind)
    if len(found) < wanted:
        raise UsageError(
            f"--devices {wanted} asks for more than this machine has ({len(found)} x {kind.lower()})",
            f"write --devices {len(found)}, or start processes with --workers {wanted}",
        )
    return tuple(f"{kind}:{number}" for number in range(wanted))


def _choose_accelerators(cluster: Cluster, device: Device) -> None:
    """Make only this worker's GPUs visible to TensorFlow."""
    require(device)
    found = tf.config.list_physical_devices("GPU")
    mine = [] if device == "cpu" else gpus_of(cluster, found)
    if mine != found:
        tf.config.set_visible_devices(mine, "GPU")


def gpus_of(cluster: Cluster, found: Sequence[Any]) -> list[Any]:
    """This worker's GPUs: all of them, or an equal part if all workers are on one machine.

    Raises UsageError if there are fewer GPUs than workers.
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
    """A strategy whose workers check each other's health every few seconds."""
    strategy = _multi_worker()
    workers = strategy.extended
    if workers._check_health_thread is None:
        workers._start_check_health_thread()
    try:
        yield strategy
    except BaseException:
        # Otherwise this process would wait at exit for an all-reduce that never completes.
        context.context().abort_collective_ops(tf.errors.UNAVAILABLE, "this worker has stopped training")
        raise
    finally:
        # Drop the thread, otherwise the process would wait for it at exit.
        workers._check_health_thread_should_stop.set()
        workers._check_health_thread = None


@cache
def _multi_worker() -> Any:
    # With TensorFlow's coordination service, the other workers hang when the chief dies. The older mutual
    # health check ends all of them; its settings have no public API.
    context.context().configure_coordination_service(service_type="")
    CollectiveAllReduceExtended._check_health_interval = _SECONDS_BETWEEN_CHECKS
    CollectiveAllReduceExtended._check_health_timeout = _SECONDS_TO_ANSWER
    CollectiveAllReduceExtended._check_health_initial_timeout = _SECONDS_TO_APPEAR
    # Workers exit one after the other after training, and the user need not see TensorFlow's messages on
    # that.
    tf.get_logger().setLevel("CRITICAL")
    return tf.distribute.MultiWorkerMirroredStrategy()


@contextmanager
def _losses_named(cluster: Cluster) -> Iterator[None]:
    """Translate TensorFlow's many errors about a lost worker into a WorkerError."""
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
    # An ending process closes its connections, which raised the error, before it closes its port.
    deadline = time.monotonic() + _SECONDS_TO_END
    while not (gone := _gone(cluster)) and time.monotonic() < deadline:
        time.sleep(_SECONDS_BETWEEN_TRIES)
    who = (
        f"{' and '.join(gone)} ended or cannot be reached" if gone else "another worker has stopped training"
    )
    return WorkerError(who, "check its last messages, then start all workers of the job again")


def _gone(cluster: Cluster) -> list[str]:
    """The other workers that cannot be reached."""
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
