"""Recurrent layers: one step after the other, each with the state that the step before it left."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.recurrent import GRU, LSTM, Bidirectional, Recurrent, SimpleRNN
from mlpcli.inference.arithmetic.activations import activate
from mlpcli.inference.arithmetic.layer_function import (
    Array,
    LayerFunction,
    Mask,
    Weights,
    products,
    rounded,
)

States = tuple[Array, ...]
"""What a step leaves for the next, each `[n, units]`; the first is its output."""


@dataclass(frozen=True)
class RecurrentStep:
    """One step: its `number` in the sequence, the states after it, and its gates `[n, units]` by name."""

    number: int
    states: States
    gates: Mapping[str, Array]


def simple_rnn(layer: SimpleRNN, inputs: Array, states: States, weights: Weights) -> tuple[States, Any]:
    """h = activation(x W + h U + b)"""
    z = products(inputs, weights["kernel"]) + products(states[0], weights["recurrent_kernel"])
    output = activate(layer.activation, rounded(z + weights.get("bias", 0)))
    return (output,), {"output": output}


def lstm(layer: LSTM, inputs: Array, states: States, weights: Weights) -> tuple[States, Any]:
    """c = forget * c + input * candidate; h = output * activation(c): Hochreiter and Schmidhuber 1997."""
    before, memory = states
    z = products(inputs, weights["kernel"]) + products(before, weights["recurrent_kernel"])
    parts = np.split(rounded(z + weights.get("bias", 0)), 4, axis=1)
    write, forget, read = (activate(layer.recurrent_activation, parts[place]) for place in (0, 1, 3))
    candidate = activate(layer.activation, parts[2])
    memory = forget * memory + write * candidate
    output = read * activate(layer.activation, memory)
    gates = {"input": write, "forget": forget, "candidate": candidate, "output": read, "memory": memory}
    return (output, memory), gates


def gru(layer: GRU, inputs: Array, states: States, weights: Weights) -> tuple[States, Any]:
    """h = update * h + (1 - update) * candidate: Cho and others 2014, https://arxiv.org/abs/1406.1078.

    The reset gate multiplies h, or with `reset_after` what the recurrent kernel makes of it.
    """
    (before,) = states
    kernel, units = weights["recurrent_kernel"], layer.units
    bias: Any = weights.get("bias", np.zeros((2, 1)))
    # With reset_after there are two: of the inputs, and of the state.
    bias, own_bias = bias if layer.reset_after else (weights.get("bias", 0), 0)
    given = np.split(rounded(products(inputs, weights["kernel"]) + bias), 3, axis=1)
    own = np.split(rounded(products(before, kernel) + own_bias), 3, axis=1)
    update, reset = (activate(layer.recurrent_activation, given[place] + own[place]) for place in (0, 1))
    if layer.reset_after:
        remembered = reset * own[2]
    else:
        remembered = rounded(products(reset * before, kernel[:, 2 * units :]))
    candidate = activate(layer.activation, given[2] + remembered)
    output = update * before + (1 - update) * candidate
    return (output,), {"update": update, "reset": reset, "candidate": candidate}


_STEPS: Mapping[type[Recurrent], Callable[..., tuple[States, Mapping[str, Array]]]] = {
    SimpleRNN: simple_rnn,
    LSTM: lstm,
    GRU: gru,
}


def steps(
    layer: Recurrent, inputs: Array, weights: Weights, mask: Mask | None = None
) -> Iterator[RecurrentStep]:
    """The steps of `inputs` `[n, steps, channels]` in the order in which the layer takes them.

    A step that `mask` leaves out leaves the states as they were; before the first they are 0.
    """
    zeros = np.zeros((len(inputs), layer.units), np.float32)
    states: States = (zeros, zeros) if isinstance(layer, LSTM) else (zeros,)
    numbers = range(inputs.shape[1])
    for number in reversed(numbers) if layer.go_backwards else numbers:
        new, gates = _STEPS[type(layer)](layer, inputs[:, number], states, weights)
        if mask is not None:
            seen = mask[:, number, np.newaxis]
            new = tuple(np.where(seen, now, before) for now, before in zip(new, states, strict=True))
        states = new
        yield RecurrentStep(number, states, gates)


def recurrent(layer: Recurrent, inputs: Array, weights: Weights, mask: Mask | None = None) -> Array:
    """The output of the last step, or of all of them in the order in which they were taken."""
    outputs = [step.states[0] for step in steps(layer, inputs, weights, mask)]
    return np.stack(outputs, axis=1) if layer.return_sequences else outputs[-1]


def bidirectional(layer: Bidirectional, inputs: Array, weights: Weights, mask: Mask | None = None) -> Array:
    """A layer and a copy of it that reads from the other end, merged."""
    one, other = (
        _without_masked(half, recurrent(half, inputs, own, mask), mask)
        for half, own in halves(layer, weights)
    )
    if layer.layer.return_sequences:
        other = other[:, ::-1]
    return _MERGED[layer.merge_mode](one, other)


def halves(layer: Bidirectional, weights: Weights) -> tuple[tuple[Recurrent, Weights], ...]:
    """The layer inside that reads forwards and the one that reads backwards, each with its weights."""
    inner = layer.layer
    turned = inner.model_copy(update={"go_backwards": True})
    first = {name: value for name, value in weights.items() if not name.endswith("_2")}
    second = {name.removesuffix("_2"): value for name, value in weights.items() if name.endswith("_2")}
    return (inner, first), (turned, second)


def _without_masked(layer: Recurrent, outputs: Array, mask: Mask | None) -> Array:
    """The outputs, of which Keras's Bidirectional makes those of masked steps 0; unrolled, it takes the mask
    in its own order even if the layer goes backwards."""
    if mask is None or not layer.return_sequences:
        return outputs
    taken = mask[:, ::-1] if layer.go_backwards and not layer.unroll else mask
    return np.where(taken[..., np.newaxis], outputs, np.float32(0))


_MERGED: Mapping[str, Callable[[Array, Array], Array]] = {
    "concat": lambda one, other: np.concatenate([one, other], axis=-1),
    "sum": lambda one, other: one + other,
    "mul": lambda one, other: one * other,
    "ave": lambda one, other: (one + other) / 2,
}

FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    SimpleRNN: LayerFunction(recurrent, uses_mask=True),
    LSTM: LayerFunction(recurrent, uses_mask=True),
    GRU: LayerFunction(recurrent, uses_mask=True),
    Bidirectional: LayerFunction(bidirectional, uses_mask=True),
}
