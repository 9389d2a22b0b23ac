"""Runs beside each other."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import mlpcli
from mlpcli.errors import RunError, UsageError
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import AND, BLOBS, DIABETES

Get = Callable[[str], TrainedRun]


@pytest.fixture
def runs(trained: Get, interrupted: RunFolder, tmp_path: Path) -> Path:
    """A folder of runs, to be changed: first, again, numbers, no_epochs, and one that was interrupted."""
    folder = tmp_path / "runs"
    for text, name in ((BLOBS, "first"), (BLOBS, "again"), (DIABETES, "numbers"), (AND, "no_epochs")):
        shutil.copytree(trained(text).folder.path, folder / f"{name}-20260101-000000")
    shutil.copytree(interrupted.path, folder / "short-20260101-000000")
    return folder


def test_equal_runs_differ_in_nothing_and_share_the_best(runs: Path) -> None:
    found = mlpcli.compare_runs(["first", "again"], runs=runs)
    assert [run.letter for run in found.runs] == ["A", "B"]
    assert (found.config, found.data, found.notices) == ((), (), ())
    assert all(one.best == ("A", "B") for one in found.figures)
    assert {one.title for one in found.figures} >= {"test accuracy", "test loss", "validation accuracy"}
    assert len(found.groups) == 1
    assert [run.record.own_splits for run in found.runs] == [(), ()]


def test_every_kind_of_run_can_be_compared_with_every_other(runs: Path) -> None:
    found = mlpcli.compare_runs(["first", "numbers", "no_epochs", "short"], runs=runs)
    assert found.notices == (
        "D is interrupted after 1 of 3 epochs, and has no figures yet",
        "some runs predict numbers and others classes: their figures cannot be compared",
        "the test rows are not the same in all runs: figures on other rows cannot be compared, and none is "
        "marked as the best",
    )
    # The losses are others, and the metrics of numbers are those of one run alone.
    assert [{run.letter for run in curve.runs} for curve in found.curves] == [{"A", "D"}, {"B"}]


def test_epochs_that_cannot_be_read_are_missing_and_said(runs: Path) -> None:
    path = runs / "again-20260101-000000" / "metrics.csv"
    path.write_text("epoch,loss\n1,<script>\n")
    found = mlpcli.compare_runs(["first", "again"], runs=runs)
    assert found.notices == (f"the curves of B are missing: {path} was changed after the run was completed",)


def test_a_broken_run_is_an_error_that_names_the_file(runs: Path) -> None:
    path = runs / "again-20260101-000000" / "resolved.yaml"
    path.write_text("layers: []\n")
    with pytest.raises(RunError) as caught:
        mlpcli.compare_runs(["first", "again"], runs=runs)
    assert str(path) in caught.value.message
    assert "mlpcli runs verify again-20260101-000000" in caught.value.fix


@pytest.mark.parametrize(
    ("references", "found"),
    [
        ([], "found 0"),
        (["first"], "found 1"),
        (["first", "first-2026"], "the same run, given more than once"),
        (["first"] * 51, "found 51"),
    ],
    ids=["none", "one", "the same", "many"],
)
def test_fewer_than_two_and_more_than_fifty_runs_are_refused(
    references: list[str], found: str, runs: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        mlpcli.compare_runs(references, runs=runs)
    assert caught.value.message == f"2 to 50 runs can be compared: {found}"


def test_the_lines_to_run_train_the_same_config(runs: Path) -> None:
    numbers, blobs = mlpcli.compare_runs(["numbers", "first"], runs=runs).runs
    assert numbers.again == f"mlpcli train {runs}/numbers-20260101-000000/resolved.yaml --runs {runs}"
    assert blobs.config.seed == 3


def test_a_page_is_written_and_written_again_but_nothing_else_is_replaced(runs: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for _ in range(2):
        mlpcli.compare_runs(["first", "again", "short"], runs=runs, html=page)
    text = page.read_text()
    assert text.startswith("<!doctype html>")
    assert "3 runs compared" in text
    assert "Validation loss" in text
    page.write_text("mine")
    with pytest.raises(UsageError):
        mlpcli.compare_runs(["first", "again"], runs=runs, html=page)
    assert page.read_text() == "mine"
