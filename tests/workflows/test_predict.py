from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

import mlpcli
from mlpcli.errors import DataError, UsageError
from mlpcli.inference.prediction import ClassPrediction, Prediction, Unanswered, ValuePrediction
from mlpcli.workflows.predict import Answers
from mlpcli.workflows.train import TrainedRun
from tests.data.preprocessing.drawings.shapes import seven
from tests.workflows.trainings import AND, BLOBS, DIABETES, DIGITS, DRAWN_DIGITS

Get = Callable[[str], TrainedRun]
Mode = Literal["auto", "always", "never"]


def answers(inputs: list[str], run: TrainedRun, invert: Mode = "auto") -> tuple[list[Prediction], int]:
    found = mlpcli.predict(inputs, str(run.folder.path), invert=invert)
    batches = list(found.batches)
    predictions = [answer for batch in batches for answer in batch.predictions]
    return predictions, sum(batch.images.inverted for batch in batches)


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


@pytest.fixture
def sheets(tmp_path: Path) -> list[str]:
    """A digit as in training, a drawing, an empty sheet and two drawings on one."""
    digit = np.pad(Image.fromarray((load_digits().images[0] * 15).astype(np.uint8)).resize((20, 20)), 4)
    both = np.concatenate([seven((100, 160), at=(20, 20)), seven((100, 160), at=(20, 20))], axis=1)
    pages = {"digit": digit, "drawing": seven()[..., 0], "empty": np.full((90, 90), 250), "two": both[..., 0]}
    for name, page in pages.items():
        Image.fromarray(page.astype(np.uint8)).save(tmp_path / f"{name}.png")
    return [str(tmp_path / f"{name}.png") for name in pages]


def test_every_sheet_says_how_it_was_read_and_only_one_drawing_is_answered(
    trained: Get, sheets: list[str]
) -> None:
    found, _ = answers(sheets, trained(DRAWN_DIGITS))
    assert [answer.drawing for answer in found] == ["as_is", "fitted", "empty", "several"]
    assert [isinstance(answer, Unanswered) for answer in found] == [False, False, True, True]


def test_never_answers_whatever_is_on_the_sheet(trained: Get, sheets: list[str]) -> None:
    run = str(trained(DRAWN_DIGITS).folder.path)
    (batch,) = mlpcli.predict(sheets, run, fit="never").batches
    assert [answer.drawing for answer in batch.predictions] == ["as_is", "resized", "resized", "resized"]
    assert batch.images.fitted == 0


def test_what_the_network_saw_is_saved(trained: Get, sheets: list[str], tmp_path: Path) -> None:
    run, seen = str(trained(DRAWN_DIGITS).folder.path), tmp_path / "seen"
    list(mlpcli.predict(sheets, run, save_inputs=seen).batches)
    assert sorted(path.name for path in seen.iterdir()) == [
        "digit.png",
        "drawing.png",
        "empty.png",
        "two.png",
    ]
    with Image.open(seen / "drawing.png") as image:
        assert image.size == (28, 28)
    # What was saved is what the network takes as it is, and answers alike.
    again, _ = answers([str(seen / "drawing.png")], trained(DRAWN_DIGITS))
    first, _ = answers([sheets[1]], trained(DRAWN_DIGITS))
    assert isinstance(again[0], ClassPrediction) and isinstance(first[0], ClassPrediction)
    assert again[0].label == first[0].label


def test_fitting_is_refused_where_training_images_have_no_frame(trained: Get) -> None:
    with pytest.raises(UsageError, match="have no frame to fit drawings to"):
        mlpcli.predict(["1,0"], str(trained(DIGITS).folder.path), fit="always")


def test_inputs_that_are_no_pictures_are_not_saved(trained: Get, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="takes 2 numbers, not 8-bit pixels"):
        mlpcli.predict(["1,0"], str(trained(AND).folder.path), save_inputs=tmp_path / "seen")


def test_arrays_in_memory_are_predicted_like_files(trained: Get, tmp_path: Path) -> None:
    rows = np.array([[0, 0], [4, 0], [0, 4]])
    np.save(tmp_path / "rows.npy", rows)
    path = str(trained(BLOBS).folder.path)

    def labels_of(inputs: Any) -> list[str]:
        batches = mlpcli.predict(inputs, path).batches
        return [
            one.label for batch in batches for one in batch.predictions if isinstance(one, ClassPrediction)
        ]

    wanted = labels_of([str(tmp_path / "rows.npy")])
    assert labels_of(rows) == labels_of(tmp_path / "rows.npy") == wanted
    assert labels_of([rows[0], "4,0", rows[2].astype(np.float64)]) == wanted


def test_an_array_in_memory_that_does_not_fit_is_refused(trained: Get) -> None:
    path = str(trained(BLOBS).folder.path)
    with pytest.raises(DataError, match=r"array has shape \(3, 5\); expected \(rows, 2\)"):
        mlpcli.predict(np.zeros((3, 5)), path)
    with pytest.raises(DataError, match="contains text"):
        mlpcli.predict(np.array([["a", "b"]]), path)
    with pytest.raises(DataError, match="is nan; expected finite"):
        list(mlpcli.predict(np.array([[np.nan, 0]]), path).batches)


@pytest.mark.parametrize(
    ("targets", "names"),
    [(("height", "age"), ("height", "age")), (("age",), ("value",)), (None, ("value_0", "value_1"))],
)
def test_several_targets_of_a_table_are_named_by_their_columns(
    targets: tuple[str, ...] | None, names: tuple[str, ...]
) -> None:
    table = targets and SimpleNamespace(targets=targets)
    description: Any = SimpleNamespace(
        preprocessing=SimpleNamespace(table=table, series=None), facts=SimpleNamespace(targets=len(names))
    )
    assert Answers("run", (), description, 0, iter(())).values == names
