"""The point from which a run's training can resume."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlpcli.errors import RunError
from mlpcli.runs.file_digests import require_as_completed
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.metrics_csv import read_rows
from mlpcli.runs.record import RunRecord
from mlpcli.training.checkpoints import checkpoint_file
from mlpcli.training.checkpoints.checkpoint_file import ResumePoint
from mlpcli.training.checkpoints.early_stopping_plateau import MonitorState, Progress


@dataclass(frozen=True)
class ResumeState:
    """The checkpoint to resume from, None if none was written yet; the rows of metrics.csv up to it; and
    what the user should be told."""

    start: ResumePoint | None
    rows: Sequence[Mapping[str, float]]
    notices: tuple[str, ...]

    @property
    def epochs(self) -> int:
        """The number of completed epochs."""
        return self.start.place.epoch if self.start else 0

    @property
    def begun(self) -> int:
        """The number of epochs completed or begun."""
        return self.epochs + (1 if self.start and self.start.place.step else 0)

    @property
    def progress(self) -> Progress:
        return self.start.place.progress if self.start else Progress()


def find_start(folder: RunFolder, record: RunRecord) -> ResumeState:
    """The state to resume from: that of the last checkpoint, or of the best if the last cannot be read.

    Raises RunError if neither can be read.
    """
    start, notices = _start(folder, record)
    rows, more = _rows(folder.metrics, record, start.place.epoch if start else 0)
    return ResumeState(start, rows, (*notices, *more))


def _start(folder: RunFolder, record: RunRecord) -> tuple[ResumePoint | None, tuple[str, ...]]:
    key = record.key
    written = os.path.lexists(folder.last) or os.path.lexists(folder.best)
    # The first checkpoint is written before the first epoch.
    if not written and not record.epochs_done:
        return None, ("no checkpoint was written yet: training starts from the beginning",)
    try:
        last = checkpoint_file.read_last(folder.last, key)
    except RunError as lost:
        return _from_best(folder, key, lost)
    start = ResumePoint(last, folder.last)
    try:
        checkpoint_file.read_best(folder.best, key)
    except RunError as lost:
        return _without_best(start), (f"{lost.message}: the last checkpoint is used instead",)
    return start, ()


def _from_best(folder: RunFolder, key: str, lost: RunError) -> tuple[ResumePoint, tuple[str, ...]]:
    try:
        best = checkpoint_file.read_best(folder.best, key)
    except RunError:
        raise lost from None
    epoch = best.place.epoch
    notice = f"{lost.message}: resuming from the best checkpoint, after epoch {epoch}"
    return ResumePoint(best, folder.best), (notice,)


def _without_best(start: ResumePoint) -> ResumePoint:
    """If the best epoch's weights are lost, the last ones count as the best until the next epoch ends."""
    place = start.place
    is_best = place.step == 0 and place.epoch == place.progress.best.epoch
    return ResumePoint(start.checkpoint, start.path, has_best=False).noting(
        best=place.progress.best if is_best else MonitorState()
    )


def _rows(
    path: Path, record: RunRecord, epochs: int
) -> tuple[Sequence[Mapping[str, float]], tuple[str, ...]]:
    """The rows of the first `epochs` epochs; those after the checkpoint will be trained again."""
    if not epochs:
        return (), ()
    try:
        require_as_completed(path, record)
        rows = [row for row in read_rows(path) if row["epoch"] <= epochs]
    except RunError as lost:
        return (), (f"{lost.message}: the new file starts at epoch {epochs + 1}",)
    return rows, ()
