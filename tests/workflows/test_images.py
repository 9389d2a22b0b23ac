"""A network for a user's own folder of images, from the folder to its predictions."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import mlpcli
from mlpcli.config.load import load_resolved
from mlpcli.errors import DataError
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.train import TrainedRun
from tests.data.pictures.picture_folders import fill, noise, save
from tests.identical import assert_same
from tests.workflows.ended import AfterTheFirstEpoch, only_run
from tests.workflows.trainings import Recorder, train

TEXT = """\
seed: 2
data: {{source: images, path: {path}, fit: pad}}
layers:
  - RandomFlip
  - RandomHue: {{factor: 0.2, value_range: [0, 1]}}
  - Conv2D: {{filters: 4, kernel_size: 3, activation: relu}}
  - GlobalAveragePooling2D
  - Dense: {{units: 3, activation: softmax}}
optimizer: {{Adam: {{learning_rate: 0.01}}}}
training: {{epochs: 3, batch_size: 8, baselines: false}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("photos") / "pets", "abc", rows=15, size=(70, 90))


@pytest.fixture(scope="module")
def run(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> TrainedRun:
    return train(tmp_path_factory.mktemp("run"), TEXT.format(path=folder))


def test_the_config_of_the_run_says_what_was_chosen(run: TrainedRun, folder: Path) -> None:
    data: Any = load_resolved(run.folder.resolved).config.data
    assert (data.path, data.size, data.color, data.fit) == (folder, (50, 64), "rgb", "pad")
    assert run.record.rows == {"train": 32, "validation": 4, "test": 9}


def test_a_folder_of_the_same_images_has_the_figures_of_the_split(
    run: TrainedRun, folder: Path, tmp_path: Path
) -> None:
    trained = train(
        tmp_path, TEXT.format(path=folder), "data.validation=0", "data.test=0", "training.epochs=1"
    )
    own = mlpcli.evaluate(str(trained.folder.path), "train")
    other = mlpcli.evaluate(str(trained.folder.path), data=folder)
    # Only the run's own splits are compared with baselines.
    assert replace(other, data=None) == replace(own, split=None, comparison=None)


def test_files_and_folders_are_predicted_by_the_names_of_the_classes(run: TrainedRun, folder: Path) -> None:
    found = mlpcli.predict([str(folder / "a")], str(run.folder.path))
    answers = [answer for batch in found.batches for answer in batch.predictions]
    assert len(answers) == 15
    assert {answer.label for answer in answers} <= {"a", "b", "c"}


def test_a_cut_training_resumes_to_the_same_bits(folder: Path, run: TrainedRun, tmp_path: Path) -> None:
    def interrupt(started: RunFolder) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(tmp_path, TEXT.format(path=folder), watcher=AfterTheFirstEpoch(interrupt))
    cut = only_run(tmp_path / "runs")
    mlpcli.resume(str(cut.path))
    assert_same(cut, run.folder)


def test_other_images_are_not_those_of_the_run(run: TrainedRun, folder: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(folder, moved)
    file = folder / "a" / "3.png"
    try:
        save(file, noise(12345, (70, 90)))
        with pytest.raises(DataError, match="pets is not the data that small-"):
            mlpcli.evaluate(str(run.folder.path))
    finally:
        shutil.copyfile(moved / "a" / "3.png", file)
    mlpcli.evaluate(str(run.folder.path))


def test_everything_about_the_folder_is_told_before_the_training(folder: Path, tmp_path: Path) -> None:
    watcher = Recorder()
    train(tmp_path, TEXT.format(path=folder), "training.epochs=0", watcher=watcher)
    assert watcher.notices[0] == (
        "images of 70x90 (height x width) are read as 50x64; data.size sets another size"
    )


def test_broken_images_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    pets = fill(tmp_path / "pets", "abc", rows=3)
    for name in ("a/1.png", "c/0.png"):
        (pets / name).write_bytes(b"text")
    with pytest.raises(DataError) as caught:
        train(tmp_path, TEXT.format(path=pets))
    assert caught.value.message == f"{pets}/a/1.png is not an image; {pets}/c/0.png is not an image"
    assert caught.value.exit_code == 3
    assert not (tmp_path / "runs").exists()
