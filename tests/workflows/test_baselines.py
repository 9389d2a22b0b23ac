"""Baselines from a training to its evaluation."""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mlpcli
from mlpcli.baselines.baseline import Baseline
from mlpcli.baselines.comparison import Comparison
from mlpcli.errors import RunError, UsageError
from mlpcli.runs import record as records
from mlpcli.runs.file_digests import digests_of
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.run.evaluation import Evaluation
from mlpcli.workflows.train import TrainedRun
from tests.workflows.ended import AfterTheFirstEpoch, only_run
from tests.workflows.trainings import AND, MOONS, Recorder, train

WITH = MOONS.replace("baselines: false", "baselines: true")
WORDS = """\
data: {source: arrays, path: words.npz, test: 0.2, validation: 0}
layers: [{Embedding: {input_dim: 5, output_dim: 2}}, Flatten, {Dense: {units: 1, activation: sigmoid}}]
training: {epochs: 0}
"""

Get = Callable[[str], TrainedRun]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, the baselines are waited for."""
    monkeypatch.setattr("mlpcli.baselines.fitting_process._SECONDS", 600.0)


@pytest.fixture
def run(trained: Get) -> TrainedRun:
    """A run with baselines; not to be changed."""
    return trained(WITH)


@pytest.fixture
def copy(run: TrainedRun, tmp_path: Path) -> RunFolder:
    """A copy of that run."""
    path = tmp_path / run.folder.path.name
    shutil.copytree(run.folder.path, path)
    return RunFolder(path)


def rewrite(folder: RunFolder, change: Callable[[Any], None]) -> None:
    """Change a run's evaluation.json, as a run that was trained so would have it."""
    found = json.loads(folder.evaluation.read_text())
    change(found)
    folder.evaluation.write_text(json.dumps(found))
    records.write(folder, replace(records.read(folder), digests=digests_of(folder)))


def figures(found: Evaluation) -> dict[str, Any]:
    return {name: one.metrics for name, one in found.baselines.items()}


def test_every_held_back_split_has_baselines_beside_its_figures(run: TrainedRun) -> None:
    for split in ("validation", "test"):
        found = run.evaluations[split]
        assert list(found.baselines) == ["most_frequent", "logistic_regression"]
        assert found.baselines["logistic_regression"].rows == run.record.rows["train"]
        assert found.baselines["logistic_regression"].scored == found.rows
        assert set(found.baselines["most_frequent"].metrics) == {"accuracy", "macro_f1", "macro_recall"}
        assert found.baseline == {"accuracy": found.baselines["most_frequent"].metrics["accuracy"]}


def test_a_network_that_is_not_better_says_so(run: TrainedRun) -> None:
    found = run.evaluations["test"]
    best = found.baselines["logistic_regression"].metrics["accuracy"]
    assert best is not None and found.metrics["accuracy"] <= best
    assert found.comparison == Comparison("accuracy", "logistic_regression", best, better=False)


def test_evaluation_json_holds_them_as_they_were_told(run: TrainedRun) -> None:
    kept, told = json.loads(run.folder.evaluation.read_text())["test"], run.evaluations["test"]
    assert {name: Baseline(**facts) for name, facts in kept["baselines"].items()} == told.baselines
    assert Comparison(**kept["comparison"]) == told.comparison


@pytest.mark.parametrize("split", ["validation", "test"])
def test_evaluate_reads_what_training_recorded(split: Any, run: TrainedRun) -> None:
    assert mlpcli.evaluate(str(run.folder.path), split) == run.evaluations[split]


def test_evaluate_fits_nothing(run: TrainedRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.baselines.fitting_process.subprocess.Popen", None)
    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    assert len(mlpcli.evaluate(str(run.folder.path)).baselines) == 2


def test_why_there_are_no_baselines_is_kept_with_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.baselines.fitting_process.command", lambda helper: None)
    watcher = Recorder()
    run = train(tmp_path, AND.replace("baselines: false", "baselines: true"), watcher=watcher)
    (notice,) = [one for one in watcher.notices if one.startswith("no models were fitted to compare with")]
    assert notice in run.record.notices
    assert records.read(run.folder) == run.record


def test_training_rows_are_compared_with_the_guess_alone(run: TrainedRun) -> None:
    found = mlpcli.evaluate(str(run.folder.path), "train")
    assert list(found.baselines) == ["most_frequent"]
    assert found.comparison and found.comparison.best == "most_frequent"


def test_a_resumed_run_has_the_same_baselines(run: TrainedRun, tmp_path: Path) -> None:
    def interrupt(folder: RunFolder) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(tmp_path, WITH, watcher=AfterTheFirstEpoch(interrupt))
    resumed = mlpcli.resume(str(only_run(tmp_path / "runs").path))
    for split, found in resumed.evaluations.items():
        assert figures(found) == figures(run.evaluations[split])


def test_a_resumed_run_may_leave_them_out(copy: RunFolder) -> None:
    found = mlpcli.resume(str(copy.path), "+1", ["training.baselines=false"])
    assert list(found.evaluations["test"].baselines) == ["most_frequent"]


def test_a_run_of_an_older_version_has_the_guess_alone(copy: RunFolder) -> None:
    def as_before(found: Any) -> None:
        for evaluation in found.values():
            del evaluation["baselines"], evaluation["comparison"]

    rewrite(copy, as_before)
    assert list(mlpcli.evaluate(str(copy.path)).baselines) == ["most_frequent"]


def test_a_baseline_of_a_newer_version_is_left_out(copy: RunFolder) -> None:
    def newer(found: Any) -> None:
        baselines = found["test"]["baselines"]
        baselines["oracle"] = baselines["logistic_regression"]

    rewrite(copy, newer)
    assert list(mlpcli.evaluate(str(copy.path)).baselines) == ["most_frequent", "logistic_regression"]


def test_without_evaluation_json_a_run_can_still_be_scored(copy: RunFolder) -> None:
    copy.evaluation.unlink()
    assert list(mlpcli.evaluate(str(copy.path)).baselines) == ["most_frequent"]


def test_a_damaged_evaluation_json_is_named(copy: RunFolder) -> None:
    copy.evaluation.write_text("{}")
    with pytest.raises(RunError, match=r"evaluation\.json was changed after the run was completed"):
        mlpcli.evaluate(str(copy.path))


@pytest.mark.parametrize("wrong", [7, {"logistic_regression": {}}, {"logistic_regression": [1]}])
def test_baselines_of_a_wrong_form_are_named(wrong: Any, copy: RunFolder) -> None:
    rewrite(copy, lambda found: found["test"].update(baselines=wrong))
    with pytest.raises(RunError, match=r"evaluation\.json is not one that this version of mlpcli writes"):
        mlpcli.evaluate(str(copy.path))


def test_baselines_that_fail_do_not_stop_a_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watcher = Recorder()
    monkeypatch.setattr("mlpcli.baselines.fitting_process.HELPER", "mlpcli.nothing")
    run = train(tmp_path, WITH, watcher=watcher)
    assert run.record.status == "completed"
    assert list(run.evaluations["test"].baselines) == ["most_frequent"]
    assert watcher.notices == ["no models were fitted to compare with: their process ended with exit code 1"]


def test_a_training_that_cannot_start_ends_their_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = []
    monkeypatch.setattr(
        "mlpcli.workflows.training.run_baselines.BaselineFits.__exit__", lambda *error: ended.append(error)
    )
    with pytest.raises(UsageError, match=r"training\.device is gpu"):
        train(tmp_path, AND, "training.device=gpu")
    assert len(ended) == 1


def test_numbers_of_words_are_compared_with_the_guess_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = np.arange(80).reshape(40, 2) % 5
    np.savez("words.npz", x=rows.astype(np.float32), y=np.arange(40) % 2)
    found = train(tmp_path, WORDS).evaluations["test"]
    assert list(found.baselines) == ["most_frequent"]
