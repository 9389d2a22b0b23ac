"""What the network is trained for, from its head and its data."""

from typing import Any, get_args

import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.losses import LossName
from mlpcli.config.metrics import MetricName
from mlpcli.config.training import Training
from mlpcli.network.loss_and_metrics import LOSSES, METRICS, Objective, choose
from mlpcli.network.stack import walk_through
from tests.facts import CANCER, HOUSING, IRIS
from tests.network.layers import dense, layers

SOFTMAX, SIGMOID, NUMBER = dense(3, "softmax"), dense(1, "sigmoid"), dense(1)


def objective(facts: DataFacts, head: dict[str, Any], **training: Any) -> Objective:
    stack = layers(head)
    output = walk_through(stack, facts.shape).output_shape
    chosen, findings = choose(stack, output, Training.model_validate(training), facts)
    assert findings == []
    assert chosen is not None
    return chosen


@pytest.mark.parametrize(
    ("facts", "head", "loss", "metrics", "encoding"),
    [
        (IRIS, SOFTMAX, "categorical_crossentropy", ("accuracy",), "index"),
        (IRIS, dense(3, "step"), "mean_squared_error", ("accuracy",), "one_hot"),
        (CANCER, SIGMOID, "binary_crossentropy", ("accuracy",), "column"),
        (CANCER, dense(1, "hard_sigmoid"), "binary_crossentropy", ("accuracy",), "column"),
        (CANCER, dense(1, "step"), "mean_squared_error", ("accuracy",), "column"),
        (CANCER, dense(2, "softmax"), "categorical_crossentropy", ("accuracy",), "index"),
        (HOUSING, NUMBER, "mean_squared_error", ("mean_absolute_error",), "numbers"),
        (HOUSING, dense(1, "relu"), "mean_squared_error", ("mean_absolute_error",), "numbers"),
    ],
)
def test_automatic_choice(
    facts: DataFacts, head: dict[str, Any], loss: str, metrics: tuple[str, ...], encoding: str
) -> None:
    assert objective(facts, head) == Objective(loss, metrics, encoding)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "head", "training", "encoding"),
    [
        (IRIS, SOFTMAX, {"loss": "sparse_categorical_crossentropy"}, "index"),
        (IRIS, SOFTMAX, {"metrics": ["accuracy", "top_k_categorical_accuracy"]}, "index"),
        (IRIS, SOFTMAX, {"metrics": []}, "index"),
        (IRIS, SOFTMAX, {"loss": "categorical_focal_crossentropy"}, "one_hot"),
        (IRIS, SOFTMAX, {"loss": "kl_divergence"}, "one_hot"),
        (IRIS, SOFTMAX, {"loss": "mse"}, "one_hot"),
        (IRIS, SOFTMAX, {"metrics": ["mae"]}, "index"),
        (IRIS, SOFTMAX, {"metrics": ["accuracy", "mse", "categorical_crossentropy"]}, "index"),
        (IRIS, SOFTMAX, {"loss": "mae", "metrics": ["categorical_crossentropy"]}, "one_hot"),
        (CANCER, SIGMOID, {"loss": "binary_focal_crossentropy"}, "column"),
        (CANCER, SIGMOID, {"metrics": ["auc", "precision", "recall"]}, "column"),
        (IRIS, dense(3), {"loss": {"categorical_crossentropy": {"from_logits": True}}}, "index"),
        (IRIS, SOFTMAX, {"loss": {"categorical_crossentropy": {"label_smoothing": 0.1}}}, "one_hot"),
        (IRIS, dense(3), {"loss": "categorical_hinge"}, "one_hot"),
        (CANCER, dense(1, "tanh"), {"loss": "hinge"}, "column"),
        (CANCER, SIGMOID, {"loss": "dice"}, "column"),
        (IRIS, SOFTMAX, {"loss": {"tversky": {"axis": -1}}, "class_weight": "balanced"}, "one_hot"),
        (HOUSING, NUMBER, {"loss": "huber", "metrics": ["rmse"]}, "numbers"),
        (HOUSING, NUMBER, {"loss": "poisson", "metrics": ["r2_score"]}, "numbers"),
    ],
)
def test_targets_are_encoded_as_the_loss_needs_them_whatever_the_metrics(
    facts: DataFacts, head: dict[str, Any], training: dict[str, Any], encoding: str
) -> None:
    assert objective(facts, head, **training).encoding == encoding


@pytest.mark.parametrize(
    ("facts", "head", "loss", "activation"),
    [
        (IRIS, SOFTMAX, "categorical_crossentropy", None),
        (IRIS, dense(3), {"categorical_focal_crossentropy": {"from_logits": True}}, "softmax"),
        (IRIS, dense(3), "categorical_hinge", "softmax"),
        (CANCER, dense(1), {"binary_crossentropy": {"from_logits": True}}, "sigmoid"),
        (CANCER, dense(2), {"categorical_crossentropy": {"from_logits": True}}, "softmax"),
        (CANCER, dense(1, "tanh"), "squared_hinge", "sigmoid"),
    ],
)
def test_scores_become_probabilities(
    facts: DataFacts, head: dict[str, Any], loss: Any, activation: str | None
) -> None:
    assert objective(facts, head, loss=loss).activation == activation


def test_short_names_become_full_names() -> None:
    chosen = objective(HOUSING, NUMBER, loss="msle", metrics=["mse", "mape"])
    assert chosen.loss == "mean_squared_logarithmic_error"
    assert chosen.metrics == ("mean_squared_error", "mean_absolute_percentage_error")


def test_softmax_over_a_softmax_layer_with_weights_is_allowed() -> None:
    stack = layers(SOFTMAX, SOFTMAX)
    _, findings = choose(stack, (3,), Training(), IRIS)
    assert findings == []


def test_nothing_is_chosen_where_the_network_does_not_fit_the_data() -> None:
    chosen, findings = choose(layers(dense(5, "relu")), (5,), Training(), IRIS)
    assert chosen is None
    # Which activation is due depends on how many numbers the network ends in.
    assert [finding.path for finding in findings] == [("layers", 0, "Dense", "units")]


def test_every_loss_and_every_metric_says_which_outputs_it_fits() -> None:
    assert set(LOSSES) == set(get_args(LossName))
    assert set(METRICS) == set(get_args(MetricName))
