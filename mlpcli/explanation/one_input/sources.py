"""What the numbers are called that a layer is given."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mlpcli.config.layers import LAYERS
from mlpcli.config.layers.base import TrainingOnly
from mlpcli.explanation.one_input.followed import FollowedLayer, Place

# They change each value by itself, so that it keeps its name.
_BY_VALUE = frozenset(
    {
        *("Rescaling", "Normalization", "BatchNormalization", "Scale", "Activation"),
        *("ReLU", "LeakyReLU", "PReLU", "ELU", "Masking", "Identity", "ActivityRegularization"),
        *(name for name, kind in LAYERS.items() if issubclass(kind, TrainingOnly)),
    }
)
_MOVING = frozenset({"Flatten", "Reshape"})


def values_of(kind: str) -> Literal["kept", "moved", "mixed"]:
    """What a layer of this kind makes of values: each is changed by itself and `kept` in its place, `moved`
    in the same order to another shape, or they are `mixed`."""
    if kind in _MOVING:
        return "moved"
    return "kept" if kind in _BY_VALUE else "mixed"


def source_of(layers: Sequence[FollowedLayer], position: int, place: Place, columns: Sequence[str]) -> str:
    """Where the value at `place` comes from that the layer at `position` is given.

    A column of the table, the place in the input, or the place in the output of the last layer that mixed
    values: `age`, `input[3, 4, 0]`, `dense[7]`. `columns` are those of `encoded_columns`.
    """
    for layer in reversed(layers[:position]):
        found = values_of(layer.kind)
        if found == "moved":
            flat = np.ravel_multi_index(place, layer.after.shape)
            place = tuple(map(int, np.unravel_index(flat, layer.given.shape)))
        elif found == "mixed":
            return f"{layer.name}{list(place)}"
    if len(place) == 1 and place[0] < len(columns):
        return columns[place[0]]
    return f"input{list(place)}"
