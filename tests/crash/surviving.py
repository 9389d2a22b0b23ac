"""What must be true of a run whose training was killed."""

from pathlib import Path

import mlpcli
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from tests.crash.dying import resume, run
from tests.identical import assert_same


def only_run(runs: Path) -> RunFolder:
    (path,) = runs.iterdir()
    return RunFolder(path)


def assert_survives(runs: Path, straight: RunFolder) -> None:
    """What a user does next works, and loses nothing."""
    (listed,) = mlpcli.list_runs(runs)
    assert isinstance(listed, RunRecord)
    assert listed.status in ("interrupted", "completed")
    folder = only_run(runs)
    if folder.best.exists():
        assert mlpcli.evaluate(runs=runs).rows
    if listed.status != "completed":
        assert run(resume, runs) == 0
    assert_same(folder, straight)
