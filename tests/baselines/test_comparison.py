import math
from typing import Any

import pytest

from mlpcli.baselines.baseline import Baseline
from mlpcli.baselines.comparison import Comparison, compare, figure_compared
from mlpcli.network.plan import make_plan
from tests.facts import HOUSING, IRIS
from tests.network.layers import config


def baselines(figure: str, **values: float | None) -> dict[str, Baseline]:
    return {name: Baseline({figure: value}, 10, 10, 0.1) for name, value in values.items()}


ACCURACIES = baselines("accuracy", most_frequent=0.5, logistic_regression=0.8, gradient_boosting=0.9)
ERRORS = baselines("rmse", mean=5.0, linear_regression=3.0, gradient_boosting=4.0)


@pytest.mark.parametrize(("own", "better"), [(0.91, True), (0.9, False), (0.85, False), (math.nan, False)])
def test_a_network_is_compared_with_the_best(own: float, better: bool) -> None:
    found = compare({"accuracy": own}, ACCURACIES, "accuracy")
    assert found == Comparison("accuracy", "gradient_boosting", 0.9, better)


@pytest.mark.parametrize(("own", "better"), [(2.9, True), (3.0, False), (4.0, False), (math.inf, False)])
def test_of_an_error_less_is_better(own: float, better: bool) -> None:
    assert compare({"rmse": own}, ERRORS, "rmse") == Comparison("rmse", "linear_regression", 3.0, better)


def test_of_equal_baselines_the_simplest_counts() -> None:
    equal = baselines("accuracy", gradient_boosting=1.0, logistic_regression=1.0, most_frequent=0.5)
    found = compare({"accuracy": 1.0}, equal, "accuracy")
    assert found and found.best == "logistic_regression"


@pytest.mark.parametrize("value", [None, math.nan, -math.inf])
def test_figures_that_are_not_finite_are_not_compared(value: float | None) -> None:
    assert compare({"r2": 0.5}, baselines("r2", linear_regression=value), "r2") is None


@pytest.mark.parametrize(
    ("monitor", "metrics", "figure"),
    [
        ("val_loss", "accuracy", "accuracy"),
        ("val_accuracy", "accuracy", "accuracy"),
        ("f1_score", "f1_score", "macro_f1"),
        ("val_sure", {"f1_score": {"name": "sure"}}, "macro_f1"),
    ],
)
def test_classes_are_compared_by_what_is_monitored(monitor: str, metrics: Any, figure: str) -> None:
    head = {"Dense": {"units": 3, "activation": "softmax"}}
    monitored = config(IRIS, head, metrics=[metrics], checkpoint={"monitor": monitor})
    assert figure_compared(monitored, make_plan(monitored, IRIS)) == figure


@pytest.mark.parametrize(
    ("monitor", "loss", "figure"),
    [
        ("val_loss", "mean_squared_error", "rmse"),
        ("loss", "mean_absolute_error", "mae"),
        ("val_loss", "huber", "mae"),
        ("val_loss", "log_cosh", "mae"),
        ("val_loss", "mean_squared_logarithmic_error", "rmse"),
        ("val_mean_absolute_error", "mean_squared_error", "mae"),
        ("val_r2_score", "mean_squared_error", "r2"),
    ],
)
def test_numbers_are_compared_by_what_is_monitored(monitor: str, loss: str, figure: str) -> None:
    training: dict[str, Any] = {"loss": loss, "metrics": ["mean_absolute_error", "r2_score"]}
    monitored = config(HOUSING, {"Dense": {"units": 1}}, checkpoint={"monitor": monitor}, **training)
    assert figure_compared(monitored, make_plan(monitored, HOUSING)) == figure


def test_classes_with_weights_are_compared_by_what_counts_them_alike() -> None:
    weighted = config(IRIS, {"Dense": {"units": 3, "activation": "softmax"}}, class_weight="balanced")
    assert figure_compared(weighted, make_plan(weighted, IRIS)) == "macro_f1"
