"""Checkpointing of a training, and the decision after every epoch whether to continue."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlpcli.config.run_identity import RunIdentity
from mlpcli.config.training import Training
from mlpcli.errors import StorageError
from mlpcli.training.checkpoints.checkpoint_file import Checkpoint, Kind, ResumePoint, TrainingPosition, write
from mlpcli.training.checkpoints.early_stopping_plateau import (
    Progress,
    has_stopped,
    note_best,
    note_plateau,
    note_stopping,
)
from mlpcli.training.checkpoints.model_state import capture
from mlpcli.training.engine.epochs import ChunkResult, EpochResult, is_sound
from mlpcli.training.engine.weight_averages import averages

_SECONDS_BETWEEN_WRITES = 0.25
_SECONDS_A_MINUTE = 60


@dataclass(frozen=True)
class Checkpoints:
    """The paths of the two checkpoints, a function to call before they are written, and one that gets every
    state that is to be written.

    What `before_write` writes, such as the figures of the epochs so far, is never older than a checkpoint.
    """

    last: Path
    best: Path
    before_write: Callable[[], None] = lambda: None
    on_state: Callable[[Checkpoint], None] = lambda state: None


@dataclass(frozen=True)
class EpochNews:
    """A completed epoch; `best` if it is the best so far."""

    result: EpochResult
    best: bool


OnEpoch = Callable[[EpochNews], None]


class Checkpointer:
    """Writes the checkpoints, unless another process does; to be used as a context manager.

    A write waits for the disk, which takes longer than a small epoch. Writes are therefore at least a quarter
    of a second apart; the newest states not yet written are written when training ends, however it ends.
    """

    def __init__(
        self,
        model: Any,
        identity: RunIdentity,
        training: Training,
        checkpoints: Checkpoints | None,
        start: ResumePoint | None,
        on_epoch: OnEpoch,
    ) -> None:
        self._model = model
        self._identity = identity
        self._training = training
        self._checkpoints = checkpoints
        self._start = start
        self._on_epoch = on_epoch
        self._progress = start.place.progress if start else Progress()
        self._epoch = start.place.epoch if start else 0
        self._unwritten: dict[Kind, Checkpoint] = {}
        self._written = 0.0
        # The times of the newest state, and of the state in the file.
        self._taken = self._safe = time.monotonic()
        minutes = training.checkpoint.minutes
        self._most_lost = math.inf if minutes is None else minutes * _SECONDS_A_MINUTE

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to train."""
        stopped = has_stopped(self._progress.stopping, self._training.early_stopping)
        return stopped or self._epoch >= self._training.epochs

    @property
    def has_best_weights(self) -> bool:
        """Whether the model has the weights of the best epoch."""
        best = self._progress.best.epoch
        return best == (self._epoch or None) and not averages(self._model.optimizer) and not self._start

    def __enter__(self) -> "Checkpointer":
        if self._start is None:
            self._save(0, is_best=True)
        elif not self._start.has_best:
            self._save(self._epoch, self._start.place.step, is_best=True)
        self._write_if_due()
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        # A disk that has just failed would fail again, and hide the first error.
        if not isinstance(error, StorageError):
            self._write()

    def keep(self, result: EpochResult) -> bool:
        """Record a completed epoch, and return whether another should follow."""
        self._epoch = result.epoch
        is_best = self._note(result)
        self._save(result.epoch, is_best=is_best)
        self._on_epoch(EpochNews(result, is_best))
        self._write_if_due()
        return not self.is_over

    @property
    def is_due(self) -> bool:
        """Whether the last checkpoint's state is so old that a state within an epoch should be written.

        Its age includes the time to write it: a kill during the next write loses everything after that state.
        """
        return time.monotonic() - self._safe > self._most_lost

    def pause(self, result: ChunkResult) -> None:
        """Save the state within an epoch: it is written when due, or when the training ends."""
        if is_sound(self._model):
            self._save(result.epoch - 1, result.step)
        if self.is_due:
            self._write()

    def _note(self, result: EpochResult) -> bool:
        training, before, epoch = self._training, self._progress, result.epoch
        value = result.figures[training.checkpoint.monitor]
        best, stopping, plateau = before.best, before.stopping, before.plateau
        best = note_best(best, training.checkpoint.mode, value, epoch)
        if training.early_stopping:
            stopping = note_stopping(stopping, training.early_stopping, result.figures, epoch)
        if settings := training.reduce_lr_on_plateau:
            plateau, rate = note_plateau(plateau, settings, result.figures, epoch, result.learning_rate)
            self._model.optimizer.learning_rate = rate
        self._progress = Progress(best, stopping, plateau)
        return best is not before.best

    def _save(self, epoch: int, step: int = 0, is_best: bool = False) -> None:
        self._taken = time.monotonic()
        if self._checkpoints is None:
            return
        tensors, identity = capture(self._model, within_epoch=step > 0), self._identity
        # The best is written first: after a kill between the two, `last` must not refer to a missing best.
        for kind in ("best", "last") if is_best else ("last",):
            place = TrainingPosition(kind, epoch, step, identity.key, identity.config, self._progress)
            self._unwritten[kind] = Checkpoint(place, tensors)
        self._checkpoints.on_state(self._unwritten["last"])

    def _write_if_due(self) -> None:
        if time.monotonic() - self._written > _SECONDS_BETWEEN_WRITES:
            self._write()

    def _write(self) -> None:
        if self._checkpoints and self._unwritten:
            self._checkpoints.before_write()
            paths = {"best": self._checkpoints.best, "last": self._checkpoints.last}
            for kind in sorted(self._unwritten):
                write(paths[kind], self._unwritten[kind])
            self._unwritten.clear()
        self._written, self._safe = time.monotonic(), self._taken
