from dataclasses import replace

import numpy as np
import pytest

from mlpcli.diagnosis.diagnose import ILLNESSES, diagnose
from tests.diagnosis.made import DIABETES, MOONS, classified, evidence, falling, predicted, straight


@pytest.mark.parametrize(("second", "found"), [(1.28, ["stopped_too_early"]), (1.7, [])])
def test_two_epochs_stopped_too_early_if_the_second_is_far_better(second: float, found: list[str]) -> None:
    losses = [2.11, second + 0.3], [1.82, second]
    ill = evidence(MOONS.replace("20", "2"), *losses, 0.7, **classified([[80, 20], [20, 80]]))
    diagnoses = diagnose(ill)
    assert [one.name for one in diagnoses] == found
    if found:
        assert diagnoses[0].evidence == ("from epoch 1 on it fell from 1.82, in 100% of the epochs",)
        assert diagnoses[0].changes == ("training.epochs=8",)


@pytest.mark.parametrize(
    ("weights", "accuracies", "found"),
    [
        ("{0: 1, 1: 30}", (0.9, 0.9), []),
        ("{0: 1, 1: 30}", (0.99, 0.9), ["overfitting"]),
        ("{0: 1, 1: 1}", (0.9, 0.9), ["overfitting"]),
        ("balanced", (0.9, 0.9), []),
    ],
    ids=["uneven", "by accuracy too", "even", "balanced"],
)
def test_validation_loss_rises_while_a_class_of_more_weight_is_learned(
    weights: str, accuracies: tuple[float, float], found: list[str]
) -> None:
    text = MOONS.replace("epochs: 20", f"epochs: 20, class_weight: {weights}")
    rows = {"class_rows": np.array([680, 40])}
    ill = evidence(text, falling(0.69, 0.1), [0.3, 0.2, *straight(0.2, 0.9, 18)], accuracies[0], **rows)
    assert ill.curves is not None
    curves = replace(ill.curves, val_accuracy=np.full(20, accuracies[1]))
    assert [one.name for one in diagnose(replace(ill, curves=curves))] == found


_ALARMS = {"overfitting", "best_weights_kept"}


@pytest.mark.parametrize(
    ("rows", "accuracy", "others", "found"),
    [
        (28, 1.0, [27, 27], set()),
        (28, 1.0, [28, 27], set()),
        (28, 1.0, [27, 25], _ALARMS),
        (28, 1.0, [26, 26], _ALARMS),
        (7, 0.96, [7, 6], set()),
        (280, 1.0, [270, 270], _ALARMS),
    ],
    ids=["the same", "one", "two", "two from the start", "seven rows", "many rows"],
)
def test_one_row_of_few_is_not_learned_by_heart(
    rows: int, accuracy: float, others: list[int], found: set[str]
) -> None:
    ill = evidence(MOONS, falling(0.69, 0.01), [0.3, 0.2, *straight(0.2, 0.9, 18)], accuracy)
    assert ill.curves is not None
    shares = np.array([others[0]] * 10 + [others[1]] * 10) / rows
    held = replace(ill, curves=replace(ill.curves, val_accuracy=shares), rows={"validation": rows})
    assert {name for name in _ALARMS if ILLNESSES[name](held) is not None} == found


@pytest.mark.parametrize(("last", "found"), [(0.028, False), (-0.2, True)])
def test_a_loss_that_is_flat_near_0_is_not_still_falling(last: float, found: bool) -> None:
    fallen = [0.6, 0.35, 0.2, 0.14, 0.09, 0.07, 0.05, 0.045, 0.04, 0.036]
    losses = fallen + straight(0.034, last, 10)
    made = evidence(DIABETES, losses, losses, **predicted(0.5, 54, 77))
    assert ("stopped_too_early" in [one.name for one in diagnose(made)]) is found
