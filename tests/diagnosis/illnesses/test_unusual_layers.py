from dataclasses import replace

import numpy as np
import pytest

from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from tests.diagnosis.ill import ILL
from tests.diagnosis.made import DIABETES, MOONS, classified, evidence, falling, predicted, straight

_BOTH = {"class_rows": np.array([360, 360])}
_LINEAR = MOONS.replace("32, activation: relu", "32", 1)
_ENDS_IN_RELU = DIABETES.replace("Dense: {units: 1}", "Dense: {units: 1, activation: relu}")
_ENDS_IN_SIGMOID = _ENDS_IN_RELU.replace("units: 1, activation: relu", "units: 1, activation: sigmoid")
_BOOSTING = {"most_frequent": 0.5, "gradient_boosting": 0.98}
_NONE_BETTER = {"most_frequent": 0.5, "gradient_boosting": 0.73}


def of_classes(text: str, right: int, baselines: dict[str, float], accuracy: float | None = None) -> Evidence:
    """A network that has so many of 100 test rows of each class right, and of the training rows."""
    known = right / 100 if accuracy is None else accuracy
    figures = classified([[right, 100 - right], [100 - right, right]], baselines)
    made = evidence(text, falling(0.72, 0.5), falling(0.72, 0.5), known, **figures, **_BOTH)
    assert made.curves is not None
    return replace(made, curves=replace(made.curves, val_accuracy=np.full(20, right / 100)))


def of_numbers(text: str, r2: float, baselines: dict[str, float]) -> Evidence:
    return evidence(
        text, falling(9000, 4000), falling(9000, 4000), **predicted(r2, 77 * (1 - r2) ** 0.5, 77, baselines)
    )


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (of_classes(_LINEAR, 72, _BOOSTING), ["unusual_layers"]),
        (of_classes(_LINEAR, 45, {"most_frequent": 0.5}), ["unusual_layers"]),
        (of_classes(_LINEAR, 72, {}), ["unusual_layers"]),
        (of_classes(_LINEAR, 90, {}), []),
        (of_classes(_LINEAR, 72, _NONE_BETTER), []),
        (of_classes(_LINEAR, 72, {}, accuracy=0.99), []),
        (of_classes(_LINEAR, 72, {}, accuracy=0.8), ["unusual_layers"]),
        (of_classes(MOONS, 72, _BOOSTING), ["underfitting"]),
        (of_numbers(_ENDS_IN_RELU, 0.31, {"linear_regression": 0.8}), ["unusual_layers"]),
        (of_numbers(_ENDS_IN_RELU, 0.31, {}), ["unusual_layers"]),
        (of_numbers(_ENDS_IN_RELU, 0.8, {}), []),
        (of_numbers(DIABETES, 0.31, {}), []),
        (replace(of_numbers(_ENDS_IN_RELU, 0.31, {}), target_range=(25.0, 346.0)), []),
        (replace(of_numbers(_ENDS_IN_RELU, 0.31, {}), target_range=(-1.0, 346.0)), ["unusual_layers"]),
        (replace(of_numbers(_ENDS_IN_RELU, -0.1, {}), target_range=(25.0, 346.0)), ["unusual_layers"]),
        (
            replace(of_numbers(_ENDS_IN_SIGMOID, -0.1, {}), target_range=(0.0, 1.0)),
            ["no_better_than_baseline"],
        ),
    ],
    ids=[
        "another model is better",
        "a guess is as good",
        "none to compare with",
        "enough is learned",
        "no model is better",
        "learned by heart",
        "a little better known",
        "nothing is unusual",
        "numbers",
        "numbers alone",
        "numbers, learned",
        "numbers, and nothing unusual",
        "targets in reach",
        "targets out of reach",
        "nothing but 0",
        "nothing learned",
    ],
)
def test_what_is_unusual_is_told_first_where_too_little_was_learned(
    made: Evidence, expected: list[str]
) -> None:
    assert [one.name for one in diagnose(made)] == expected


def only(made: Evidence) -> Diagnosis:
    (found,) = diagnose(made)
    return found


def test_the_words_are_those_of_explain_and_the_line_does_what_they_say() -> None:
    found = only(of_classes(_LINEAR, 72, _BOOSTING))
    assert found.headline == (
        "an unusual network has learned too little: layers[1] Dense: there is no activation between Dense in "
        "layers[0] and this Dense: two linear layers compute no more than one"
    )
    assert found.evidence == ("accuracy 0.720 on 200 test rows; gradient boosting has 0.980",)
    assert found.advice == "give layers[0] an activation, such as relu"
    assert found.changes == ("layers.0.Dense.activation=relu",)


def test_all_that_is_unusual_is_changed_at_once() -> None:
    found = only(of_numbers(_ENDS_IN_RELU.replace("16, activation: relu", "16"), 0.31, {}))
    assert "also unusual: layers[1] Dense: relu is the last activation" in found.evidence[0]
    assert found.changes == ("layers.0.Dense.activation=relu", "layers.1.Dense.activation=linear")


def test_a_loss_that_still_falls_is_no_cause_of_its_own() -> None:
    made = evidence(_LINEAR, straight(0.7, 0.4), straight(0.7, 0.42), 0.7, **_BOTH)
    assert [one.name for one in diagnose(made)] == ["stopped_too_early"]
    assert only(replace(made, **classified([[72, 28], [27, 73]]))).name == "unusual_layers"


@pytest.mark.parametrize(
    ("baselines", "severity"), [({"linear_regression": 0.8}, "severe"), ({}, "moderate")]
)
def test_what_no_other_model_shows_is_moderate(baselines: dict[str, float], severity: str) -> None:
    assert only(of_numbers(_ENDS_IN_RELU, 0.31, baselines)).severity == severity


@pytest.mark.parametrize("name", ["vanishing_gradient", "too_much_dropout"])
def test_what_has_an_illness_of_its_own_is_told_by_that(name: str) -> None:
    assert "unusual_layers" not in [one.name for one in diagnose(ILL[name]())]


_ERRORS = MOONS.replace("epochs: 20", "epochs: 20, loss: mean_squared_error")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (of_classes(_ERRORS, 80, {}), ["loss_of_numbers"]),
        (of_classes(_ERRORS, 80, _BOOSTING), ["loss_of_numbers"]),
        (of_classes(_ERRORS, 90, {}), []),
        (of_classes(_ERRORS, 72, _NONE_BETTER), []),
    ],
    ids=["alone", "another model is better", "enough is learned", "no model is better"],
)
def test_errors_of_probabilities_are_told_of_two_classes_too(made: Evidence, expected: list[str]) -> None:
    found = diagnose(made)
    assert [one.name for one in found] == expected
    assert all(one.changes == ("training.loss=auto",) for one in found)


def test_another_loss_needs_more_epochs_where_that_of_errors_still_falls() -> None:
    losses = straight(0.25, 0.17), straight(0.25, 0.18)
    made = evidence(_ERRORS, *losses, 0.8, **classified([[80, 20], [20, 80]]), **_BOTH)
    first, second = diagnose(made)
    assert first.advice == "write loss: auto, which is crossentropy here, and more epochs"
    assert first.changes == ("training.loss=auto", "training.epochs=60")
    assert second.name == "stopped_too_early"
