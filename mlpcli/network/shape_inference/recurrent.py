"""Recurrent layers: as in Keras, the weights of all gates are concatenated."""

from collections.abc import Mapping
from dataclasses import replace

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.recurrent import GRU, LSTM, Bidirectional, Recurrent, SimpleRNN
from mlpcli.network.shape_inference.layer_rule import (
    Rule,
    Shape,
    ShapeMismatch,
    Step,
    Weight,
    described,
    need_rank,
)


def simple_rnn(layer: SimpleRNN, shape: Shape) -> Step:
    return _recurrent(layer, shape, gates=1, bias=(layer.units,))


def lstm(layer: LSTM, shape: Shape) -> Step:
    return _recurrent(layer, shape, gates=4, bias=(4 * layer.units,))


def gru(layer: GRU, shape: Shape) -> Step:
    bias = (2, 3 * layer.units) if layer.reset_after else (3 * layer.units,)
    return _recurrent(layer, shape, gates=3, bias=bias)


def bidirectional(layer: Bidirectional, shape: Shape) -> Step:
    kind = type(layer.layer)
    if layer.layer.go_backwards:
        raise ShapeMismatch(
            "the layer inside is the half that reads forwards, beside which Bidirectional puts one backwards",
            "write go_backwards: false",
            *("layer", kind.__name__, "go_backwards"),
            put={"go_backwards": False},
            inside=("layer", kind.__name__),
        )
    step = RULES[kind].step(layer.layer, shape)
    weights = tuple(
        replace(weight, name=f"{direction}_{weight.name}")
        for direction in ("forward", "backward")
        for weight in step.weights
    )
    channels = step.shape[-1] * (2 if layer.merge_mode == "concat" else 1)
    return Step((*step.shape[:-1], channels), weights, 2 * step.multiply_adds)


def _recurrent(layer: Recurrent, shape: Shape, gates: int, bias: Shape) -> Step:
    if len(shape) == 1:
        raise ShapeMismatch(
            f"expects a sequence (steps, channels), but gets {described(shape)}",
            "write return_sequences: true in a recurrent layer before it, or add a Reshape, such as "
            f"Reshape: {{target_shape: [{shape[0]}, 1]}}",
            before={"Reshape": {"target_shape": [shape[0], 1]}},
        )
    need_rank(shape, 2)
    steps, inputs = shape
    columns = gates * layer.units
    weights = [
        Weight("kernel", (inputs, columns), "kernel"),
        Weight("recurrent_kernel", (layer.units, columns), "recurrent"),
    ]
    multiply_adds = steps * sum(weight.size for weight in weights)
    if layer.use_bias:
        weights.append(Weight("bias", bias, "bias"))
    output = (steps, layer.units) if layer.return_sequences else (layer.units,)
    return Step(output, tuple(weights), multiply_adds)


RULES: Mapping[type[Layer], Rule] = {
    SimpleRNN: Rule(simple_rnn, values="changed", xla="gpu"),
    LSTM: Rule(lstm, values="changed", xla="gpu"),
    GRU: Rule(gru, values="changed", xla="gpu"),
    Bidirectional: Rule(bidirectional, values="changed", xla="gpu"),
}
