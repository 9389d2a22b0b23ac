"""Trainings that something ends, and what they must leave."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import mlpcli
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.training.checkpoints import checkpoint_file
from mlpcli.workflows.progress_watcher import SilentWatcher
from mlpcli.workflows.train import TrainedRun


class AfterTheFirstEpoch(SilentWatcher):
    """Calls something then, once."""

    def __init__(self, call: Callable[[RunFolder], None]) -> None:
        self._call = call

    def begin(self, beginning: Any) -> None:
        self._folder = beginning.folder

    def epoch(self, news: Any) -> None:
        if news.result.epoch == 1:
            self._call(self._folder)


def check_left(folder: RunFolder, last: bytes | None) -> None:
    """The last checkpoint is what it was, nothing half is there, and the run is not called complete."""
    assert (folder.last.read_bytes() if folder.last.exists() else None) == last
    if last:
        checkpoint_file.read(folder.last)
    assert not list(folder.path.rglob(".*.tmp")) and not folder.owner.exists()
    (run,) = mlpcli.list_runs(folder.path.parent)
    assert isinstance(run, RunRecord)
    assert run.status in ("failed", "interrupted")


def check_resumes(folder: RunFolder, whole: TrainedRun) -> None:
    """What comes of it is what comes of a training that nothing happened to."""
    resumed = mlpcli.resume(str(folder.path))
    assert resumed.record.status == "completed"
    assert resumed.record.figures == whole.record.figures
    for path in ("last", "best"):
        found = checkpoint_file.read(getattr(folder, path)).tensors
        expected = checkpoint_file.read(getattr(whole.folder, path)).tensors
        assert found.keys() == expected.keys()
        assert all(np.array_equal(found[name], expected[name]) for name in expected)


def only_run(runs: Path) -> RunFolder:
    (path,) = runs.iterdir()
    return RunFolder(path)
