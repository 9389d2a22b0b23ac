import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command


def test_runs_are_listed_newest_first(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("runs", "list", "--runs", runs)
    assert (answer.code, answer.err) == (0, "")
    header, *rows = answer.out.splitlines()
    assert header.split() == ["run", "status", "data", "epochs", "result"]
    assert [row.split("-")[0] for row in rows] == ["diabetes", "digits", "and", "blobs"]
    assert all("completed" in row for row in rows)


def test_runs_can_be_listed_as_json(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("runs", "list", "--runs", runs, "--json")
    assert [run["name"] for run in json.loads(answer.out)] == ["diabetes", "digits", "and", "blobs"]


def test_where_there_are_no_runs_standard_output_is_empty(mlpcli: Command) -> None:
    answer = mlpcli("runs", "list")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "there are no runs in runs; mlpcli train CONFIG makes one\n"


def test_where_there_are_no_runs_json_is_an_empty_list(mlpcli: Command) -> None:
    assert mlpcli("runs", "list", "--json").out == "[]\n"


def test_a_broken_run_is_listed_as_broken(mlpcli: Command, here: Path) -> None:
    folder = here / "runs" / "odd-20260101-000000"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{")
    answer = mlpcli("runs", "list")
    assert answer.code == 0
    assert answer.out.splitlines()[1].startswith("odd-20260101-000000  broken")


def test_a_run_is_shown_whole(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("runs", "show", "blobs", "--runs", runs)
    assert (answer.code, answer.err) == (0, "")
    assert "completed, 3/3 epochs" in answer.out
    assert "data blobs: 58 train, 14 validation, 18 test" in answer.out
    assert "val_loss" in answer.out
    assert "\ntest: loss " in answer.out


def test_a_run_can_be_shown_as_json(mlpcli: Command, runs: Path) -> None:
    found = json.loads(mlpcli("runs", "show", "blobs", "--runs", runs, "--json").out)
    assert found["status"] == "completed"
    assert [row["epoch"] for row in found["metrics"]] == [1, 2, 3]


def strict(text: str) -> Any:
    """What a JSON reader makes of it that does not know Python's words for NaN and infinities."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("word", ["nan", "inf", "-inf"])
def test_a_figure_that_is_not_finite_is_null_in_json(
    word: str, mlpcli: Command, runs: Path, here: Path
) -> None:
    (source,) = runs.glob("blobs-*")
    shutil.copytree(source, here / "runs" / source.name)
    metrics = here / "runs" / source.name / "metrics.csv"
    header, first, *rest = metrics.read_text().splitlines()
    cells = ["1", word, *first.split(",")[2:]]
    metrics.write_text("\n".join([header, ",".join(cells), *rest]) + "\n")
    found = strict(mlpcli("runs", "show", "blobs", "--json").out)
    assert found["metrics"][0][header.split(",")[1]] is None
    assert strict(mlpcli("runs", "list", "--json").out)


def test_a_run_that_does_not_exist_is_a_usage_error(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("runs", "show", "nothing", "--runs", runs)
    assert (answer.code, answer.out) == (2, "")
    assert "there is no run 'nothing'" in answer.err
