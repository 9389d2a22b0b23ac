from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from mlpcli.baselines.fit_order import FitOrder
from mlpcli.baselines.linear_and_boosting import fit
from mlpcli.data.dataset import Split
from mlpcli.data.preprocessing import RobustScale, Step
from mlpcli.data.preprocessing.standardize import Scale
from tests.baselines.orders import dataset, order, regression


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """As in the process that fits: several threads wait for each other on a busy machine."""
    with threadpool_limits(1):
        yield


def linear(*steps: Step) -> FitOrder:
    """An order for logistic regression alone."""
    given = order(dataset(200, *steps))
    return replace(given, fits={"logistic_regression": 200})


def figures(found: dict[str, Any], name: str) -> dict[str, float]:
    metrics: dict[str, float] = found[name]["test"]["metrics"]
    return metrics


def with_train(inputs: Any, targets: Any, made: FitOrder) -> FitOrder:
    return replace(made, train=Split(inputs, targets))


def test_every_model_is_scored_on_what_was_held_back() -> None:
    found = fit(order(dataset()))
    assert list(found) == ["logistic_regression", "gradient_boosting"]
    for name in found:
        facts = found[name]["test"]
        assert (facts["rows"], facts["scored"]) == (200, 50)
        assert facts["seconds"] > 0
        assert set(facts["metrics"]) == {"accuracy", "macro_f1", "macro_recall"}
        assert facts["metrics"]["accuracy"] > 0.8


def test_the_figures_are_scikit_learn_s_own() -> None:
    given = linear()
    train, test = given.train, given.held_back["test"]
    mean, deviation = train.inputs.mean(axis=0), train.inputs.std(axis=0)
    model = LogisticRegression(max_iter=200).fit((train.inputs - mean) / deviation, train.targets)
    expected = model.score((test.inputs - mean) / deviation, test.targets)
    assert figures(fit(given), "logistic_regression")["accuracy"] == pytest.approx(expected)


def test_the_same_order_gives_the_same_figures() -> None:
    first, again = (fit(order(dataset())) for _ in range(2))
    assert [figures(first, name) for name in first] == [figures(again, name) for name in again]


@pytest.mark.parametrize("columns", [1, 2])
def test_numbers_are_predicted_however_many(columns: int) -> None:
    found = fit(order(regression(columns)))
    assert list(found) == ["linear_regression", "gradient_boosting"]
    assert set(figures(found, "linear_regression")) == {"mae", "rmse", "r2"}
    assert figures(found, "linear_regression")["r2"] > 0.99
    assert 0.5 < figures(found, "gradient_boosting")["r2"] < 0.99


def test_a_heavy_class_is_found_more_often() -> None:
    noise = np.random.default_rng(0).normal(size=(200, 3)).astype(np.float32)
    labels = np.array([0] * 160 + [1] * 40, np.int32)

    def accuracy(weights: Any) -> float:
        given = with_train(noise, labels, replace(linear(), weights=weights))
        given = replace(given, held_back={"test": Split(noise, np.ones(200, np.int32))})
        return figures(fit(given), "logistic_regression")["accuracy"]

    assert accuracy(None) < 0.1
    assert accuracy(np.where(labels == 1, 100, 1).astype(np.float32)) > 0.9


def test_a_feature_of_another_size_changes_nothing() -> None:
    given = linear()
    factors = np.array([1e6, 1, 1e-6], np.float32)

    def scaled(split: Split) -> Split:
        return Split(split.inputs * factors, split.targets)

    large = replace(given, train=scaled(given.train), held_back={"test": scaled(given.held_back["test"])})
    assert figures(fit(large), "logistic_regression") == figures(fit(given), "logistic_regression")


def test_outliers_are_bounded_where_the_network_sees_them_bounded() -> None:
    given = linear()
    inputs = given.train.inputs.copy()
    inputs[0] = 1e9
    spoilt = with_train(inputs, given.train.targets, given)
    robust = linear(RobustScale.fit(inputs))
    assert figures(fit(spoilt), "logistic_regression")["accuracy"] < 0.6
    bounded = with_train(inputs, given.train.targets, robust)
    assert figures(fit(bounded), "logistic_regression")["accuracy"] > 0.8


def test_the_channels_of_images_keep_their_proportions() -> None:
    # Standardized pixel by pixel, the noise of the second pixel would be as large as the signal of the first.
    signal = np.random.default_rng(0).integers(0, 2, 100)
    values = np.zeros((100, 1, 2, 1), np.uint8)
    values[:, 0, 0, 0] = signal * 200
    values[50:, 0, 1, 0] = 1
    made = with_train(values, signal.astype(np.int32), linear())
    found = fit(replace(made, held_back={"test": made.train}))
    assert figures(found, "logistic_regression")["accuracy"] == 1.0


def test_a_model_that_fails_says_why_and_leaves_the_others() -> None:
    given = order(dataset())
    first = [0] * given.fits["logistic_regression"]
    found = fit(with_train(given.train.inputs, np.array(first, np.int32), given))
    assert found["logistic_regression"]["problem"].startswith("ValueError: This solver needs samples")
    assert "test" in found["gradient_boosting"] or "problem" in found["gradient_boosting"]


def test_steps_are_those_of_the_network() -> None:
    given = dataset(200, Scale(mean=(5.0,), deviation=(2.0,)))
    assert order(given).layers == [
        (layer.keras, layer.arguments) for layer in given.preprocessing.first_layers
    ]
