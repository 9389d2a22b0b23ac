from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

import mlpcli
from mlpcli.errors import DataError
from mlpcli.inference.prediction import ClassPrediction, Prediction, ValuePrediction
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import AND, BLOBS, DIABETES, DIGITS

Get = Callable[[str], TrainedRun]
Mode = Literal["auto", "always", "never"]


def answers(inputs: list[str], run: TrainedRun, invert: Mode = "auto") -> tuple[list[Prediction], int]:
    found = mlpcli.predict(inputs, str(run.folder.path), invert=invert)
    batches = list(found.batches)
    predictions = [answer for batch in batches for answer in batch.predictions]
    return predictions, sum(batch.inverted for batch in batches)


def labels(inputs: list[str], run: TrainedRun, invert: Mode = "auto") -> list[str]:
    found, _ = answers(inputs, run, invert)
    return [answer.label for answer in found if isinstance(answer, ClassPrediction)]


def test_numbers_are_answered_in_their_order(trained: Get) -> None:
    found, _ = answers(["1,1", "1,0", "0,1", "0,0"], trained(AND))
    assert [answer.input for answer in found] == ["1,1", "1,0", "0,1", "0,0"]
    assert labels(["1,1", "1,0", "0,1", "0,0"], trained(AND)) == ["1", "0", "0", "0"]


def test_one_probability_becomes_two(trained: Get) -> None:
    ((answer,), _) = answers(["1,1"], trained(AND))
    assert isinstance(answer, ClassPrediction)
    assert (answer.confidence, answer.probabilities) == (1.0, (0.0, 1.0))


def test_an_array_file_is_answered_row_by_row(trained: Get, tmp_path: Path) -> None:
    np.save(tmp_path / "rows.npy", np.array([[0, 0], [4, 0], [0, 4]], np.float32) * 3)
    found, _ = answers([str(tmp_path / "rows.npy")], trained(BLOBS))
    assert [answer.input for answer in found] == [f"{tmp_path / 'rows.npy'}[{row}]" for row in range(3)]


def test_a_regression_answers_numbers(trained: Get, tmp_path: Path) -> None:
    np.save(tmp_path / "rows.npy", np.zeros((2, 10), np.float32))
    found, _ = answers([str(tmp_path / "rows.npy")], trained(DIABETES))
    assert all(isinstance(answer, ValuePrediction) and len(answer.values) == 1 for answer in found)


@pytest.fixture
def photos(tmp_path: Path) -> tuple[Path, list[str]]:
    """A folder of 20 digits, white on black, and what they are."""
    folder = tmp_path / "photos"
    folder.mkdir()
    digits = load_digits()
    for number in range(20):
        pixels = (digits.images[number] * 255 / 16).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:02}.png")
    return folder, [str(label) for label in digits.target[:20]]


def test_a_folder_of_images_is_answered_in_the_order_of_names(
    trained: Get, photos: tuple[Path, list[str]]
) -> None:
    folder, wanted = photos
    found = labels([str(folder)], trained(DIGITS))
    assert sum(a == b for a, b in zip(found, wanted, strict=True)) >= 14


def test_black_on_white_is_turned_over_unless_told_otherwise(
    trained: Get, photos: tuple[Path, list[str]]
) -> None:
    folder, _ = photos
    run = trained(DIGITS)
    plain = labels([str(folder)], run, "never")
    for path in folder.iterdir():
        Image.fromarray(255 - np.asarray(Image.open(path))).save(path)
    _, inverted = answers([str(folder)], run)
    assert inverted >= 18
    assert labels([str(folder)], run, "always") == plain


def test_an_input_that_is_not_there_is_found_before_any_answer(trained: Get) -> None:
    with pytest.raises(DataError) as caught:
        list(mlpcli.predict(["1,0", "nowhere.png"], str(trained(AND).folder.path)).batches)
    assert "there is no file 'nowhere.png'" in caught.value.message


def test_the_answers_say_whose_they_are(trained: Get) -> None:
    run = trained(AND)
    found = mlpcli.predict(["1,0"], "latest", runs=run.folder.path.parent)
    assert (found.run, found.description.facts.classes) == (run.record.id, ("0", "1"))
