"""Runs scored on other rows than their own."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_diabetes, load_digits
from sklearn.metrics import classification_report, confusion_matrix, mean_absolute_error, r2_score

import mlpcli
from mlpcli.arguments import InvertMode
from mlpcli.config.config import Config
from mlpcli.config.load import load_resolved
from mlpcli.data.dataset import Dataset, Split
from mlpcli.errors import DataError, UsageError
from mlpcli.inference.prediction import ClassPrediction, ValuePrediction
from mlpcli.workflows.run.evaluation import Evaluation
from mlpcli.workflows.train import TrainedRun
from tests.data.loading import load
from tests.workflows.trainings import AND, BLOBS, DIABETES, DIGITS, MOONS, Recorder, train

Get = Callable[[str], TrainedRun]
PENALIZED = """\
data: {source: moons, rows: 700, validation: 0.2, test: 0.5}
layers:
  - Dense: {units: 4, activation: tanh, activity_regularizer: L2, kernel_regularizer: L1}
  - Dense: {units: 1, activation: sigmoid}
training: {epochs: 1, baselines: false}
"""
OWN = """\
data: {source: arrays, path: rows.npz, test: 0.2}
layers: [{Dense: {units: 2, activation: softmax}}]
training: {epochs: 1, baselines: false}
"""


def dataset_of(run: TrainedRun) -> Dataset:
    config: Config = load_resolved(run.folder.resolved).config
    return load(config.data, config.seed)


def saved(folder: Path, split: Split) -> Path:
    np.savez(folder / "rows.npz", x=split.inputs, y=split.targets)
    return folder / "rows.npz"


def evaluate(run: TrainedRun, data: Path, **more: Any) -> Evaluation:
    return mlpcli.evaluate(str(run.folder.path), data=data, **more)


def predictions(run: TrainedRun, data: Path) -> list[Any]:
    answers = mlpcli.predict([str(data)], str(run.folder.path), invert="never")
    return [answer for batch in answers.batches for answer in batch.predictions]


def without_baseline(found: Evaluation) -> Evaluation:
    return replace(found, split=None, data=None, baseline={}, baselines={}, comparison=None)


@pytest.mark.parametrize("split", ["train", "test"])
@pytest.mark.parametrize(
    "text",
    [BLOBS, MOONS, DIABETES, DIGITS, PENALIZED],
    ids=["classification", "binary", "regression", "images", "penalized"],
)
def test_the_rows_of_a_split_have_the_figures_of_the_split(
    text: str, split: Literal["train", "test"], trained: Get, tmp_path: Path
) -> None:
    run = trained(text)
    rows = dataset_of(run).split(split) or dataset_of(run).train
    own = mlpcli.evaluate(str(run.folder.path), split if split in run.record.rows else "train")
    found = evaluate(run, saved(tmp_path, rows))
    assert (found.split, found.data) == (None, str(tmp_path / "rows.npz"))
    assert without_baseline(found) == without_baseline(own)


def test_tensorflow_gives_the_same_figures_where_there_is_no_model(
    interrupted: Any, trained: Get, tmp_path: Path
) -> None:
    path = saved(tmp_path, dataset_of(trained(BLOBS)).train)
    told = Recorder()
    found = mlpcli.evaluate(str(interrupted.path), data=path, watcher=told)
    assert without_baseline(found) == without_baseline(mlpcli.evaluate(str(interrupted.path), "train"))
    assert any("needs TensorFlow" in notice for notice in told.notices)


def test_a_classification_has_the_figures_of_scikit_learn(trained: Get, tmp_path: Path) -> None:
    run = trained(BLOBS)
    generator = np.random.default_rng(5)
    rows = Split(generator.normal(1.5, 2, (300, 2)).astype("f4"), generator.integers(0, 3, 300))
    path = saved(tmp_path, rows)
    found = evaluate(run, path)
    answered = [int(one.label) for one in predictions(run, path) if isinstance(one, ClassPrediction)]
    report = classification_report(rows.targets, answered, output_dict=True, zero_division=0)
    assert found.metrics["accuracy"] == pytest.approx(report["accuracy"], rel=1e-6)
    assert found.metrics["macro_f1"] == pytest.approx(report["macro avg"]["f1-score"])
    for name, scores in found.per_class.items():
        theirs = report[name]
        assert (scores.precision, scores.recall, scores.f1, scores.support) == pytest.approx(
            (theirs["precision"], theirs["recall"], theirs["f1-score"], theirs["support"])
        )
    assert np.array_equal(found.confusion_matrix, confusion_matrix(rows.targets, answered))
    assert found.baseline == {"accuracy": np.bincount(rows.targets).max() / 300}


def test_a_regression_has_the_figures_of_scikit_learn(trained: Get, tmp_path: Path) -> None:
    run = trained(DIABETES)
    inputs, targets = load_diabetes(return_X_y=True)
    path = saved(tmp_path, Split(inputs[:50] * 2, targets[:50]))
    found = evaluate(run, path)
    answered = [one.values[0] for one in predictions(run, path) if isinstance(one, ValuePrediction)]
    assert found.metrics["mae"] == pytest.approx(mean_absolute_error(targets[:50], answered))
    assert found.metrics["r2"] == pytest.approx(r2_score(targets[:50], answered))
    assert found.baseline["r2"] == pytest.approx(0)


@pytest.fixture
def digits(tmp_path: Path) -> tuple[Path, Path]:
    """The same 40 digits in folders by class, and in an archive in the same order."""
    digits = load_digits()
    order = np.argsort(digits.target[:40], kind="stable")
    pixels = (digits.images[:40] * 255 / 16).astype(np.uint8)
    for number in order:
        folder = tmp_path / "digits" / str(digits.target[number])
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels[number]).save(folder / f"{number:02}.png")
    return tmp_path / "digits", saved(tmp_path, Split(pixels[order], digits.target[order]))


def test_a_folder_of_images_has_the_figures_of_their_pixels(digits: tuple[Path, Path], trained: Get) -> None:
    folder, archive = digits
    found, wanted = evaluate(trained(DIGITS), folder), evaluate(trained(DIGITS), archive)
    assert found.data == str(folder)
    assert replace(found, data=wanted.data) == wanted
    assert found.metrics["accuracy"] > 0.6


def test_a_file_and_its_targets_have_the_figures_of_an_archive(trained: Get, tmp_path: Path) -> None:
    run = trained(BLOBS)
    rows = dataset_of(run).train
    np.save(tmp_path / "x.npy", rows.inputs)
    np.save(tmp_path / "y.npy", np.eye(3)[rows.targets])
    found = evaluate(run, tmp_path / "x.npy", targets=tmp_path / "y.npy")
    assert without_baseline(found) == without_baseline(evaluate(run, saved(tmp_path, rows)))


def test_swapped_images_are_scored_as_they_are_and_told_of(digits: tuple[Path, Path], trained: Get) -> None:
    folder, _ = digits
    wanted = evaluate(trained(DIGITS), folder)
    for path in folder.rglob("*.png"):
        Image.fromarray(255 - np.asarray(Image.open(path))).save(path)
    told = Recorder()
    found = evaluate(trained(DIGITS), folder, watcher=told)
    assert found.metrics["accuracy"] < wanted.metrics["accuracy"]
    assert told.notices == [
        f"the images of {folder} look inverted compared with the training images; "
        "--invert auto swaps their black and white"
    ]
    told = Recorder()
    back = evaluate(trained(DIGITS), folder, invert="auto", watcher=told)
    assert back == wanted
    assert told.notices == [
        "black and white were swapped in 40 of 40 images; --invert never keeps them as they are"
    ]


@pytest.mark.parametrize("invert", ["never", "auto"])
def test_swapped_pixels_of_an_array_are_told_of_with_what_swaps_them(
    invert: InvertMode, trained: Get, tmp_path: Path
) -> None:
    run = trained(DIGITS)
    test = dataset_of(run).test
    assert test
    wanted = evaluate(run, saved(tmp_path, test))
    swapped = saved(tmp_path, replace(test, inputs=255 - test.inputs))
    told = Recorder()
    evaluate(run, swapped, invert=invert, watcher=told)
    assert told.notices == [
        f"the images of {swapped} look inverted compared with the training images; "
        "--invert always swaps their black and white"
    ]
    assert evaluate(run, swapped, invert="always").metrics == wanted.metrics


def test_classes_without_rows_are_told(digits: tuple[Path, Path], trained: Get) -> None:
    folder, _ = digits
    shutil.rmtree(folder / "3")
    told = Recorder()
    assert evaluate(trained(DIGITS), folder, watcher=told).per_class["3"].support == 0
    assert told.notices == [
        f"{folder} has no rows of these classes: 3. Their scores are 0, which lowers macro_f1; "
        "add rows of them if you have any"
    ]


def test_the_data_of_the_run_need_not_be_there(tmp_path: Path) -> None:
    np.savez(tmp_path / "rows.npz", x=np.random.default_rng(0).normal(size=(40, 3)), y=np.arange(40) % 2)
    run = train(tmp_path, OWN)
    (tmp_path / "rows.npz").rename(tmp_path / "moved.npz")
    with pytest.raises(DataError):
        mlpcli.evaluate(str(run.folder.path))
    assert evaluate(run, tmp_path / "moved.npz").rows == 40


def test_rows_are_scored_a_batch_at_a_time(trained: Get, tmp_path: Path) -> None:
    class Scored(Recorder):
        def __init__(self) -> None:
            super().__init__()
            self.done: list[tuple[int, int]] = []

        def scored(self, rows: int, total: int) -> None:
            self.done.append((rows, total))

    np.savez(tmp_path / "rows.npz", x=np.zeros((600, 2)), y=np.arange(600) % 3)
    told = Scored()
    evaluate(trained(BLOBS), tmp_path / "rows.npz", watcher=told)
    assert told.done == [(256, 600), (512, 600), (600, 600)]


@pytest.mark.parametrize(
    ("arguments", "message", "fix"),
    [
        (
            {"split": "test", "data": "x.npz"},
            "found both --data x.npz and --split test, expected one of them",
            "leave one of the two out",
        ),
        ({"targets": "y.npy"}, "--targets needs --data", "add --data PATH, or leave --targets out"),
        ({"invert": "auto"}, "--invert needs --data", "add --data PATH, or leave --invert out"),
    ],
)
def test_arguments_that_exclude_each_other_are_a_usage_error(
    arguments: dict[str, Any], message: str, fix: str, trained: Get
) -> None:
    with pytest.raises(UsageError) as caught:
        mlpcli.evaluate(str(trained(AND).folder.path), **arguments)
    assert (caught.value.message, caught.value.fix) == (message, fix)


def test_nothing_is_scored_before_the_data_fits(trained: Get, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        evaluate(trained(BLOBS), tmp_path / "none.npz")
    assert caught.value.exit_code == 3
