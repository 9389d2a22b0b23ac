from dataclasses import replace

import numpy as np
import pytest

from mlpcli.baselines.baseline import Baseline
from mlpcli.diagnosis.diagnose import ILLNESSES
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.diagnosis.learned_by_heart import has_harder_rows, learns_by_heart
from tests.diagnosis.made import DIABETES, MOONS, evidence, falling, predicted, straight

_ALARM, _ANSWER = "overfitting", "validation_above_training"


def test_two_small_losses_are_not_learned_by_heart() -> None:
    losses = straight(6000, 270), straight(6000, 363)
    assert not learns_by_heart(evidence(DIABETES, *losses, **predicted(0.9, 19, 77)))
    losses = falling(6000, 2000), falling(6000, 3500)
    assert learns_by_heart(evidence(DIABETES, *losses, **predicted(0.4, 60, 77)))


def test_what_is_right_by_chance_is_not_learned_by_heart() -> None:
    made = evidence(MOONS, falling(0.7, 0.68), falling(0.7, 0.7), class_rows=np.array([360, 360]))
    assert made.curves is not None
    for right, expected in ((0.56, False), (0.95, True)):
        curves = replace(made.curves, accuracy=np.full(20, right), val_accuracy=np.full(20, 0.48))
        assert learns_by_heart(replace(made, curves=curves)) is expected


def of_numbers(
    loss: list[float], val_loss: list[float], rows: int = 80, test: float = 0.8, test_rows: int = 200
) -> Evidence:
    """Losses of standardized numbers, so many validation rows, and the loss of test rows."""
    mean = {"mean": Baseline({"rmse": 1.0}, 100, 100, 0.0)}
    splits = {
        "validation": HeldBack("validation", rows, {"loss": min(val_loss)}, None, mean),
        "test": HeldBack("test", test_rows, {"loss": test, "r2": 1 - test, "rmse": test**0.5}, None, mean),
    }
    counts = {"train": 720, "validation": rows, "test": test_rows}
    return evidence(DIABETES, loss, val_loss, splits=splits, rows=counts)


_FALLING_TOGETHER = straight(1.35, 0.66), straight(3.49, 1.85)
_LATER_ROWS = falling(1.29, 0.05), falling(1.49, 0.7)
_BY_HEART = straight(0.9, 0.1), falling(0.95, 0.8)
_KNOWN_BEFORE = falling(0.3, 0.01), falling(0.9, 0.6)
_TURNING = falling(0.9, 0.01), [0.9, 0.6, 0.4, *straight(0.3, 0.4, 17)]
_ON_THE_WAY = straight(0.9, 0.1), [0.9, *straight(0.9, 2.5, 14), 1.5, *([0.8] * 4)]


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (of_numbers(*_FALLING_TOGETHER), {_ANSWER}),
        (of_numbers(*_LATER_ROWS), {_ANSWER}),
        (of_numbers(*_BY_HEART), {_ALARM}),
        (of_numbers(*_KNOWN_BEFORE), {_ALARM}),
        (of_numbers(*_ON_THE_WAY), {_ALARM}),
        (of_numbers(*_BY_HEART, test=0.3), {_ANSWER}),
        (of_numbers(*_BY_HEART, test=0.3, test_rows=79), {_ALARM}),
        (of_numbers(*_TURNING, test=0.2), {_ALARM}),
        (of_numbers(*_BY_HEART, rows=6, test_rows=5), {_ANSWER}),
        (of_numbers(*_BY_HEART, rows=6, test=0.3), {_ANSWER}),
        (of_numbers(*_BY_HEART, rows=10), {_ALARM}),
        (of_numbers(*_BY_HEART, rows=6, test=1.3), {_ALARM}),
    ],
    ids=[
        "above from the start",
        "later rows",
        "by heart",
        "known after an epoch",
        "high on the way",
        "harder than test rows",
        "few test rows",
        "turns",
        "few numbers",
        "few numbers, low in test",
        "not so few",
        "few numbers, high in test",
    ],
)
def test_a_loss_far_above_is_no_alarm_where_rows_are_harder(made: Evidence, found: set[str]) -> None:
    assert {one for one in (_ALARM, _ANSWER) if ILLNESSES[one](made) is not None} == found


@pytest.mark.parametrize(("rows", "found"), [(300, {_ANSWER}), (299, {_ALARM})])
def test_many_rows_of_few_weights_are_not_learned_by_heart(rows: int, found: set[str]) -> None:
    text = MOONS.replace("  - Dense: {units: 32, activation: relu}\n", "")
    made = evidence(text, falling(0.7, 0.2), [0.6, 0.5, *straight(0.5, 0.65, 18)], 0.95)
    many = replace(made, rows={"train": rows, "validation": 80})
    assert {one for one in (_ALARM, _ANSWER, "best_weights_kept") if ILLNESSES[one](many)} == found


def test_harder_rows_are_not_less_well_known() -> None:
    assert learns_by_heart(of_numbers(*_BY_HEART))
    made = of_numbers(*_FALLING_TOGETHER)
    assert has_harder_rows(made)
    assert not learns_by_heart(made)


def test_how_harder_rows_are_seen_is_told() -> None:
    found = ILLNESSES[_ANSWER](of_numbers(*_FALLING_TOGETHER, rows=6, test=0.7))
    assert found is not None
    assert found.headline.startswith("validation loss ends at 1.85, far above training loss at 0.66")
    assert found.evidence == (
        "test loss 0.7, validation loss 1.85, both with the weights of epoch 20",
        "in epoch 1 validation loss was 3.49, and training loss 1.35",
        "of 6 validation rows one may be all that it is of",
        "the 6 validation rows, as drawn by chance, may be harder than the training rows",
    )
