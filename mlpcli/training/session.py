"""One training from the first epoch to the best weights."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlpcli.config.config import Config
from mlpcli.data.dataset import Dataset
from mlpcli.network.plan import Plan
from mlpcli.training import checkpoint
from mlpcli.training.averaging import averages
from mlpcli.training.build import measure_normalization
from mlpcli.training.choices import streams, uses_xla
from mlpcli.training.chunks import steps_per_chunk
from mlpcli.training.device import OneDevice, Placement
from mlpcli.training.device import device_name as device_name
from mlpcli.training.device import on_device as on_device
from mlpcli.training.engine import ChunkResult, EpochResult, Settings, train
from mlpcli.training.interruption import signals_wait
from mlpcli.training.loops import Arrays
from mlpcli.training.network import Network, build_network, open_network
from mlpcli.training.objectives import class_weights
from mlpcli.training.progress import Best, Plateau, Stopping
from mlpcli.training.tensorflow import tf

_SECONDS_BETWEEN_WRITES = 1.0


@dataclass(frozen=True)
class Checkpoints:
    """Where the two checkpoints are kept."""

    last: Path
    best: Path


@dataclass(frozen=True)
class EpochNews:
    """An epoch that is over; `best` if no earlier one was better."""

    result: EpochResult
    best: bool


OnChunk = Callable[[ChunkResult], None]
OnEpoch = Callable[[EpochNews], None]


def train_network(
    config: Config,
    plan: Plan,
    dataset: Dataset,
    checkpoints: Checkpoints,
    on_chunk: OnChunk,
    on_epoch: OnEpoch,
    placement: Placement | None = None,
) -> Network:
    """Train as the resolved `config` says; the network returned has the best epoch's weights.

    Both checkpoints are written before the first epoch, so that a run without epochs has weights too, and
    then as epochs earn it. Without a `placement` one device trains. Raises DivergedError, StorageError,
    UsageError for a device that this machine lacks, and WorkerError where another worker is lost.
    KeyboardInterrupt, and what a SIGTERM handler raises, come after a chunk.
    """
    placement = placement or OneDevice(config.training.device)
    with placement.scope():
        network, keeper = _train(config, plan, dataset, placement, checkpoints, on_chunk, on_epoch)
        if not placement.is_shared:
            if keeper.best.epoch != keeper.epoch or averages(network.model.optimizer):
                checkpoint.load_weights(network.model, checkpoints.best)
            return network
    # The shared model would wait for the other replicas, whose work is done.
    return open_network(config, plan, dataset.preprocessing, checkpoints.best)


def train_along(config: Config, plan: Plan, dataset: Dataset, placement: Placement) -> None:
    """Take part in a training that another worker keeps. Raises DivergedError, UsageError and WorkerError."""
    with placement.scope():
        _train(config, plan, dataset, placement, None, lambda result: None, lambda news: None)


def _train(
    config: Config,
    plan: Plan,
    dataset: Dataset,
    placement: Placement,
    checkpoints: Checkpoints | None,
    on_chunk: OnChunk,
    on_epoch: OnEpoch,
) -> tuple[Network, "_Keeper"]:
    training = config.training
    if training.deterministic:
        tf.config.experimental.enable_op_determinism()
    steps = math.ceil(len(dataset.train) / training.batch_size)
    with signals_wait() as let_signals_through:

        def chunk_ended(result: ChunkResult) -> None:
            on_chunk(result)
            let_signals_through()

        placement.agree(repr((config.seed, config.layers, config.optimizer, training, dataset.fingerprint)))
        network = build_network(config, plan, dataset.preprocessing, steps)
        measure_normalization(network.model, config.layers, dataset.train.inputs)
        placement.share(network.model)
        validation = network.arrays(dataset.validation) if dataset.validation else None
        rows = _training_arrays(network, dataset, config)
        settings = _settings(config, plan, placement, rows)
        with _Keeper(network.model, config, checkpoints, on_epoch) as keeper:
            train(network.model, rows, validation, settings, chunk_ended, keeper.keep)
    return network, keeper


def _settings(config: Config, plan: Plan, placement: Placement, rows: Arrays) -> Settings:
    training = config.training
    whole_batches = len(rows) // training.batch_size
    return Settings(
        training.epochs,
        training.batch_size,
        training.shuffle,
        config.seed,
        steps_per_chunk(whole_batches, training.batch_size, plan.stack.multiply_adds),
        jit=not placement.is_shared and uses_xla(training, plan.stack, whole_batches),
        stream=streams(training, rows.bytes),
    )


def _training_arrays(network: Network, dataset: Dataset, config: Config) -> Arrays:
    weighting = config.training.class_weight
    classes = dataset.facts.classes
    weights = class_weights(dataset.train.targets, weighting, classes) if weighting else None
    return network.arrays(dataset.train, weights)


class _Keeper:
    """Keeps the checkpoints, unless another process does, and decides after every epoch whether to go on.

    A write waits for the disk, longer than a small epoch lasts: states that follow each other within a
    second are written once, the newest, and the rest when training ends, whichever way it ends.
    """

    def __init__(
        self, model: Any, config: Config, checkpoints: Checkpoints | None, on_epoch: OnEpoch
    ) -> None:
        training = config.training
        self.best = Best(training.checkpoint.mode)
        self.epoch: int | None = None
        self._model = model
        self._monitor = training.checkpoint.monitor
        self._checkpoints = checkpoints
        self._on_epoch = on_epoch
        self._stopping = Stopping(training.early_stopping) if training.early_stopping else None
        self._plateau = Plateau(training.reduce_lr_on_plateau) if training.reduce_lr_on_plateau else None
        self._unwritten: dict[Path, bytes] = {}
        self._written = 0.0

    def __enter__(self) -> "_Keeper":
        self._save(0, is_best=True)
        return self

    def __exit__(self, *exception: object) -> None:
        self._write()

    def keep(self, result: EpochResult) -> bool:
        self.epoch = result.epoch
        is_best = self.best.improves(result.figures[self._monitor], result.epoch)
        if self._plateau:
            rate = self._plateau.next_rate(result.figures, result.epoch, result.learning_rate)
            self._model.optimizer.learning_rate = rate
        self._save(result.epoch, is_best)
        self._on_epoch(EpochNews(result, is_best))
        return not (self._stopping and self._stopping.stops(result.figures, result.epoch))

    def _save(self, epoch: int, is_best: bool) -> None:
        if self._checkpoints is None:
            return
        state = checkpoint.snapshot(self._model, epoch)
        if is_best:
            self._unwritten[self._checkpoints.best] = state
        self._unwritten[self._checkpoints.last] = state
        if time.monotonic() - self._written > _SECONDS_BETWEEN_WRITES:
            self._write()

    def _write(self) -> None:
        for path, state in self._unwritten.items():
            checkpoint.write(path, state)
        self._unwritten.clear()
        self._written = time.monotonic()
