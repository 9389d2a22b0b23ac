import json
import shlex
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from mlpcli.cli.display.diagnoses import show_diagnoses
from mlpcli.cli.display.training_summary import show_summary
from mlpcli.diagnosis.diagnosis import Diagnosis, NotLookedAt
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.diagnose import DiagnosedRun
from tests.conftest import Command
from tests.workflows.trainings import AND, train, write


def test_a_training_is_diagnosed_with_a_line_to_try(mlpcli: Command, here: Path, runs: Path) -> None:
    answer = mlpcli("diagnose", "diabetes", "--runs", runs)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0].startswith("diabetes-")
    assert any(line.startswith("severe: targets of unsuitable scale: ") for line in lines)
    assert "    try: standardized targets: predictions and metrics keep their units" in lines


def test_the_line_works_as_it_is(mlpcli: Command, here: Path, runs: Path) -> None:
    (line,) = {
        line.strip()
        for line in mlpcli("diagnose", "diabetes", "--runs", runs).out.splitlines()
        if "mlpcli train" in line
    }
    command, *arguments = shlex.split(line)
    assert command == "mlpcli"
    answer = mlpcli(*arguments, "--dry-run")
    assert (answer.code, answer.err) == (0, "")


def test_json_has_everything(mlpcli: Command, here: Path, runs: Path) -> None:
    answer = mlpcli("diagnose", "diabetes", "--runs", runs, "--json")
    found = json.loads(answer.out)
    assert found["run"].startswith("diabetes-")
    first = found["found"][0]
    assert first["name"] == "unstandardized_targets"
    assert first["changes"] == ["data.standardize_targets=true"]
    assert first["lines"][0].endswith(f"--set data.standardize_targets=true --runs {runs}")
    assert set(first) == {
        *(
            "name",
            "severity",
            "headline",
            "evidence",
            "why",
            "advice",
            "changes",
            "resume_to",
            "is_of_data",
            "lines",
        ),
    }
    (missing,) = found["not_looked_at"]
    assert missing["reason"] == "training.baselines is false"


def test_a_healthy_training_is_said_to_be(mlpcli: Command, here: Path, runs: Path) -> None:
    answer = mlpcli("diagnose", "and", "--runs", runs)
    assert "nothing found that harms the training" in answer.out


def test_names_of_classes_are_shown_literally(capsys: pytest.CaptureFixture[str]) -> None:
    one = Diagnosis("always_one_class", "severe", "[red]\x1b[31m", ("\x07",), "why", "advice")
    missing = NotLookedAt("rows", "\x1b]0;")
    show_diagnoses(DiagnosedRun(RunFolder(Path("runs/a")), (one,), (missing,)))
    shown = capsys.readouterr().out
    assert "\x1b" not in shown and "\x07" not in shown
    assert "severe: [red]\\x1b[31m" in shown


def test_the_json_of_a_training_has_the_headline(
    here: Path, mlpcli: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    ill = Diagnosis("overfitting", "severe", "overfitting from epoch 2: much", (), "why", "advice")
    for headline in (None, ill):
        monkeypatch.setattr("mlpcli.workflows.training.run_report.TrainingResult.headline", headline)
        found = json.loads(mlpcli("train", write(here, AND), "--json").out)["headline"]
        assert found == (headline and json.loads(json.dumps(asdict(headline))))


def test_a_training_ends_with_the_headline_alone(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = train(here, AND)
    show_summary(run)
    assert "diagnose" not in capsys.readouterr().out
    ill = Diagnosis("overfitting", "severe", "overfitting from epoch 2: much", (), "why", "advice")
    show_summary(replace(run, headline=ill))
    lines = [line for line in capsys.readouterr().out.splitlines() if "overfitting" in line]
    assert lines == [f"overfitting from epoch 2: much: mlpcli diagnose {run.folder.id}"]
