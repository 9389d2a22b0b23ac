"""What the numbers are called that a layer is given."""

from collections.abc import Sequence

import numpy as np

from mlpcli.config.layers import augmentation
from mlpcli.explanation.one_input.followed import FollowedLayer, Place

# They change each value by itself, or only in training, so that it keeps its name.
_BY_VALUE = frozenset(
    {
        *("Rescaling", "Normalization", "BatchNormalization", "Scale", "Activation"),
        *("ReLU", "LeakyReLU", "PReLU", "ELU", "Masking", "Identity", "ActivityRegularization"),
        *("Dropout", "GaussianNoise", "GaussianDropout", "AlphaDropout"),
        *("SpatialDropout1D", "SpatialDropout2D"),
        *(set(augmentation.LAYERS) - {"RandomCrop"}),
    }
)
_MOVING = frozenset({"Flatten", "Reshape"})


def source_of(layers: Sequence[FollowedLayer], position: int, place: Place, columns: Sequence[str]) -> str:
    """Where the value at `place` comes from that the layer at `position` is given.

    A column of the table, the place in the input, or the place in the output of the last layer that mixed
    values: `age`, `input[3, 4, 0]`, `dense[7]`. `columns` are those of `encoded_columns`.
    """
    for layer in reversed(layers[:position]):
        if layer.kind in _MOVING:
            flat = np.ravel_multi_index(place, layer.after.shape)
            place = tuple(map(int, np.unravel_index(flat, layer.given.shape)))
        elif layer.kind not in _BY_VALUE:
            return f"{layer.name}{list(place)}"
    if len(place) == 1 and place[0] < len(columns):
        return columns[place[0]]
    return f"input{list(place)}"
