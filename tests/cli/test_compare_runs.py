import json
import shutil
from pathlib import Path

import pytest

from tests.cli.display.test_terminal import become_terminal
from tests.conftest import Command
from tests.workflows.trainings import DIGITS, train


@pytest.fixture(scope="session")
def digits(runs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runs digits and blobs, and one more of digits with another seed and a wider network."""
    folder = tmp_path_factory.mktemp("compared")
    for name in ("digits", "blobs"):
        (source,) = runs.glob(f"{name}-*")
        shutil.copytree(source, folder / "runs" / source.name)
    text = DIGITS.replace("Flatten", "Flatten, {Dense: 8}")
    train(folder, text, "name=wider", "seed=1", "training.epochs=2")
    return folder / "runs"


def test_runs_are_shown_side_by_side(mlpcli: Command, digits: Path) -> None:
    answer = mlpcli("runs", "compare", "digits", "wider", "--runs", digits)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["A", "B"]
    rows = {tuple(line.split("  ")[0].split()): line.split() for line in lines}
    assert rows["seed",] == ["seed", "0", "1"]
    assert rows["layers.1",] == ["layers.1", "-", "Dense:", "{units:", "8}"]
    assert rows["training.epochs",] == ["training.epochs", "3", "2"]
    assert rows["test", "accuracy"].count("*") == 1
    assert rows["epochs",] == ["epochs", "3/3", "2/2"]
    assert "* is the best of its row" in lines
    assert "cannot be told from one seed each" in answer.out
    assert f"resolved.yaml --runs {digits} --seed 1" in answer.out
    assert lines[-1].startswith("notice: the seed draws the test and validation rows")


def test_a_terminal_gets_the_curves_over_each_other(
    mlpcli: Command, digits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = become_terminal(monkeypatch, "stdout")
    monkeypatch.setattr(type(terminal), "encoding", "utf-8", raising=False)
    assert mlpcli("runs", "compare", "digits", "wider", "--runs", digits).code == 0
    assert "validation loss" in terminal.getvalue()
    assert "⠒⠒⠒" in terminal.getvalue()


def test_a_comparison_as_json(mlpcli: Command, digits: Path) -> None:
    answer = mlpcli("runs", "compare", "digits", "wider", "blobs", "--runs", digits, "--json")
    found = json.loads(answer.out)
    assert [run["letter"] for run in found["runs"]] == ["A", "B", "C"]
    assert {"key": "seed", "values": {"A": 0, "B": 1, "C": 3}} in found["config"]
    (accuracy,) = (one for one in found["figures"] if (one["split"], one["name"]) == ("test", "accuracy"))
    assert accuracy["better"] == "max"
    assert (accuracy["best"], accuracy["problem"]) == ([], "the test rows are others")
    assert [group["letters"] for group in found["groups"]] == [["A"], ["B"], ["C"]]


def test_the_page_is_named(mlpcli: Command, digits: Path, here: Path) -> None:
    answer = mlpcli("runs", "compare", "digits", "blobs", "--runs", digits, "--html", "both.html")
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "page both.html"
    assert (here / "both.html").is_file()


def test_runs_of_one_config_are_said_to_be(mlpcli: Command, runs: Path, here: Path) -> None:
    for name in ("and-20260101-000000", "and-20260101-000001"):
        shutil.copytree(next(runs.glob("and-*")), here / "runs" / name)
    answer = mlpcli("runs", "compare", *(path.name for path in (here / "runs").iterdir()))
    assert "\n\nthe configs are the same\n" in answer.out
    assert "\\n" not in answer.out


def test_one_run_is_a_usage_error(mlpcli: Command, digits: Path) -> None:
    answer = mlpcli("runs", "compare", "digits", "--runs", digits)
    assert (answer.code, answer.out) == (2, "")
    assert "2 to 50 runs can be compared: found 1" in answer.err
