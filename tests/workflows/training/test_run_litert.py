import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import mlpcli
from mlpcli.errors import RunError, StorageError
from mlpcli.inference.litert.litert_predictor import digest_of
from mlpcli.inference.prediction import ClassPrediction
from mlpcli.runs import record
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.train import TrainedRun
from tests.workflows import trainings
from tests.workflows.trainings import AND, BLOBS, DIABETES, DIGITS, MOONS, Recorder

Get = Callable[[str], TrainedRun]

WAVES = """\
data: {source: waves, rows: 80, steps: 16, validation: 0.2}
layers: [{Bidirectional: {layer: {LSTM: {units: 3, dropout: 0.2}}}}, {Dense: {units: 4, activation: softmax}}]
training: {epochs: 1, baselines: false}
"""
BICUBIC = """\
data: {source: digits}
layers: [{UpSampling2D: {interpolation: bicubic}}, Flatten, {Dense: {units: 10, activation: softmax}}]
training: {epochs: 1, baselines: false}
"""
PROBLEM = "LiteRT has no ResizeBicubic"


@pytest.fixture
def folder(trained: Get, tmp_path: Path) -> RunFolder:
    """A copy of a run of BLOBS, to be changed."""
    whole = trained(BLOBS).folder
    return RunFolder(Path(shutil.copytree(whole.path, tmp_path / whole.id)))


@pytest.mark.parametrize("text", [AND, BLOBS, DIABETES, DIGITS, MOONS, WAVES])
def test_a_run_keeps_a_model_that_answers_as_keras_does(text: str, trained: Get) -> None:
    run = trained(text)
    kept = record.read(run.folder)
    assert kept.litert_digest == digest_of(run.folder.litert.read_bytes())
    assert kept.litert_difference is not None and kept.litert_difference <= 1e-4
    assert kept.litert_problem is None


def test_mixed_precision_is_compared_with_what_float32_answers(tmp_path: Path) -> None:
    kept = trainings.train(tmp_path, DIGITS, "training.precision=mixed_bfloat16").record
    assert kept.litert_difference is not None and kept.litert_difference <= 1e-4


def test_a_stack_that_cannot_be_converted_is_told_and_predicted_with_tensorflow(tmp_path: Path) -> None:
    watcher = Recorder()
    run = trainings.train(tmp_path, BICUBIC, watcher=watcher)
    assert watcher.notices[-1] == f"{PROBLEM}: predictions of this run will need TensorFlow"
    assert (run.record.litert_digest, run.record.litert_problem) == (None, PROBLEM)
    assert not run.folder.litert.exists()
    np.save(tmp_path / "row.npy", np.zeros((8, 8), np.uint8))
    answers = mlpcli.predict([str(tmp_path / "row.npy")], str(run.folder.path))
    assert answers.notices == (f"{run.folder.id} needs TensorFlow, which takes seconds to start: {PROBLEM}",)
    ((answer,),) = (batch.predictions for batch in answers.batches)
    assert isinstance(answer, ClassPrediction)


def test_a_model_that_litert_refuses_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.training.to_litert", lambda model, scored: b"nothing that LiteRT reads")
    run = trainings.train(tmp_path, AND)
    assert run.record.litert_problem == "the converted model is not a LiteRT model"
    assert (run.record.status, run.record.litert_digest) == ("completed", None)
    assert run.evaluations["test"].metrics["accuracy"] >= 0


def test_a_model_that_answers_otherwise_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.workflows.export_comparison.TOLERANCE", -1.0)
    run = trainings.train(tmp_path, BLOBS)
    assert run.record.litert_digest is None
    assert run.record.litert_difference is not None
    assert run.record.litert_problem == (
        f"the converted model's outputs differ by {run.record.litert_difference:.2g}"
    )
    assert not run.folder.litert.exists()


def test_an_old_model_that_cannot_be_removed_is_a_storage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("mlpcli.workflows.export_comparison.TOLERANCE", -1.0)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(StorageError, match="model.tflite could not be written: Permission denied"):
        trainings.train(tmp_path, BLOBS)


def test_a_model_of_another_run_is_refused(folder: RunFolder, tmp_path: Path) -> None:
    other = trainings.train(tmp_path, BLOBS, "seed=1").folder
    folder.litert.write_bytes(other.litert.read_bytes())
    with pytest.raises(RunError, match="model.tflite is not the model recorded in run.json"):
        mlpcli.predict(["1,0"], str(folder.path))


def test_a_record_and_a_description_that_disagree_are_refused(folder: RunFolder) -> None:
    record.write(folder, replace(record.read(folder), output_shape=(4,)))
    with pytest.raises(RunError, match="model.json and run.json disagree: facts: classes"):
        mlpcli.predict(["1,0"], str(folder.path))


@pytest.mark.parametrize("name", ["resolved.yaml", "checkpoints/best.safetensors", "metrics.csv"])
def test_a_prediction_reads_nothing_but_the_model(name: str, folder: RunFolder) -> None:
    (folder.path / name).unlink()
    assert mlpcli.predict(["1,0"], str(folder.path)).total == 1
