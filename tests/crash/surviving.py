"""What must be true of a run whose training was killed."""

from pathlib import Path

import numpy as np

import mlpcli
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.training import checkpoint
from tests.crash.dying import resume, run


def only_run(runs: Path) -> RunFolder:
    (path,) = runs.iterdir()
    return RunFolder(path)


def rows(folder: RunFolder) -> list[list[str]]:
    """metrics.csv without the seconds."""
    header, *lines = (line.split(",") for line in folder.metrics.read_text().splitlines())
    seconds = header.index("seconds")
    return [[cell for index, cell in enumerate(cells) if index != seconds] for cells in (header, *lines)]


def assert_same(folder: RunFolder, straight: RunFolder) -> None:
    """The same weights to the last bit, the same rows, and nothing that was left behind."""
    for one, other in ((folder.last, straight.last), (folder.best, straight.best)):
        found, expected = checkpoint.read(one), checkpoint.read(other)
        assert found.place == expected.place
        assert found.tensors.keys() == expected.tensors.keys()
        for name, value in expected.tensors.items():
            np.testing.assert_array_equal(found.tensors[name], value, err_msg=name)
    assert rows(folder) == rows(straight)
    assert not [*folder.path.rglob("*.tmp")]


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
