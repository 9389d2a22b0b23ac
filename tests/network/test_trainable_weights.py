"""Which weights a gradient reaches past the activation `step`."""

from typing import Any

import pytest

from mlpcli.config.layers.core import Dropout
from mlpcli.network.stack import walk_through
from mlpcli.network.trainable_weights import not_learning, nothing_learns
from tests.network.layers import dense, layers

STEP = dense(4, "step")
HEAD = dense(1, "sigmoid")
ACTIVATION = {"Activation": {"activation": "step"}}
SEQUENCE = {"Reshape": {"target_shape": [4, 1]}}
UNCHANGED = "step has no gradient: training cannot change the weights up to this layer"
PENALIZED = "step has no gradient: only penalties change the weights up to this layer"


def recurrent(name: str, **arguments: Any) -> dict[str, Any]:
    return {name: {"units": 2, "activation": "step", **arguments}}


def refused(*plain: Any) -> list[tuple[str | int, ...]]:
    stack = layers(*plain)
    return [finding.path for finding in nothing_learns(stack, walk_through(stack, (4,)))]


def noticed(*plain: Any) -> list[tuple[tuple[str | int, ...], str]]:
    stack = layers(*plain)
    return [(finding.path, finding.message) for finding in not_learning(stack, walk_through(stack, (4,)))]


@pytest.mark.parametrize(
    ("stack", "path"),
    [
        ([STEP], ("layers", 0, "Dense", "activation")),
        ([dense(4), ACTIVATION, "Flatten"], ("layers", 1, "Activation", "activation")),
        ([HEAD, STEP], ("layers", 1, "Dense", "activation")),
        ([STEP, dense(1, trainable=False)], ("layers", 0, "Dense", "activation")),
        ([dense(4, "step", activity_regularizer="L2")], ("layers", 0, "Dense", "activation")),
        ([SEQUENCE, recurrent("SimpleRNN")], ("layers", 1, "SimpleRNN", "activation")),
        (
            [SEQUENCE, recurrent("LSTM", recurrent_activation="step")],
            ("layers", 1, "LSTM", "activation"),
        ),
        (
            [SEQUENCE, {"Bidirectional": {"layer": recurrent("SimpleRNN")}}],
            ("layers", 1, "Bidirectional", "layer", "SimpleRNN", "activation"),
        ),
        (
            [
                SEQUENCE,
                {"Bidirectional": {"layer": {"GRU": {"units": 1, "activity_regularizer": "L2"}}}},
                STEP,
            ],
            ("layers", 2, "Dense", "activation"),
        ),
    ],
)
def test_no_weight_learns_before_the_last_step(stack: list[Any], path: tuple[str | int, ...]) -> None:
    assert refused(*stack) == [path]


@pytest.mark.parametrize(
    "stack",
    [
        [HEAD],
        [STEP, HEAD],
        [STEP, "BatchNormalization"],
        [dense(4, "step", trainable=False)],
        [dense(4, "step", kernel_regularizer="L2")],
        [dense(4, activity_regularizer="L2"), ACTIVATION],
        [SEQUENCE, recurrent("LSTM")],
        [SEQUENCE, recurrent("GRU")],
    ],
)
def test_some_weight_learns_or_none_is_meant_to(stack: list[Any]) -> None:
    assert refused(*stack) == []


@pytest.mark.parametrize(
    ("stack", "found"),
    [
        ([STEP, HEAD], [(("layers", 0, "Dense", "activation"), UNCHANGED)]),
        (
            [dense(2, kernel_regularizer="L2"), STEP, HEAD],
            [(("layers", 1, "Dense", "activation"), PENALIZED)],
        ),
        ([ACTIVATION, HEAD], []),
        ([dense(4, "step", trainable=False), HEAD], []),
        ([SEQUENCE, recurrent("LSTM"), HEAD], []),
    ],
)
def test_step_is_noticed_before_weights_that_learn(stack: list[Any], found: list[object]) -> None:
    assert noticed(*stack) == found


def test_a_layer_without_a_gradient_is_noticed_behind_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Dropout, "has_gradient", False)
    dropping = {"Dropout": {"rate": 0.1}}
    why = UNCHANGED.replace("step", "Dropout")
    assert noticed(dense(4), dropping, HEAD) == [(("layers", 1, "Dropout"), why)]
    assert noticed(dropping, dense(4), HEAD) == refused(dropping, HEAD) == []
    assert refused(dense(4), dropping) == [("layers", 1, "Dropout")]
