from dataclasses import replace

import numpy as np
import pytest

from mlpcli.baselines.baseline import Baseline
from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.diagnosis.illnesses.baselines import no_better_than_baseline
from tests.diagnosis.made import (
    DIABETES,
    MOONS,
    SKEWED,
    classified,
    evidence,
    falling,
    scored,
    straight,
)

_LINEAR = MOONS.replace("  - Dense: {units: 32, activation: relu}\n", "")
_FLAT, _STEEP = falling(0.7, 0.4), straight(0.7, 0.4)
_OTHERS = {"most_frequent": 0.5}


def beaten(
    text: str, by: str, losses: tuple[list[float], list[float]] = (_FLAT, _FLAT), accuracy: float = 0.8
) -> Diagnosis:
    """What is said of a network that has 80 % of the test rows right, and the other model 92 %."""
    figures = classified([[80, 20], [20, 80]], _OTHERS | {by: 0.92})
    made = evidence(text, *losses, accuracy, **figures, class_rows=np.array([360, 360]))
    assert made.curves is not None
    curves = replace(made.curves, val_accuracy=np.full(len(made.curves), 0.8))
    found = no_better_than_baseline(replace(made, curves=curves))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("found", "advice", "first"),
    [
        (beaten(_LINEAR, "gradient_boosting"), "hidden layers, where inputs act together", "layers=["),
        (beaten(_LINEAR, "logistic_regression"), "more epochs", "training.epochs=60"),
        (
            beaten(_LINEAR.replace("Adam:", "SGD:"), "logistic_regression"),
            "Adam at its usual rate, and more epochs",
            "optimizer={Adam: ",
        ),
        (beaten(MOONS, "gradient_boosting"), "wider hidden layers", "layers.0.Dense.units=128"),
        (beaten(MOONS, "gradient_boosting", (_STEEP, _STEEP)), "more epochs", "training.epochs=60"),
        (
            beaten(MOONS, "gradient_boosting", accuracy=0.99),
            "what makes learning by heart harder",
            "layers=[",
        ),
        (
            beaten(_LINEAR, "logistic_regression", accuracy=0.99),
            "what makes learning by heart harder",
            "layers.0.Dense.kernel_regularizer={L2: 0.01}",
        ),
    ],
    ids=["linear", "linear too", "slow", "too small", "on its way", "by heart", "linear by heart"],
)
def test_what_is_advised_follows_from_how_the_network_is_worse(
    found: Diagnosis, advice: str, first: str
) -> None:
    assert found.advice == advice
    assert found.changes[0].startswith(first)


@pytest.mark.parametrize(("rows", "expected"), [(12, []), (200, ["no_better_than_baseline"])])
def test_of_few_rows_it_is_bad_luck_to_be_no_better_than_a_guess(rows: int, expected: list[str]) -> None:
    quarter = rows // 4
    figures = classified([[quarter, quarter], [quarter, quarter]], _OTHERS)
    made = evidence(MOONS, falling(0.7, 0.6), falling(0.7, 0.6), 0.7, **figures)
    assert [one.name for one in diagnose(made)] == expected


_BALANCED = MOONS.replace("epochs: 20", "epochs: 20, class_weight: balanced")


def balanced(recall: float | None) -> Evidence:
    """A network that finds most rows of a rare class at the cost of others, and another model's mean
    recall; the other is better by accuracy and macro F1."""
    matrix = np.array([[760, 200], [6, 34]])
    guess = Baseline({"accuracy": 0.96, "macro_f1": 0.49, "macro_recall": 0.5}, 100, 100, 0.0)
    boosting = Baseline({"accuracy": 0.96, "macro_f1": 0.7, "macro_recall": recall}, 100, 100, 0.0)
    others = {"most_frequent": guess, "gradient_boosting": boosting}
    held = HeldBack("test", 1000, {"accuracy": 0.794, "macro_f1": 0.565}, matrix, others)
    rows = {"class_rows": np.array([960, 40])}
    losses = falling(0.7, 0.15), falling(0.7, 0.16)
    return evidence(_BALANCED, *losses, 0.8, splits={"test": held}, **rows)


@pytest.mark.parametrize(
    ("recall", "expected"), [(0.65, []), (0.88, []), (0.98, ["no_better_than_baseline"]), (None, [])]
)
def test_with_class_weights_models_are_compared_by_recall(recall: float | None, expected: list[str]) -> None:
    found = diagnose(balanced(recall))
    assert [one.name for one in found] == expected
    if expected:
        assert found[0].headline.endswith("the mean recall of the classes 0.980, the network has 0.821")
        assert "class weights cost accuracy on purpose, so it is not what is compared" in found[0].evidence


@pytest.mark.parametrize(
    ("training", "expected"),
    [
        ("loss: mean_absolute_error", []),
        ("loss: huber", []),
        ("metrics: [mean_absolute_error], checkpoint: {monitor: val_mean_absolute_error}", []),
        ("loss: mean_squared_error", ["unstandardized_targets", "no_better_than_baseline"]),
    ],
)
def test_numbers_are_compared_by_the_figure_of_the_evaluation(training: str, expected: list[str]) -> None:
    text = DIABETES.replace("epochs: 20", f"epochs: 20, {training}")
    made = evidence(text, falling(30, 19), falling(30, 20), target_spread=44.1, **scored())
    assert [one.name for one in diagnose(made)] == expected


def test_what_is_no_better_by_absolute_errors_is_told_with_them() -> None:
    text = DIABETES.replace("epochs: 20", "epochs: 20, loss: mean_absolute_error")
    figures = scored({**SKEWED, "network": {"mae": 24.6, "rmse": 40.1, "r2": 0.19}})
    losses = falling(30, 19), falling(30, 20)
    targets, guess = diagnose(evidence(text, *losses, target_spread=44.1, **figures))
    assert targets.headline.endswith("they vary by 44.1, and the network is off by 24.6")
    assert targets.evidence == ("mae on the test rows: 24.6; always giving the mean has 24.5",)
    assert guess.headline == "no better than always giving the mean: mae 24.5, the network has 24.6"


@pytest.mark.parametrize(("network", "expected"), [(26.0, []), (26.3, ["no_better_than_baseline"])])
def test_a_model_is_clearly_better_by_the_squares_of_errors(network: float, expected: list[str]) -> None:
    text = DIABETES.replace("epochs: 20", "epochs: 20, loss: mean_absolute_error")
    others = {"mean": {"mae": 40.0}, "linear_regression": {"mae": 23.9}}
    figures = scored({"network": {"mae": network, "rmse": 30.0, "r2": 0.5}, **others})
    assert [one.name for one in diagnose(evidence(text, falling(30, 19), **figures))] == expected


def test_classes_are_compared_by_the_f1_that_chooses_the_epoch() -> None:
    text = MOONS.replace("epochs: 20", "epochs: 20, metrics: [f1_score], checkpoint: {monitor: val_f1_score}")
    matrix = np.array([[920, 40], [10, 30]])
    guess = Baseline({"accuracy": 0.96, "macro_f1": 0.49, "macro_recall": 0.5}, 100, 100, 0.0)
    held = HeldBack("test", 1000, {"accuracy": 0.95, "macro_f1": 0.76}, matrix, {"most_frequent": guess})
    rows = {"class_rows": np.array([960, 40])}
    made = evidence(text, falling(0.3, 0.15), falling(0.3, 0.16), 0.95, splits={"test": held}, **rows)
    assert [one.name for one in diagnose(made)] == []


def test_weights_of_an_early_epoch_are_not_learned_by_heart() -> None:
    text = MOONS.replace("epochs: 20", "epochs: 20, checkpoint: {monitor: val_accuracy}")
    figures = classified([[80, 20], [20, 80]], _OTHERS | {"logistic_regression": 0.92})
    made = evidence(text, falling(0.7, 0.01), falling(0.7, 0.2), 0.99, **figures)
    assert made.curves is not None
    accuracy, others = np.array([0.7, 0.89, *[0.99] * 18]), np.array([0.7, 1.0, *[0.93] * 18])
    curves = replace(made.curves, accuracy=accuracy, val_accuracy=others)
    found = no_better_than_baseline(replace(made, curves=curves, class_rows=np.array([360, 360])))
    assert found is not None
    assert found.why == "The network has not learned what the simpler model finds in the same rows."
    assert found.changes == ("training.checkpoint.monitor=val_loss", "training.checkpoint.mode=min")


def test_epochs_of_a_loss_above_a_guess_were_not_learned_by_heart() -> None:
    losses = [900, 880, *straight(500, 300, 18)], [40, 30, *straight(45, 1100, 18)]
    made = evidence(MOONS, *losses, 0.51, class_rows=np.array([360, 360]))
    assert "best_weights_kept" not in [one.name for one in diagnose(made)]
