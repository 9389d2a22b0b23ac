"""What the units of hidden layers do with rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.layers.activation import ReLU
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.recurrent import Recurrent
from mlpcli.inference.arithmetic.forward import LayerValues
from mlpcli.network.output_layer import head_of
from mlpcli.network.stack import Stack

RELU = frozenset({"relu", "relu6"})
SQUASHING = frozenset({"sigmoid", "tanh", "hard_sigmoid", "hard_tanh"})
# Where the slope of a sigmoid is a twenty-fifth of the largest, and that of tanh too.
_NEARLY = 0.98
# Healthy runs have up to 27 % of a layer (tides_forecast), ill ones 44 % and more.
_MANY_DEAD = 0.4
# One of two units is a small network's chance.
_FEWEST_DEAD = 3
_MOST = 0.5


@dataclass(frozen=True)
class LayerActivity:
    """A hidden layer with an activation, at `index` of the config's layers.

    A unit is an entry of the last axis: a channel of a convolution. `dead` is the share of units that are 0
    for all rows, of an activation like ReLU; `saturated` the share of all values where a sigmoid or tanh is
    nearly flat; `spread` how much units differ between rows: the mean of their standard deviations. All
    three are None if no rows were looked at. `rows` are those in which dead units were looked for. `withered`
    is the share of units of which hardly any weight is left, None if not known.
    """

    index: int
    name: str
    kind: str
    activation: str
    units: int
    dead: float | None = None
    saturated: float | None = None
    spread: float | None = None
    rows: int = 0
    withered: float | None = None

    @property
    def may_be_dead(self) -> bool:
        """Whether so large a share of the units is dead that more rows are to be looked at."""
        return (self.dead or 0.0) >= _MANY_DEAD

    @property
    def has_many_dead(self) -> bool:
        """Whether so many units are dead that it is no chance."""
        return self.may_be_dead and (self.dead or 0.0) * self.units >= _FEWEST_DEAD

    @property
    def has_withered(self) -> bool:
        """Whether most of the dead units are dead because no weight of theirs is left."""
        return (self.withered or 0.0) >= _MOST * (self.dead or 0.0) > 0

    @property
    def is_withered(self) -> bool:
        """Whether hardly any weight is left of so many units that it is no chance."""
        return (self.withered or 0.0) >= max(_MANY_DEAD, _FEWEST_DEAD / self.units)


def activities(
    layers: Sequence[Layer], stack: Stack, values: Sequence[LayerValues] = ()
) -> tuple[LayerActivity, ...]:
    """The hidden layers that can die or saturate, with what they did in `values`, if there are any."""
    by_name = {one.name: one for one in values}
    found = []
    for index in range(head_of(layers).index):
        planned, activation = stack.layers[index], _activation_of(layers[index])
        if activation not in RELU | SQUASHING:
            continue
        one = LayerActivity(index, planned.name, planned.kind, activation, planned.shape[-1])
        found.append(_measured(one, by_name[one.name]) if one.name in by_name else one)
    return tuple(found)


def _activation_of(layer: Layer) -> str:
    if isinstance(layer, ReLU):
        return "" if layer.negative_slope else "relu"
    return "" if isinstance(layer.inner, Recurrent) else layer.applied or ""


def _measured(layer: LayerActivity, values: LayerValues) -> LayerActivity:
    activation = layer.activation
    after = values.after.reshape(-1, values.after.shape[-1]).astype(np.float64)
    dead = float(_always_0(values).mean()) if activation in RELU else 0.0
    saturated = 0.0
    if activation in SQUASHING:
        centred = after if activation.endswith("tanh") else 2 * after - 1
        saturated = float((np.abs(centred) > _NEARLY).mean())
    spread = float(after.std(axis=0).mean())
    return replace(layer, dead=dead, saturated=saturated, spread=spread, rows=len(values.after))


def dead_in_all(
    layers: tuple[LayerActivity, ...], batches: Iterable[Sequence[LayerValues]]
) -> tuple[LayerActivity, ...]:
    """The layers with their units that are 0 in all rows of the batches, as far as it takes to see that no
    layer has many of them: a unit that is rarely needed is 0 for most rows."""
    dead: dict[str, NDArray[np.bool_]] = {}
    rows = 0
    for values in batches:
        if not any(one.may_be_dead for one in layers):
            break
        by_name = {one.name: one for one in values}
        rows += len(values[0].after)
        for one in layers:
            if one.activation in RELU:
                here = _always_0(by_name[one.name])
                dead[one.name] = here & dead[one.name] if one.name in dead else here
        layers = tuple(
            replace(one, dead=float(dead[one.name].mean()), rows=rows) if one.name in dead else one
            for one in layers
        )
    return layers


def _always_0(values: LayerValues) -> NDArray[np.bool_]:
    """`[units]`: whether a unit is 0 or below for all rows."""
    found: NDArray[np.bool_] = np.all(values.after.reshape(-1, values.after.shape[-1]) <= 0, axis=0)
    return found
