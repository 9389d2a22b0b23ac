"""The stack: names, parameters, multiply-adds, and every mistake up to the first misfit."""

from typing import Any

import pytest

from mlpcli.config.yaml.edits import Put
from mlpcli.network.stack import BrokenStack, layer_names, walk_through
from tests.network.layers import dense, layers


@pytest.mark.parametrize(
    ("stack", "names"),
    [
        ([dense(1), dense(1), dense(1)], ["dense", "dense_1", "dense_2"]),
        ([dense(1), "Flatten", dense(1)], ["dense", "flatten", "dense_1"]),
        ([dense(1, name="a"), dense(1)], ["a", "dense"]),
        ([dense(1, name="dense"), dense(1)], ["dense", "dense_1"]),
        ([dense(1), dense(1, name="dense_1"), dense(1)], ["dense", "dense_1", "dense_2"]),
        ([{"Conv2D": {"filters": 1, "kernel_size": 1}}], ["conv2d"]),
        ([{"SeparableConv1D": {"filters": 1, "kernel_size": 1}}], ["separable_conv1d"]),
        (["GlobalMaxPooling2D", "MaxPooling2D"], ["global_max_pooling2d", "max_pooling2d"]),
        (
            [{"GRU": {"units": 1}}, {"LSTM": {"units": 1}}, {"SimpleRNN": {"units": 1}}],
            ["gru", "lstm", "simple_rnn"],
        ),
        (["BatchNormalization", {"ZeroPadding1D": {}}], ["batch_normalization", "zero_padding1d"]),
    ],
)
def test_names_are_those_that_keras_would_give(stack: list[Any], names: list[str]) -> None:
    assert layer_names(layers(*stack)) == names


def test_mlp_of_mnist() -> None:
    stack = walk_through(layers("Flatten", dense(128), dense(64), dense(10)), (28, 28, 1))
    assert [layer.shape for layer in stack.layers] == [(784,), (128,), (64,), (10,)]
    assert [layer.parameters for layer in stack.layers] == [0, 100_480, 8_256, 650]
    assert [layer.multiply_adds for layer in stack.layers] == [0, 784 * 128, 128 * 64, 64 * 10]
    assert (stack.parameters, stack.trainable_parameters) == (109_386, 109_386)
    assert stack.multiply_adds == 109_184
    assert stack.output_shape == (10,)


@pytest.mark.parametrize(
    ("layer", "shape", "multiply_adds"),
    [
        # 5x5 positions of 3x3x2 weights for each of 4 filters.
        ({"Conv2D": {"filters": 4, "kernel_size": 3}}, (7, 7, 2), 5 * 5 * 3 * 3 * 2 * 4),
        (
            {"Conv2D": {"filters": 4, "kernel_size": 3, "strides": 2, "padding": "same"}},
            (7, 7, 2),
            4 * 4 * 9 * 2 * 4,
        ),
        ({"Conv2D": {"filters": 4, "kernel_size": 1, "groups": 2}}, (7, 7, 2), 7 * 7 * 1 * 4),
        ({"Conv1D": {"filters": 4, "kernel_size": 3}}, (7, 2), 5 * 3 * 2 * 4),
        ({"DepthwiseConv2D": {"kernel_size": 3}}, (7, 7, 2), 5 * 5 * 9 * 2),
        ({"SeparableConv2D": {"filters": 4, "kernel_size": 3}}, (7, 7, 2), 5 * 5 * (9 * 2 + 2 * 4)),
        # A sequence goes through the same kernel step by step.
        (dense(4), (7, 2), 7 * 2 * 4),
        ({"SimpleRNN": {"units": 4}}, (7, 2), 7 * (2 * 4 + 4 * 4)),
        ({"LSTM": {"units": 4}}, (7, 2), 7 * 4 * (2 * 4 + 4 * 4)),
        ({"Bidirectional": {"layer": {"LSTM": {"units": 4}}}}, (7, 2), 2 * 7 * 4 * (2 * 4 + 4 * 4)),
        ({"Rescaling": {"scale": 2.0}}, (7, 7, 2), 98),
        ("MaxPooling2D", (8, 8, 2), 0),
    ],
)
def test_multiply_adds(layer: Any, shape: tuple[int, ...], multiply_adds: int) -> None:
    assert walk_through(layers(layer), shape).multiply_adds == multiply_adds


def test_frozen_layer_has_no_trainable_parameters() -> None:
    stack = walk_through(layers(dense(3, trainable=False), "BatchNormalization"), (4,))
    assert [layer.trainable_parameters for layer in stack.layers] == [0, 6]
    assert [layer.parameters for layer in stack.layers] == [15, 12]


@pytest.mark.parametrize("layer", [{"Conv1D": {"filters": 1, "kernel_size": 2}}, {"LSTM": {"units": 2}}])
@pytest.mark.parametrize(("shape", "may_be_a_signal"), [((30, 2, 1), True), ((30, 2, 3), False)])
def test_where_a_grey_image_may_be_a_signal_the_way_out_is_named(
    layer: Any, shape: tuple[int, ...], may_be_a_signal: bool
) -> None:
    with pytest.raises(BrokenStack) as caught:
        walk_through(layers(layer), shape)
    (finding,) = caught.value.findings
    assert finding.remedy.text.endswith("; if the data are signals, save them as float32") is may_be_a_signal


def test_walk_ends_at_the_first_misfit_and_lists_what_was_wrong_before() -> None:
    stack = layers(
        dense(3, kernel_initializer=[[1.0]], name="a"),
        dense(3, bias_initializer="Orthogonal", name="a"),
        {"Conv2D": {"filters": 1, "kernel_size": 1}},
        {"MaxPooling1D": {}},
    )
    with pytest.raises(BrokenStack) as caught:
        walk_through(stack, (4,))
    assert [finding.path[1:] for finding in caught.value.findings] == [
        (1, "Dense", "name"),
        (0, "Dense", "kernel_initializer"),
        (1, "Dense", "bias_initializer"),
        (2, "Conv2D"),
    ]


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (dense(3, kernel_initializer=[[1, 2, 3]] * 4, bias_initializer=[1, 2, 3]), (4,)),
        (dense(3, kernel_initializer="Identity"), (4,)),
        (dense(3, kernel_initializer="Orthogonal"), (4,)),
        (dense(3, kernel_constraint={"MaxNorm": {"axis": 1}}), (4,)),
        (dense(3, kernel_constraint={"UnitNorm": {"axis": [0, 1]}}), (4,)),
        ({"PReLU": {"alpha_initializer": [[1, 2]], "shared_axes": 1}}, (4, 2)),
        ({"Embedding": {"input_dim": 2, "output_dim": 1, "embeddings_initializer": [[1], [2]]}}, (4,)),
        ({"TimeDistributed": {"layer": dense(1, kernel_initializer=[[1], [2]])}}, (7, 2)),
        (dense(3, kernel_regularizer="OrthogonalRegularizer"), (4,)),
        ({"Bidirectional": {"layer": {"LSTM": {"units": 2, "kernel_initializer": [[1] * 8]}}}}, (7, 1)),
    ],
)
def test_fitting_weights_are_accepted(layer: Any, shape: tuple[int, ...]) -> None:
    assert walk_through(layers(layer), shape).parameters


LSTM = {"LSTM": {"units": 8}}


@pytest.mark.parametrize(
    ("stack", "shape", "edits"),
    [
        ([LSTM, LSTM], (9, 1), [Put(("layers", 0, "LSTM", "return_sequences"), True)]),
        (
            [{"Bidirectional": {"layer": LSTM}}, {"Dropout": {"rate": 0.1}}, {"MaxPooling1D": {}}],
            (9, 1),
            [Put(("layers", 0, "Bidirectional", "layer", "LSTM", "return_sequences"), True)],
        ),
        # With all steps of the LSTM, the window would still be too large.
        (
            [LSTM, {"Conv1D": {"filters": 1, "kernel_size": 10}}],
            (9, 1),
            [Put(("layers", 1), {"Dense": {"units": 1, "activation": "linear"}})],
        ),
        (
            [{"TimeDistributed": {"layer": {"Conv1D": {"filters": 2, "kernel_size": 30}}}}],
            (28, 28, 1),
            [Put(("layers", 0, "TimeDistributed", "layer", "Conv1D", "kernel_size"), 28)],
        ),
        (
            [{"TimeDistributed": {"layer": {"Conv2D": {"filters": 2, "kernel_size": 3}}}}],
            (28, 28, 1),
            [Put(("layers", 0), {"Conv2D": {"filters": 2, "kernel_size": [3, 3]}})],
        ),
        ([{"TimeDistributed": {"layer": "Flatten"}}], (4,), [Put(("layers", 0), "Flatten")]),
        (
            [{"RandomCrop": {"height": 30, "width": 20}}],
            (28, 28, 1),
            [Put(("layers", 0, "RandomCrop", "height"), 28)],
        ),
    ],
    ids=str,
)
def test_a_fix_keeps_the_layer_where_it_can(
    stack: list[Any], shape: tuple[int, ...], edits: list[Put]
) -> None:
    with pytest.raises(BrokenStack) as caught:
        walk_through(layers(*stack), shape)
    (finding,) = caught.value.findings
    assert list(finding.remedy.edits) == edits
