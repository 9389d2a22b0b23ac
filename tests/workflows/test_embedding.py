"""Numbers that are looked up, from the data of a training to what is predicted."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import mlpcli
from mlpcli.errors import DataError, RunError
from mlpcli.inference import model_description
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.train import TrainedRun
from tests.hostile.forging import reseal
from tests.workflows.trainings import BLOBS, train

WORDS = """\
data: {source: arrays, path: words.npz, validation: 0.2, test: 0.2}
layers:
  - Embedding: {input_dim: 12, output_dim: 3, mask_zero: true}
  - LSTM: {units: 2}
  - Dense: {units: 2, activation: {leaky_relu: {negative_slope: 0.1}}}
  - Softmax
training: {epochs: 1, baselines: false}
"""


def save(path: Path, highest: int = 11, fraction: float = 0.0) -> None:
    drawn = np.random.default_rng(0).integers(0, highest + 1, (60, 5)).astype(np.float32)
    drawn[3, 2] = highest + fraction
    np.savez(path, x=drawn, y=np.arange(60) % 2)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> TrainedRun:
    folder = tmp_path_factory.mktemp("words")
    save(folder / "words.npz")
    return train(folder, WORDS)


def test_the_network_answers_on_litert(run: TrainedRun) -> None:
    assert run.record.litert_problem is None
    (batch,) = mlpcli.predict(["1,2,3,0,0"], str(run.folder.path)).batches
    assert len(batch.predictions) == 1


def test_a_model_knows_what_it_can_look_up(run: TrainedRun, trained: Callable[[str], TrainedRun]) -> None:
    assert model_description.read(RunFolder(run.folder.path).model).indices_below == 12
    assert model_description.read(trained(BLOBS).folder.model).indices_below is None


@pytest.mark.parametrize("below", [None, 11, 2**40])
def test_a_model_that_looks_up_other_numbers_than_its_network_is_broken(
    below: int | None, run: TrainedRun, tmp_path: Path
) -> None:
    folder = RunFolder(shutil.copytree(run.folder.path, tmp_path / run.folder.id))
    reseal(folder.model, indices_below=below)
    told = f"{folder.model} and resolved.yaml disagree: indices_below"
    with pytest.raises(RunError) as caught:
        mlpcli.evaluate(str(folder.path))
    assert caught.value.message == told
    (verified,) = mlpcli.verify_runs([folder.path])
    assert told in verified.findings


@pytest.mark.parametrize("numbers", ["1,2,3,4,12", "1,2,3,4,0.5"])
def test_numbers_that_cannot_be_looked_up_are_a_data_error(run: TrainedRun, numbers: str) -> None:
    with pytest.raises(DataError) as caught:
        list(mlpcli.predict([numbers], str(run.folder.path)).batches)
    assert caught.value.message.endswith("Embedding looks up whole numbers from 0 to 11")


def test_other_data_is_checked_too(run: TrainedRun, tmp_path: Path) -> None:
    save(tmp_path / "other.npz", highest=14)
    with pytest.raises(DataError, match="Embedding looks up whole numbers from 0 to 11"):
        mlpcli.evaluate(str(run.folder.path), data=tmp_path / "other.npz")


@pytest.mark.parametrize(
    ("highest", "fraction", "fix"),
    [(14, 0.0, "write input_dim: 15"), (11, -0.5, "give whole numbers from 0, or remove Embedding")],
)
def test_training_rows_are_checked_before_a_run_begins(
    highest: int, fraction: float, fix: str, tmp_path: Path
) -> None:
    save(tmp_path / "words.npz", highest, fraction)
    with pytest.raises(DataError) as caught:
        train(tmp_path, WORDS)
    assert caught.value.fix == fix
    assert not list(tmp_path.glob("runs/*"))
