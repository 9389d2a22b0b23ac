import json
import shutil
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import Command


def test_an_evaluation_is_shown_in_tables(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("evaluate", "blobs", "--runs", runs)
    assert (answer.code, answer.err) == (0, "")
    assert "test split, 18 rows" in answer.out
    for word in ("metric", "baseline", "accuracy", "precision", "true \\ predicted"):
        assert word in answer.out


def test_a_regression_has_no_tables_of_classes(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("evaluate", "diabetes", "--runs", runs)
    assert answer.code == 0
    assert "r2" in answer.out
    assert "precision" not in answer.out


@pytest.mark.parametrize(("width", "shown"), [(60, True), (20, False)])
def test_a_confusion_matrix_is_shown_where_it_fits(
    width: int, shown: bool, mlpcli: Command, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.cli.display.tables._WIDTH_OF_A_FILE", width)
    out = mlpcli("evaluate", "digits", "--runs", runs).out
    assert ("true \\ predicted" in out) is shown
    assert ("the confusion matrix of 10 classes is too wide; --json shows it" in out) is not shown


@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_json_is_alone_on_standard_output(split: str, mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("evaluate", "blobs", "--runs", runs, "--json", "--split", split)
    assert answer.code == 0
    found = json.loads(answer.out)
    assert set(found) == {
        "run",
        "split",
        "data",
        "rows",
        "metrics",
        "per_class",
        "confusion_matrix",
        "baseline",
        "baselines",
        "comparison",
    }
    assert (found["split"], found["data"]) == (split, None)
    assert set(found["per_class"]["0"]) == {"precision", "recall", "f1", "support"}


@pytest.fixture
def rows(here: Path) -> str:
    """Rows for the run blobs."""
    np.savez(here / "more.npz", x=np.zeros((4, 2)), y=[0, 0, 0, 1])
    return "more.npz"


def test_other_rows_are_shown_by_where_they_came_from(mlpcli: Command, runs: Path, rows: str) -> None:
    answer = mlpcli("evaluate", "blobs", "--runs", runs, "--data", rows)
    assert answer.code == 0
    assert "more.npz, 4 rows" in answer.out.splitlines()[0]
    assert answer.err.startswith("notice: more.npz has no rows of these classes: 2. ")


def test_the_json_of_other_rows_has_no_split(mlpcli: Command, runs: Path, rows: str) -> None:
    found = json.loads(mlpcli("evaluate", "blobs", "--runs", runs, "--json", "--data", rows).out)
    assert (found["split"], found["data"], found["rows"]) == (None, "more.npz", 4)
    assert found["baseline"] == {"accuracy": 0.75}
    assert (list(found["baselines"]), found["comparison"]) == (["most_frequent"], None)


def test_inputs_and_targets_may_be_two_files(mlpcli: Command, runs: Path, here: Path) -> None:
    np.save(here / "x.npy", np.zeros((3, 10)))
    np.save(here / "y.npy", [1, 2, 3])
    answer = mlpcli("evaluate", "diabetes", "--runs", runs, "--data", "x.npy", "--targets", "y.npy")
    assert (answer.code, answer.err) == (0, "")
    assert "x.npy, 3 rows" in answer.out


def test_other_rows_have_no_split(mlpcli: Command, runs: Path, rows: str) -> None:
    answer = mlpcli("evaluate", "blobs", "--runs", runs, "--data", rows, "--split", "test")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: found both --data more.npz and --split test, expected one of them\n"
        "    fix: leave one of the two out\n"
    )


def test_other_rows_that_do_not_fit_are_a_data_error(mlpcli: Command, runs: Path, rows: str) -> None:
    answer = mlpcli("evaluate", "diabetes", "--runs", runs, "--data", rows)
    assert (answer.code, answer.out) == (3, "")
    assert "has shape (4, 2); expected (rows, 10)" in answer.err


def test_a_split_that_does_not_exist_is_a_usage_error(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("evaluate", "and", "--runs", runs, "--split", "validation")
    assert (answer.code, answer.out) == (2, "")
    assert "has no validation rows\n    fix: choose from train, test\n" in answer.err


def test_a_run_that_does_not_exist_is_a_usage_error(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("evaluate", "blob-2020", "--runs", runs)
    assert (answer.code, answer.out) == (2, "")
    assert "error: there is no run 'blob-2020'" in answer.err
    assert "did you mean blobs?" in answer.err


def test_where_there_are_no_runs_that_is_said(mlpcli: Command) -> None:
    answer = mlpcli("evaluate")
    assert answer.code == 2
    fix = "create one with `mlpcli train CONFIG`, or name another folder: --runs DIR"
    assert answer.err == f"error: there are no runs in runs\n    fix: {fix}\n"


@pytest.mark.parametrize(
    ("command", "name"),
    [
        *product(["evaluate", "predict"], ["run.json", "model.json", "model.tflite"]),
        ("evaluate", "resolved.yaml"),
    ],
)
def test_a_broken_run_is_named_with_its_file(
    command: str, name: str, mlpcli: Command, runs: Path, here: Path
) -> None:
    (source,) = runs.glob("and-*")
    shutil.copytree(source, here / "broken")
    (here / "broken" / name).write_bytes(b"{\x80")
    arguments = ["./broken"] if command == "evaluate" else ["1,0", "--run", "./broken"]
    answer = mlpcli(command, *arguments)
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.startswith(f"error: broken/{name} ")
    assert "\n    fix: " in answer.err
    assert "Traceback" not in answer.err
