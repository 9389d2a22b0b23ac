"""One training from the first epoch to the best weights."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlpcli.config.config import Config
from mlpcli.config.training import Device
from mlpcli.data.dataset import Dataset
from mlpcli.errors import UsageError
from mlpcli.network.plan import Plan
from mlpcli.training import checkpoint
from mlpcli.training.build import measure_normalization
from mlpcli.training.engine import ChunkResult, EpochResult, Settings, train
from mlpcli.training.network import Network, build_network
from mlpcli.training.objectives import class_weights
from mlpcli.training.progress import Best, Plateau, Stopping
from mlpcli.training.tensorflow import tf


@dataclass(frozen=True)
class Checkpoints:
    """Where the two checkpoints are kept."""

    last: Path
    best: Path


@dataclass(frozen=True)
class EpochNews:
    """An epoch that has been saved; `best` if no earlier one was better."""

    result: EpochResult
    best: bool


OnChunk = Callable[[ChunkResult], None]
OnSaved = Callable[[EpochNews], None]


def train_network(
    config: Config,
    plan: Plan,
    dataset: Dataset,
    checkpoints: Checkpoints,
    on_chunk: OnChunk,
    on_saved: OnSaved,
) -> Network:
    """Train as the resolved `config` says; the network returned has the best epoch's weights.

    Both checkpoints are written after every epoch that earns it, and once before the first, so that a run
    without epochs has weights too. Raises DivergedError, StorageError, and UsageError for a device that this
    machine lacks.
    """
    training = config.training
    if training.deterministic:
        tf.config.experimental.enable_op_determinism()
    steps = math.ceil(len(dataset.train) / training.batch_size)
    with on_device(training.device):
        network = build_network(config, plan, dataset.preprocessing, steps)
        measure_normalization(network.model, config.layers, dataset.train.inputs)
        keeper = _Keeper(network.model, config, checkpoints, on_saved)
        keeper.save_first()
        validation = network.arrays(dataset.validation) if dataset.validation else None
        rows = _training_arrays(network, dataset, config)
        settings = Settings(training.epochs, training.batch_size, training.shuffle, config.seed)
        train(network.model, rows, validation, settings, on_chunk, keeper.keep)
        if keeper.best.epoch != keeper.epoch:
            checkpoint.load_weights(network.model, checkpoints.best)
    return network


@contextmanager
def on_device(device: Device) -> Iterator[None]:
    """Everything inside runs on the device; `auto` leaves it to TensorFlow. Raises UsageError."""
    if device == "gpu" and not tf.config.list_physical_devices("GPU"):
        raise UsageError(
            "training.device is gpu, and TensorFlow sees none here", "write device: auto, or check the driver"
        )
    with tf.device({"auto": None, "cpu": "/CPU:0", "gpu": "/GPU:0"}[device]):
        yield


def device_name(device: Device) -> str:
    """What `device` means on this machine, in a word for the record."""
    gpus = tf.config.list_physical_devices("GPU")
    return "cpu" if device == "cpu" or not gpus else "gpu"


def _training_arrays(network: Network, dataset: Dataset, config: Config) -> Any:
    weighting = config.training.class_weight
    classes = dataset.facts.classes
    weights = class_weights(dataset.train.targets, weighting, classes) if weighting else None
    return network.arrays(dataset.train, weights)


class _Keeper:
    """Keeps the checkpoints, and decides after every epoch whether to go on."""

    def __init__(self, model: Any, config: Config, checkpoints: Checkpoints, on_saved: OnSaved) -> None:
        training = config.training
        self.best = Best(training.checkpoint.mode)
        self.epoch: int | None = None
        self._model = model
        self._monitor = training.checkpoint.monitor
        self._checkpoints = checkpoints
        self._on_saved = on_saved
        self._stopping = Stopping(training.early_stopping) if training.early_stopping else None
        self._plateau = Plateau(training.reduce_lr_on_plateau) if training.reduce_lr_on_plateau else None

    def save_first(self) -> None:
        self._save(0, is_best=True)

    def keep(self, result: EpochResult) -> bool:
        self.epoch = result.epoch
        is_best = self.best.improves(result.figures[self._monitor], result.epoch)
        if self._plateau:
            rate = self._plateau.next_rate(result.figures, result.epoch, result.learning_rate)
            self._model.optimizer.learning_rate = rate
        self._save(result.epoch, is_best)
        self._on_saved(EpochNews(result, is_best))
        return not (self._stopping and self._stopping.stops(result.figures, result.epoch))

    def _save(self, epoch: int, is_best: bool) -> None:
        state = checkpoint.snapshot(self._model, epoch)
        if is_best:
            checkpoint.write(self._checkpoints.best, state)
        checkpoint.write(self._checkpoints.last, state)
