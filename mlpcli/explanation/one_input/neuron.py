"""One neuron and one input: the numbers that it adds up, and what becomes of the sum."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mlpcli.config.layers.convolution import (
    Conv1D,
    Conv2D,
    DepthwiseConv1D,
    DepthwiseConv2D,
    SeparableConv1D,
    SeparableConv2D,
)
from mlpcli.config.layers.core import Dense
from mlpcli.config.layers.recurrent import Bidirectional, Recurrent
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.config.layers.table import EnsembleHead
from mlpcli.data.dataset import Array
from mlpcli.explanation.one_input.followed import FollowedLayer, Place
from mlpcli.explanation.one_input.sources import source_of
from mlpcli.inference.arithmetic import convolution, recurrent
from mlpcli.inference.arithmetic.activations import activate


@dataclass(frozen=True)
class Term:
    """An input times a weight; `source` says where the input comes from."""

    source: str
    input: float
    weight: float

    @property
    def product(self) -> float:
        # Without the sign that 0 times something below 0 has.
        return self.input * self.weight + 0.0


@dataclass(frozen=True)
class GateValues:
    """The gates of a unit at one step of a sequence, and its output there."""

    step: int
    gates: Mapping[str, float]
    output: float


@dataclass(frozen=True)
class Neuron:
    """The output of one unit at one `place`.

    `z` is the sum of the products of `terms` and the `bias`, and `value` the activation of z. The terms are
    in the order of the weights; there are none if the layer adds up no weighted inputs, and z is None if it
    has no activation. Recurrent units have `gates`, a step each in the order in which they are taken,
    without those that are masked.
    """

    unit: int
    place: Place
    terms: tuple[Term, ...]
    bias: float
    z: float | None
    activation: str
    value: float
    gates: tuple[GateValues, ...] = field(default=(), repr=False)


_Named = Callable[[Place], str]
_Terms = Callable[[Any, FollowedLayer, Place, _Named], Iterator[Term]]


def neuron_of(layers: Sequence[FollowedLayer], position: int, unit: int, columns: Sequence[str]) -> Neuron:
    """The unit of the layer at `position`, or of a layer with several places the place where it is strongest.

    `columns` are as in `source_of`.
    """
    layer = layers[position]
    inner = layer.layer.layer if isinstance(layer.layer, TimeDistributed) else layer.layer
    place = _strongest_place(layer.after, unit)

    def named(place: Place) -> str:
        return source_of(layers, position, place, columns)

    terms: tuple[Term, ...] = ()
    if type(inner) in _TERMS:
        terms = tuple(_TERMS[type(inner)](inner, layer, place, named))
    has_members = isinstance(inner, EnsembleHead)
    z = None if layer.before is None or has_members else float(layer.before[place])
    bias = layer.weights.get("bias")
    return Neuron(
        unit=unit,
        place=place,
        terms=terms,
        bias=float(bias[unit]) if terms and bias is not None and not has_members else 0.0,
        z=z,
        activation=getattr(inner, "applied", None) or "linear",
        value=float(layer.after[place]),
        gates=tuple(_gates(layer, unit)),
    )


def _strongest_place(after: Array, unit: int) -> Place:
    of_unit = np.abs(after[..., unit])
    return (*map(int, np.unravel_index(np.argmax(of_unit), of_unit.shape)), unit)


def _dense(inner: Dense, layer: FollowedLayer, place: Place, named: _Named) -> Iterator[Term]:
    before, kernel = place[:-1], layer.weights["kernel"][:, place[-1]]
    for number, (given, weight) in enumerate(zip(layer.given[before], kernel, strict=True)):
        yield Term(named((*before, number)), float(given), float(weight))


def _convolution(inner: Conv1D | Conv2D, layer: FollowedLayer, place: Place, named: _Named) -> Iterator[Term]:
    kernel = layer.weights["kernel"]
    group = place[-1] // (inner.filters // inner.groups)
    first = group * kernel.shape[-2]
    for offset, at, seen in _window(inner, layer, place, kernel.shape[:-2]):
        for number in range(kernel.shape[-2]):
            weight = kernel[(*offset, number, place[-1])]
            yield Term(named((*at, first + number)), float(seen[first + number]), float(weight))


def _depthwise(
    inner: DepthwiseConv1D | DepthwiseConv2D, layer: FollowedLayer, place: Place, named: _Named
) -> Iterator[Term]:
    kernel = layer.weights["kernel"]
    channel, which = divmod(place[-1], inner.depth_multiplier)
    for offset, at, seen in _window(inner, layer, place, kernel.shape[:-2]):
        yield Term(named((*at, channel)), float(seen[channel]), float(kernel[(*offset, channel, which)]))


def _separable(
    inner: SeparableConv1D | SeparableConv2D, layer: FollowedLayer, place: Place, named: _Named
) -> Iterator[Term]:
    filtered = convolution.filtered(inner, layer.given[np.newaxis], layer.weights["depthwise_kernel"])[0]
    mixture = layer.weights["pointwise_kernel"][..., place[-1]].reshape(-1)
    for number, (given, weight) in enumerate(zip(filtered[place[:-1]], mixture, strict=True)):
        yield Term(f"filtered channel {number}", float(given), float(weight))


def _members(inner: EnsembleHead, layer: FollowedLayer, place: Place, named: _Named) -> Iterator[Term]:
    if layer.before is not None:
        answers = activate(inner.activation, layer.before)[:, place[-1]]
        for number, answer in enumerate(answers):
            yield Term(f"member {number}", float(answer), 1 / len(answers))


_TERMS: Mapping[type[Any], _Terms] = {
    Dense: _dense,
    Conv1D: _convolution,
    Conv2D: _convolution,
    DepthwiseConv1D: _depthwise,
    DepthwiseConv2D: _depthwise,
    SeparableConv1D: _separable,
    SeparableConv2D: _separable,
    EnsembleHead: _members,
}


def _window(
    inner: Any, layer: FollowedLayer, place: Place, size: Sequence[int]
) -> Iterator[tuple[Place, Place, Array]]:
    """What lies under the window at a place of the output: the place in the window, that in the layer's
    input, and the channels there. Places in the padding are left out: 0 times a weight."""
    given = layer.given
    # Of a TimeDistributed, the window is put on one of the steps.
    outer = place[: given.ndim - len(size) - 1]
    marked = np.indices(given.shape[len(outer) : -1]).transpose(*range(1, len(size) + 1), 0)
    numbers = (marked + 1).astype(np.float32)[np.newaxis]
    at = place[len(outer) : -1]
    for offset, under in convolution.under(inner, numbers, size):
        where = tuple(int(number) - 1 for number in under[(0, *at)])
        if min(where) >= 0:
            yield offset, (*outer, *where), given[(*outer, *where)]


def _gates(layer: FollowedLayer, unit: int) -> Iterator[GateValues]:
    """The gates of a recurrent layer; of a Bidirectional those of the half that the unit is in."""
    found, weights = layer.layer, layer.weights
    if isinstance(found, Bidirectional):
        halves = recurrent.halves(found, weights)
        number, unit = divmod(unit, found.layer.units)
        if found.merge_mode != "concat":
            number = 0
        found, weights = halves[number]
    if isinstance(found, Recurrent):
        mask = None if layer.mask is None else layer.mask[np.newaxis]
        for step in recurrent.steps(found, layer.given[np.newaxis], weights, mask):
            if mask is not None and not mask[0, step.number]:
                continue
            gates = {name: float(gate[0, unit]) for name, gate in step.gates.items()}
            yield GateValues(step.number, gates, float(step.states[0][0, unit]))
