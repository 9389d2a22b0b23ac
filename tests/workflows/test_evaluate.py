import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

import mlpcli
from mlpcli.errors import DataError, RunError, UsageError
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import AND, BLOBS, DIABETES, MNIST, MOONS, train

Get = Callable[[str], TrainedRun]
MEASURED = """\
data: {source: wine, standardize: false, validation: 0.2, test: 0.2}
layers:
  - Normalization
  - Dense: {units: 8, activation: tanh}
  - Normalization
  - Dense: {units: 3, activation: softmax}
training: {epochs: 2, baselines: false}
"""
ARRAYS = """\
data: {source: arrays, path: rows.npz, validation: 0.2, test: 0.2}
layers: [{Dense: {units: 2, activation: softmax}}]
training: {epochs: 1, baselines: false}
"""


def copied(run: TrainedRun, folder: Path) -> RunFolder:
    """A copy of a run, to be broken."""
    shutil.copytree(run.folder.path, folder / run.folder.id)
    return RunFolder(folder / run.folder.id)


@pytest.mark.parametrize("split", ["validation", "test"])
@pytest.mark.parametrize(
    "text",
    [BLOBS, MOONS, DIABETES, MEASURED],
    ids=["classification", "binary", "regression", "measured-normalization"],
)
def test_evaluation_gives_the_figures_of_the_training(
    text: str, split: Literal["validation", "test"], trained: Get
) -> None:
    run = trained(text)
    found = mlpcli.evaluate(str(run.folder.path), split)
    assert found.metrics == pytest.approx(run.record.figures[split], rel=1e-6, abs=1e-6)
    assert found.confusion_matrix == run.evaluations[split].confusion_matrix
    assert found.rows == run.record.rows[split]


def test_training_rows_can_be_evaluated_too(trained: Get) -> None:
    assert mlpcli.evaluate(str(trained(BLOBS).folder.path), "train").rows == 58


def test_figures_can_be_had_for_a_run_by_its_name(trained: Get) -> None:
    run = trained(BLOBS)
    assert mlpcli.evaluate("small", runs=run.folder.path.parent).run == run.record.id


def test_a_split_that_is_not_there_is_a_usage_error(trained: Get) -> None:
    run = trained(AND)
    with pytest.raises(UsageError) as caught:
        mlpcli.evaluate(str(run.folder.path), "validation")
    assert caught.value.exit_code == 2
    assert caught.value.message == f"{run.record.id} has no validation rows"
    assert caught.value.fix == "choose from train, test"


def test_after_a_fallback_evaluation_uses_the_fallback(tmp_path: Path) -> None:
    run = train(tmp_path, MNIST)
    found = mlpcli.evaluate(str(run.folder.path))
    assert found.metrics == pytest.approx(run.record.figures["test"], rel=1e-6)


def rows(folder: Path, seed: int) -> None:
    generator = np.random.default_rng(seed)
    np.savez(folder / "rows.npz", x=generator.normal(size=(40, 3)).astype("f4"), y=np.arange(40) % 2)


def test_changed_data_is_a_data_error(tmp_path: Path) -> None:
    rows(tmp_path, 0)
    run = train(tmp_path, ARRAYS)
    assert mlpcli.evaluate(str(run.folder.path)).rows == 8
    rows(tmp_path, 1)
    with pytest.raises(DataError) as caught:
        mlpcli.evaluate(str(run.folder.path))
    assert caught.value.exit_code == 3
    assert caught.value.message.endswith(f"is not the data that {run.record.id} was trained on")
    assert caught.value.fix == "restore the data, or train again"


FILES = ["run.json", "resolved.yaml", "model.json", "model.tflite"]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_a_run_error_that_names_it(name: str, trained: Get, tmp_path: Path) -> None:
    folder = copied(trained(BLOBS), tmp_path)
    (folder.path / name).unlink()
    with pytest.raises(RunError) as caught:
        mlpcli.evaluate(str(folder.path))
    assert str(folder.path / name) in caught.value.message
    assert caught.value.fix


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"{", b"\x80\x00\xff", b"[1, 2]", b"a: 1\n"])
def test_a_broken_file_is_a_run_error_that_names_it(
    content: bytes, name: str, trained: Get, tmp_path: Path
) -> None:
    folder = copied(trained(BLOBS), tmp_path)
    (folder.path / name).write_bytes(content)
    with pytest.raises(RunError) as caught:
        mlpcli.evaluate(str(folder.path))
    assert str(folder.path / name) in caught.value.message
    assert caught.value.fix


def test_a_network_that_no_longer_fits_its_data_is_a_run_error(trained: Get, tmp_path: Path) -> None:
    folder = copied(trained(BLOBS), tmp_path)
    folder.resolved.write_text(folder.resolved.read_text().replace("units: 3", "units: 5"))
    with pytest.raises(RunError) as caught:
        mlpcli.evaluate(str(folder.path))
    assert "is not as training wrote it: something in it was changed" in caught.value.message


@pytest.mark.parametrize("name", ["model.json", "model.tflite", "resolved.yaml"])
def test_a_file_of_another_run_is_a_run_error(name: str, trained: Get, tmp_path: Path) -> None:
    folder = copied(trained(BLOBS), tmp_path)
    shutil.copy(trained(MOONS).folder.path / name, folder.path / name)
    with pytest.raises(RunError) as caught:
        mlpcli.evaluate(str(folder.path))
    assert str(folder.path / name) in caught.value.message


def test_a_run_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there are no runs in"):
        mlpcli.evaluate(runs=tmp_path)
