from dataclasses import replace

import numpy as np
import pytest

from mlpcli.baselines.baseline import Baseline
from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.diagnosis.illnesses.baselines import no_better_than_baseline
from tests.diagnosis.made import MOONS, classified, evidence, falling, straight

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
