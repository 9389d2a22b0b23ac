from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import mlpcli
from mlpcli.errors import DataError, UsageError
from mlpcli.inference.prediction import ClassPrediction, ValuePrediction
from mlpcli.workflows.explain_input import ExplainedInput
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import AND, BLOBS, DIABETES, DIGITS, MOONS, write

Trained = Callable[[str], TrainedRun]
# More than one batch of each run's inputs.
INPUTS: dict[str, tuple[int, ...]] = {BLOBS: (2,), MOONS: (2,), DIABETES: (10,), DIGITS: (8, 8, 1), AND: (2,)}


def folder(trained: Trained, text: str) -> str:
    return str(trained(text).folder.path)


def explained(run: str, given: Any, **more: Any) -> ExplainedInput:
    return mlpcli.explain_input(run, given, **more)


def numbers(prediction: object) -> tuple[float, ...]:
    if isinstance(prediction, ClassPrediction):
        return prediction.probabilities
    assert isinstance(prediction, ValuePrediction)
    return prediction.values


@pytest.mark.parametrize("text", INPUTS, ids=lambda text: text[:30])
def test_the_numbers_are_those_of_predict(text: str, trained: Trained) -> None:
    run = folder(trained, text)
    rows = np.random.default_rng(0).uniform(0, 16, (3, *INPUTS[text])).astype(np.float32)
    expected = [one for batch in mlpcli.predict(rows, run).batches for one in batch.predictions]
    for number, wanted in enumerate(expected):
        found = explained(run, rows, row=number)
        assert found.name == wanted.input
        np.testing.assert_allclose(numbers(found.prediction), numbers(wanted), rtol=1e-6, atol=1e-6)
        # One layer hands on to the next, and the last one answers.
        for before, after in zip(found.layers, found.layers[1:], strict=False):
            assert after.given is before.after
        output = np.float32(numbers(found.prediction)[-1])
        assert output == pytest.approx(found.layers[-1].after[-1], rel=1e-6)


def test_a_layer_is_chosen_by_its_number_or_its_name(trained: Trained) -> None:
    run = folder(trained, BLOBS)
    assert explained(run, "1,0").position is None
    found = explained(run, "1,0", layer="1")
    assert found.position == explained(run, "1,0", layer="dense_1").position == 1
    assert [neuron.unit for neuron in found.arithmetic] == [0, 1, 2]
    assert found.neuron is None


def test_a_large_layer_is_not_written_out(trained: Trained) -> None:
    found = explained(folder(trained, DIGITS), np.zeros((8, 8, 1)), layer="1")
    assert found.arithmetic == ()


def test_a_unit_is_chosen_by_its_number(trained: Trained) -> None:
    found = explained(folder(trained, AND), "1,1", layer="0", unit=0)
    assert found.neuron is not None
    assert [(term.input, term.weight) for term in found.neuron.terms] == [(1, 0.5), (1, 0.5)]
    assert (found.neuron.bias, found.neuron.z) == (pytest.approx(-0.7), pytest.approx(0.3))
    assert (found.neuron.activation, found.neuron.value) == ("step", 1)


@pytest.mark.parametrize(
    ("chosen", "message", "fix"),
    [
        (
            {"layer": "2"},
            "--layer 2: there is no such layer",
            "number or the name of one: 0 dense, 1 dense_1",
        ),
        ({"unit": 0}, "--unit 0 says no layer", "write --layer too"),
        ({"layer": "0", "unit": 4}, "--unit 4: dense has 4 units, counted from 0", "from 0 to 3"),
        ({"layer": "0", "unit": -1}, "--unit -1: dense has 4 units", "from 0 to 3"),
        ({"row": 1}, "--row 1: there is one input, counted from 0", "write --row 0 or less"),
        ({"truth": "7"}, "--truth 7 is no class of the network: 0, 1, 2", "write a class, such as --truth 0"),
    ],
    ids=str,
)
def test_what_there_is_not_is_refused(
    chosen: dict[str, Any], message: str, fix: str, trained: Trained
) -> None:
    with pytest.raises(UsageError) as caught:
        explained(folder(trained, BLOBS), "1,0", **chosen)
    assert message in caught.value.message
    assert fix in caught.value.fix


def test_a_unit_that_the_only_one_is_not_is_refused(trained: Trained) -> None:
    with pytest.raises(UsageError, match="--unit 1: dense has 1 unit, counted from 0") as caught:
        explained(folder(trained, MOONS), "1,0", layer="0", unit=1)
    assert caught.value.fix == "write --unit 0"


def test_a_config_has_nothing_to_follow(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        explained(str(write(tmp_path, BLOBS)), "1,0")
    assert "is a config: without weights there is nothing to follow" in caught.value.message


def test_an_input_that_does_not_fit_is_refused_as_by_predict(trained: Trained) -> None:
    with pytest.raises(DataError, match="found 3 numbers, but the network takes 2"):
        explained(folder(trained, BLOBS), "1,0,5")


def test_the_first_of_several_inputs_is_followed_and_said(trained: Trained) -> None:
    found = explained(folder(trained, BLOBS), np.ones((3, 2)))
    assert found.notices == ("of 3 inputs this is the first; --row N follows another, counted from 0",)
    assert explained(folder(trained, BLOBS), np.ones((3, 2)), row=2).notices == ()


def test_a_picture_is_read_as_by_predict(trained: Trained, tmp_path: Path) -> None:
    path = tmp_path / "3" / "photo.png"
    path.parent.mkdir()
    Image.fromarray(np.full((20, 30), 255, np.uint8)).save(path)
    run = folder(trained, DIGITS)
    found = explained(run, path)
    (batch,) = mlpcli.predict(path, run).batches
    np.testing.assert_allclose(numbers(found.prediction), numbers(batch.predictions[0]), rtol=1e-6, atol=1e-6)
    assert found.notices == (
        "its black and white were swapped, as predict does",
        "it has other proportions than the training images: edges were cut off or margins added",
    )
    assert found.truth is not None
    assert (found.truth.label, found.truth.source) == ("3", "folder")


def test_a_truth_brings_the_loss(trained: Trained) -> None:
    run = folder(trained, BLOBS)
    assert explained(run, "1,0").loss == ()
    found = explained(run, "1,0", truth="2")
    probability = numbers(found.prediction)[2]
    values = [step.values for step in found.loss]
    assert values == [(pytest.approx(probability),), (pytest.approx(-np.log(probability), rel=1e-6),)]


def test_the_loss_of_a_regression(trained: Trained) -> None:
    found = explained(folder(trained, DIABETES), np.zeros(10), truth="100")
    (answer,) = numbers(found.prediction)
    error = abs(answer - 100)
    assert found.loss[-1].values == (pytest.approx(error - 0.5 if error > 1 else error**2 / 2, rel=1e-6),)


def test_a_stack_without_global_pooling_has_no_regions(trained: Trained) -> None:
    assert explained(folder(trained, BLOBS), "1,0").regions is None
