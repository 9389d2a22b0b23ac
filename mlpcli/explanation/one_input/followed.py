"""What every layer of a network makes of one input."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from mlpcli.config.layers.base import Layer
from mlpcli.data.dataset import Array
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.inference.arithmetic.forward import LayerValues, of_layer
from mlpcli.network.stack import layer_names

Place = tuple[int, ...]
"""Where a value is in what a layer outputs for one row."""


@dataclass(frozen=True)
class Value:
    """One number of a layer's output."""

    place: Place
    value: float


# Arrays cannot be compared as fields are.
@dataclass(frozen=True, eq=False)
class FollowedLayer:
    """One layer and one input: what the layer was `given`, z `before` its activation, and its output `after`.

    The arrays have the shapes of one row, float32; `before` and `mask` are as in `LayerValues`. `index` is
    the layer's place in the config, and `layer` what is there; None for the layers that the tool adds around
    them.
    """

    name: str
    kind: str
    given: Array = field(repr=False)
    before: Array | None = field(repr=False)
    after: Array = field(repr=False)
    index: int | None = None
    layer: Layer | None = None
    weights: Mapping[str, Array] = field(default_factory=dict, repr=False)
    mask: Array | None = field(default=None, repr=False)

    @property
    def silent(self) -> int:
        """How many of its outputs are exactly 0."""
        return int(np.sum(self.after == 0))

    def strongest(self, count: int) -> list[Value]:
        """The outputs that are farthest from 0, the first of equal ones first."""
        return strongest(self.after, count)


def strongest(values: Array, count: int) -> list[Value]:
    """Those of `values` that are farthest from 0, the first of equal ones first."""
    flat = np.abs(values).reshape(-1)
    order = np.argsort(-flat, kind="stable")[:count]
    places = zip(*np.unravel_index(order, values.shape), strict=True)
    return [Value(tuple(map(int, place)), float(values[place])) for place in places]


def follow(network: ArithmeticNetwork, row: Array) -> tuple[FollowedLayer, ...]:
    """The layers in order, of one `row` `[*shape]` as `predict` takes it."""
    return tuple(_followed(network, row, network.forward(row[np.newaxis])))


def _followed(
    network: ArithmeticNetwork, row: Array, found: tuple[LayerValues, ...]
) -> Iterator[FollowedLayer]:
    places = {name: index for index, name in enumerate(layer_names(network.layers))}
    given = row.astype(np.float32)
    for values in found:
        index = places.get(values.name)
        before, after = None if values.before is None else values.before[0], values.after[0]
        yield FollowedLayer(
            values.name,
            values.kind,
            given,
            before,
            after,
            index,
            None if index is None else network.layers[index],
            of_layer(network.weights, values.name),
            None if values.mask is None else values.mask[0],
        )
        given = after
