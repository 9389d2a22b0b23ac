import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import mlpcli
from mlpcli.baselines.baseline import NONE_FITTED
from mlpcli.config.sources.generated import Blobs
from mlpcli.diagnosis.diagnosis import Diagnosis, NotLookedAt
from mlpcli.errors import DataError, RunError, UsageError
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.run.open_run import open_run_in
from mlpcli.workflows.run.run_evidence import evidence_in
from mlpcli.workflows.run.run_findings import lines_to_try
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import AND, BLOBS, DIABETES, train

Trained = Callable[[str], TrainedRun]
NOT_FITTED = (NotLookedAt("whether simpler models are better", "training.baselines is false"),)


def ill(changes: tuple[str, ...] = (), resume_to: int | None = None) -> Diagnosis:
    return Diagnosis("overfitting", "severe", "ill", (), "why", "advice", changes, resume_to)


def copy(run: TrainedRun, to: Path) -> RunFolder:
    return RunFolder(Path(shutil.copytree(run.folder.path, to / run.folder.id)))


def test_a_real_run_has_evidence_of_every_kind(trained: Trained) -> None:
    run = trained(BLOBS)
    evidence, missing = evidence_in(open_run_in(run.folder), lambda *_: None)
    assert missing == NOT_FITTED
    assert evidence.curves is not None and len(evidence.curves) == 3
    assert evidence.rows == run.record.rows
    assert evidence.class_rows is not None and evidence.class_rows.sum() == evidence.rows["train"]
    assert evidence.classes is not None and evidence.classes.rows == 32
    assert evidence.classes.accuracy == pytest.approx(
        sum(one.metrics["accuracy"] * one.rows for one in run.evaluations.values()) / 32
    )
    assert evidence.inputs is not None and evidence.inputs.rms.shape == (2,)
    assert evidence.repeated["test"].seen == 0
    (hidden,) = evidence.activities
    assert (hidden.name, hidden.units) == ("dense", 4)
    assert hidden.dead is not None and hidden.spread is not None


def test_a_regression_has_figures_of_numbers(trained: Trained) -> None:
    found = mlpcli.diagnose(str(trained(DIABETES).folder.path))
    # Targets around 150, and two epochs at most.
    assert "unstandardized_targets" in [one.name for one in found.found]


def test_a_run_that_learned_nothing_by_design_has_nothing(trained: Trained) -> None:
    found = mlpcli.diagnose(str(trained(AND).folder.path))
    assert found.found == ()
    assert found.not_looked_at == (NotLookedAt("the course of training", "no epoch was trained"),)


def test_data_that_is_gone_is_not_looked_at(trained: Trained, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise DataError("points.npz does not exist")

    monkeypatch.setattr("mlpcli.workflows.run.run_evidence.load_rows_of", gone)
    found = mlpcli.diagnose(str(trained(BLOBS).folder.path))
    assert found.not_looked_at[1:] == (NotLookedAt("rows and hidden units", "points.npz does not exist"),)


@pytest.mark.parametrize(
    ("notices", "reason"),
    [
        ((f"{NONE_FITTED}: it took too long",), f"{NONE_FITTED}: it took too long"),
        (
            ("the data has 2 rows", "linear regression could not be fitted: too odd"),
            "linear regression could not be fitted: too odd",
        ),
        ((), NONE_FITTED),
    ],
)
def test_a_comparison_that_was_wanted_and_is_not_there_is_not_looked_at(
    trained: Trained, notices: tuple[str, ...], reason: str
) -> None:
    run = open_run_in(trained(BLOBS).folder)
    wanted = run.config.training.model_copy(update={"baselines": True})
    config = run.config.model_copy(update={"training": wanted})
    changed = replace(run, config=config, record=replace(run.record, notices=notices))
    _, (missing,) = evidence_in(changed, lambda *_: None)
    assert missing.reason == reason


def test_nothing_is_downloaded(trained: Trained, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Blobs, "source_name", classmethod(lambda _: "mnist"))
    _, missing = mlpcli.diagnose(str(trained(BLOBS).folder.path)).not_looked_at
    assert missing.reason.startswith("the data is not there: ")
    assert missing.reason.endswith("mnist.npz")


def test_rows_that_take_too_long_are_not_read(trained: Trained, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.workflows.run.run_evidence._MOST_VALUES", 100)
    _, missing = mlpcli.diagnose(str(trained(BLOBS).folder.path)).not_looked_at
    assert missing.reason == "reading 90 rows takes too long"


def test_an_interrupted_run_is_diagnosed_by_its_curves(interrupted: RunFolder) -> None:
    found = mlpcli.diagnose(str(interrupted.path))
    assert [one.what for one in found.not_looked_at] == ["scores of held-back rows"]


def test_a_broken_evaluation_is_not_looked_at(trained: Trained, tmp_path: Path) -> None:
    folder = copy(trained(BLOBS), tmp_path)
    folder.evaluation.write_text("{}")
    (missing,) = mlpcli.diagnose(str(folder.path)).not_looked_at
    assert missing.what == "scores of held-back rows"
    assert "evaluation.json was changed" in missing.reason


def test_broken_curves_are_an_error_that_names_them(trained: Trained, tmp_path: Path) -> None:
    folder = copy(trained(BLOBS), tmp_path)
    folder.metrics.write_text("epoch,loss\n1,nine\n")
    with pytest.raises(RunError, match=r"metrics\.csv"):
        mlpcli.diagnose(str(folder.path))


def test_a_missing_run_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        mlpcli.diagnose("nothing", runs=tmp_path)


def test_the_headline_of_a_training_is_its_first_illness(trained: Trained) -> None:
    run = trained(DIABETES)
    found = mlpcli.diagnose(str(run.folder.path)).found
    assert run.headline == found[0]


def test_a_failing_headline_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("mlpcli.workflows.training.run_report.quick_diagnoses", fail)
    run = train(tmp_path, AND)
    assert (run.record.status, run.headline) == ("completed", None)


def test_the_line_trains_the_resolved_config_with_the_changes() -> None:
    folder = RunFolder(Path("runs/it's-20260101-120000"))
    assert lines_to_try(folder, ill(("training.epochs=9", "optimizer={Adam: {}}"))) == (
        "mlpcli train 'runs/it'\"'\"'s-20260101-120000/resolved.yaml' --set training.epochs=9 "
        "--set 'optimizer={Adam: {}}'",
    )


def test_runs_elsewhere_are_joined_by_the_new_one() -> None:
    (line,) = lines_to_try(RunFolder(Path("/there/one-20260101-120000")), ill(("seed=1",)))
    assert line == "mlpcli train /there/one-20260101-120000/resolved.yaml --set seed=1 --runs /there"


def test_a_run_can_go_on_instead() -> None:
    folder = RunFolder(Path("runs/one-20260101-120000"))
    lines = lines_to_try(folder, ill(("training.epochs=9",), 9))
    assert lines[1] == "mlpcli resume one-20260101-120000 --epochs 9"
    assert lines_to_try(folder, ill((), 9)) == lines[1:]


def test_an_illness_of_the_data_is_looked_at_there() -> None:
    folder = RunFolder(Path("runs/one-20260101-120000"))
    of_data = replace(ill(), is_of_data=True)
    assert lines_to_try(folder, of_data) == ("mlpcli data runs/one-20260101-120000/resolved.yaml",)
    assert lines_to_try(folder, ill()) == ()
