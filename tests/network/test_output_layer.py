"""Which activation decides what the last numbers mean."""

from typing import Any

import pytest

from mlpcli.network.output_layer import Head, activation_path, head_of
from tests.network.layers import dense, layers

SOFTMAX = dense(3, "softmax")


@pytest.mark.parametrize(
    ("stack", "head"),
    [
        ([dense(3)], Head("linear", 0)),
        ([SOFTMAX], Head("softmax", 0)),
        ([dense(3, "relu"), SOFTMAX], Head("softmax", 1)),
        ([dense(3), {"Activation": {"activation": "softmax"}}], Head("softmax", 1)),
        ([SOFTMAX, {"Activation": {"activation": "linear"}}], Head("softmax", 0)),
        ([SOFTMAX, {"Dropout": {"rate": 0.1}}], Head("softmax", 0)),
        ([SOFTMAX, {"GaussianNoise": {"stddev": 0.1}}], Head("softmax", 0)),
        (
            [{"Conv1D": {"filters": 3, "kernel_size": 4, "activation": "softmax"}}]
            + [{"SpatialDropout1D": {"rate": 0.1}}, "Flatten"],
            Head("softmax", 0),
        ),
        (
            [SOFTMAX, "Flatten", {"Reshape": {"target_shape": [3]}}, {"Permute": {"dims": [1]}}],
            Head("softmax", 0),
        ),
        ([SOFTMAX, "BatchNormalization"], Head("linear", 1)),
        ([SOFTMAX, {"Rescaling": {"scale": 2.0}}], Head("linear", 1)),
        (["Flatten"], Head("linear", 0)),
        ([{"LSTM": {"units": 3}}], Head("tanh", 0)),
        ([dense(3), "Softmax"], Head("softmax", 1)),
        ([dense(3), "ReLU", "Identity"], Head("relu", 1)),
        ([dense(3), "LeakyReLU"], Head("leaky_relu", 1)),
        ([dense(3), "PReLU", "ActivityRegularization"], Head("prelu", 1)),
        ([{"Dense": {"units": 3, "activation": {"elu": {"alpha": 0.5}}}}], Head("elu", 0)),
        ([SOFTMAX, {"AlphaDropout": {"rate": 0.1}}], Head("softmax", 0)),
        ([SOFTMAX, "UnitNormalization"], Head("linear", 1)),
        ([{"TimeDistributed": {"layer": dense(1, "sigmoid")}}, "Flatten"], Head("sigmoid", 0)),
    ],
)
def test_head(stack: list[Any], head: Head) -> None:
    assert head_of(layers(*stack)) == head


@pytest.mark.parametrize(
    ("stack", "path"),
    [
        ([dense(3)], ("layers", 0, "Dense", "activation")),
        (["Flatten", "BatchNormalization"], ("layers", 1, "BatchNormalization")),
        ([dense(3), "Softmax"], ("layers", 1, "Softmax")),
        (
            [{"TimeDistributed": {"layer": dense(1)}}, "Flatten"],
            ("layers", 0, "TimeDistributed", "layer", "Dense", "activation"),
        ),
    ],
)
def test_activation_path_ends_in_an_argument_that_the_layer_has(
    stack: list[Any], path: tuple[str, ...]
) -> None:
    assert activation_path(layers(*stack), head_of(layers(*stack))) == path
