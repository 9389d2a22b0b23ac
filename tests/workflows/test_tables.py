"""From a csv to a run: trained, resumed, scored, and refused where the file has changed."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

import mlpcli
from mlpcli.errors import DataError, UsageError
from mlpcli.workflows.train import TrainedRun
from tests.data.sources.test_table import GOOD
from tests.workflows.resumed import assert_goes_on_to_the_last_bit
from tests.workflows.trainings import Recorder, train

PEOPLE = """\
seed: 2
data: {source: table, path: people.csv, target: class}
layers:
  - Dense: {units: 8, activation: relu}
  - Dense: {units: 1, activation: sigmoid}
optimizer: {Adam: {learning_rate: 0.05}}
training: {epochs: 3, batch_size: 16, class_weight: balanced, baselines: false}
"""


def trained_in(folder: Path, *overrides: str, **more: object) -> TrainedRun:
    (folder / "people.csv").write_text(GOOD)
    return train(folder, PEOPLE, *overrides, **more)


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> TrainedRun:
    """A run of PEOPLE with its baselines, not to be changed."""
    return trained_in(tmp_path_factory.mktemp("straight"), "training.baselines=true")


def test_a_table_is_trained_on_and_told_about(tmp_path: Path) -> None:
    watcher = Recorder()
    run = trained_in(tmp_path, watcher=watcher)
    assert run.record.rows == {"train": 43, "validation": 5, "test": 12}
    assert run.record.dataset == "people.csv"
    assert run.evaluations["test"].per_class.keys() == {"old", "young"}
    assert watcher.notices == list(run.record.notices)
    assert "people.csv: left out: note has 60 different texts" in watcher.notices[0]


def test_a_run_is_scored_again_with_the_same_figures(straight: TrainedRun) -> None:
    for split in ("validation", "test"):
        again = mlpcli.evaluate(str(straight.folder.path), split)  # type: ignore[arg-type]
        assert again == straight.evaluations[split]
    assert np.isfinite(straight.evaluations["test"].metrics["loss"])


@pytest.mark.usefixtures("every_epoch")
def test_an_interrupted_training_on_a_table_goes_on_to_the_last_bit(
    tmp_path: Path, straight: TrainedRun
) -> None:
    assert_goes_on_to_the_last_bit(trained_in, tmp_path, straight)


def test_predictions_stand_beside_the_columns_of_the_file(straight: TrainedRun, tmp_path: Path) -> None:
    # The columns in another order, and without the target.
    turned = [line.split(",")[-2::-1] for line in GOOD.splitlines()]
    rows = tmp_path / "rows.csv"
    rows.write_text("".join(",".join(cells) + "\n" for cells in turned))
    answers = mlpcli.predict(rows, str(straight.folder.path))
    assert answers.columns == tuple(turned[0])
    found = [one for batch in answers.batches for one in batch.predictions]
    assert [one.cells for one in found] == [tuple(cells) for cells in turned[1:]]


def test_a_typed_row_is_predicted(straight: TrainedRun) -> None:
    cells = ["age=30", "sex=male", "member=no", "born=2020-01-01"]
    assert mlpcli.predict(cells, str(straight.folder.path)).total == 1


def test_a_run_is_scored_on_another_table(straight: TrainedRun, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(GOOD)
    found = mlpcli.evaluate(str(straight.folder.path), data=other)
    answers = mlpcli.predict(other, str(straight.folder.path))
    labels = [one.label for batch in answers.batches for one in batch.predictions]  # type: ignore[union-attr]
    true = [line.rsplit(",", 1)[1] for line in GOOD.splitlines()[1:]]
    assert (found.rows, found.data) == (60, str(other))
    assert found.metrics["accuracy"] == np.mean(np.array(labels) == np.array(true))
    with pytest.raises(UsageError, match="whose columns have the targets"):
        mlpcli.evaluate(str(straight.folder.path), data=other, targets="y.npy")


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    run = trained_in(tmp_path)
    (tmp_path / "people.csv").write_text(GOOD.replace("yes", "no", 1))
    with pytest.raises(DataError, match=r"people\.csv is not the data that"):
        mlpcli.evaluate(str(run.folder.path))


def test_bad_data_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(GOOD + "9,x,male,no,,,old\n")
    with pytest.raises(DataError, match="column age: found 'x' in line 62"):
        train(tmp_path, PEOPLE)
    assert not (tmp_path / "runs").exists()


# Keras hands its variables to NumPy in a way that NumPy 2 warns of.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_an_export_takes_encoded_rows_and_names_their_columns(straight: TrainedRun, tmp_path: Path) -> None:
    path = tmp_path / "people.keras"
    exported = mlpcli.export(str(straight.folder.path), "keras", output=path)
    assert exported.comparison is not None and exported.comparison.is_same
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read("mlpcli.json"))
    assert told["columns"][:3] == ["age", "age missing", "member"]
    assert len(told["columns"]) == told["shape"][0]


def test_no_script_of_a_file_that_has_changed_its_columns(tmp_path: Path) -> None:
    run = trained_in(tmp_path)
    (tmp_path / "people.csv").write_text(GOOD.replace("female", "woman", 9))
    with pytest.raises(DataError, match=r"people\.csv is not the data that"):
        mlpcli.export(str(run.folder.path), "script", output=tmp_path / "script.py")
    assert not (tmp_path / "script.py").exists()
