import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import mlpcli
from mlpcli.errors import RunError
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.listing import BrokenRun
from mlpcli.workflows.train import TrainedRun
from tests.runs.records import add_run
from tests.workflows.trainings import AND, BLOBS, train

Get = Callable[[str], TrainedRun]


def test_runs_are_listed(trained: Get) -> None:
    run = trained(BLOBS)
    assert mlpcli.list_runs(run.folder.path.parent) == [run.record]


def test_a_run_is_the_latest_even_if_the_clock_was_set_back_before_it(tmp_path: Path) -> None:
    future = add_run(tmp_path / "runs", "and-20990101-000000", started="2099-01-01T00:00:00+00:00")
    run = train(tmp_path, AND)
    assert [found.id for found in mlpcli.list_runs(tmp_path / "runs")] == [run.folder.id, future.id]
    assert mlpcli.show_run("latest", runs=tmp_path / "runs").record == run.record
    assert run.record.start.year < 2099


def test_a_broken_run_is_listed_as_such(tmp_path: Path) -> None:
    (tmp_path / "broken-20260101-000000").mkdir()
    (tmp_path / "broken-20260101-000000" / "run.json").write_text("{")
    (broken,) = mlpcli.list_runs(tmp_path)
    assert isinstance(broken, BrokenRun)
    assert broken.id == "broken-20260101-000000"


def test_a_run_is_shown_with_its_plan_and_its_epochs(trained: Get) -> None:
    run = trained(BLOBS)
    shown = mlpcli.show_run(str(run.folder.path))
    assert shown.record == run.record
    assert [row["epoch"] for row in shown.epochs] == [1, 2, 3]
    assert shown.plan.stack.parameters == 27


def test_a_run_without_epochs_shows_none(trained: Get) -> None:
    assert mlpcli.show_run(str(trained(AND).folder.path)).epochs == ()


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("epoch,loss\n3,0.5\n")])
def test_epochs_that_are_not_the_runs_are_not_shown(
    damage: Callable[[Path], object], trained: Get, tmp_path: Path
) -> None:
    run = trained(BLOBS)
    folder = RunFolder(shutil.copytree(run.folder.path, tmp_path / run.folder.id))
    damage(folder.metrics)
    with pytest.raises(RunError, match="metrics.csv"):
        mlpcli.show_run(str(folder.path))
