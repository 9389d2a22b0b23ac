"""Step counts, in steps or in epochs."""

import pytest
from pydantic_core import PydanticCustomError

from mlpcli.config.schedules import PiecewiseConstantDecay, RatesByEpoch, StepCount


@pytest.mark.parametrize(
    ("value", "steps"),
    [(0, 0), (1000, 1000), ("1 epoch", 40), ("10 epochs", 400), ("2.5 epochs", 100), ("0.1 epochs", 4)],
)
def test_steps_of_an_epoch_of_forty(value: object, steps: int) -> None:
    assert StepCount.parse(value).steps(40) == steps


def test_part_of_an_epoch_is_one_step_at_least() -> None:
    assert StepCount.parse("0.001 epochs").steps(3) == 1
    assert StepCount.parse("0 epochs").steps(3) == 0


@pytest.mark.parametrize(
    "value",
    [-1, 1.5, 1.0, True, None, "10", "ten epochs", "-1 epochs", "1e3 epochs", "1  epoch", "١ epochs", 10**13],
)
def test_anything_else_is_no_step_count(value: object) -> None:
    with pytest.raises(PydanticCustomError):
        StepCount.parse(value)


@pytest.mark.parametrize(
    "value", [0, 7, 10**12, "1 epoch", "10 epochs", "0.5 epochs", "123456.123456 epochs", "0.000001 epochs"]
)
def test_written_step_count_is_read_back(value: int | str) -> None:
    count = StepCount.parse(value)
    text = str(count)
    assert StepCount.parse(text if count.in_epochs else int(text)) == count


@pytest.mark.parametrize("boundaries", [[100, 200], ["2 epochs", "2.5 epochs"]])
def test_boundaries_share_one_unit(boundaries: list[object]) -> None:
    schedule = PiecewiseConstantDecay.model_validate({"boundaries": boundaries, "values": [3, 2, 1]})
    assert [str(boundary) for boundary in schedule.boundaries] == list(map(str, boundaries))


def test_the_rates_of_epochs_change_with_the_first_step_of_the_epoch() -> None:
    rates = RatesByEpoch.parse({"epoch 5": 0.1, "epoch 1": 1, "epoch 2": 0.5})
    assert rates.in_steps(4) == ([3, 15], [1.0, 0.5, 0.1])


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ({"1": 0.1, "4": 0.01}, "write {epoch 1: 0.1, epoch 4: 0.01}"),
        ({"0": 0.1, "4": 0.01}, "write {epoch 1: 0.1, epoch 5: 0.01}"),
        ({"epoch 4": 0.01}, "write {epoch 1: 0.01, epoch 4: 0.01}"),
        ({"epochs 4": 0.1}, "write {epoch 1: 0.01, epoch 4: 0.1}"),
        ({"epoch 1": "0.1"}, "write epoch 1: 0.001"),
        ({"epoch 1": -1}, "write epoch 1: 0.001"),
    ],
)
def test_other_rates_of_epochs_are_refused_with_what_was_meant(value: object, fix: str) -> None:
    assert RatesByEpoch.looks_like(value)
    with pytest.raises(PydanticCustomError) as caught:
        RatesByEpoch.parse(value)
    assert caught.value.context is not None
    assert caught.value.context["fix"] == fix
