"""The layers that a network can have, by their Keras names: each family lists its own."""

from collections.abc import Mapping
from typing import Annotated

from mlpcli.config.layers import (
    activation,
    augmentation,
    convolution,
    core,
    normalization,
    pooling,
    recurrent,
    reshaping,
    sequence,
    table,
)
from mlpcli.config.layers.base import Layer
from mlpcli.config.types.class_choice import ClassChoice

LAYERS: Mapping[str, type[Layer]] = {
    **core.LAYERS,
    **activation.LAYERS,
    **reshaping.LAYERS,
    **convolution.LAYERS,
    **pooling.LAYERS,
    **normalization.LAYERS,
    **augmentation.LAYERS,
    **recurrent.LAYERS,
    **sequence.LAYERS,
    **table.LAYERS,
}

_REFUSED = {
    "Lambda": "use the layers and activations listed by mlpcli schema: a config cannot run code",
    "Input": "remove it: the input's shape comes from the dataset",
    "InputLayer": "remove it: the input's shape comes from the dataset",
}

ONE_LAYER = ClassChoice("layer", LAYERS, refused=_REFUSED)
AnyLayer = Annotated[Layer, ONE_LAYER]
