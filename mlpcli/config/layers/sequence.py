"""Layers for sequences: embeddings, masks, and one layer applied to every step."""

from typing import Annotated

from mlpcli.config.initializers import Initializer, RandomUniform
from mlpcli.config.layers import convolution, pooling, recurrent, reshaping
from mlpcli.config.layers.base import Count, Layer
from mlpcli.config.layers.core import Dense
from mlpcli.config.regularizers_constraints import Constraint, Regularizer
from mlpcli.config.types.class_choice import ClassChoice, by_name


class Embedding(Layer):
    """Looks up a learned vector for each whole number from 0 to below `input_dim`.

    With `mask_zero`, recurrent layers and GlobalAveragePooling1D skip the steps that are 0.
    """

    input_dim: Count
    output_dim: Count
    embeddings_initializer: Initializer = RandomUniform()
    embeddings_regularizer: Regularizer | None = None
    embeddings_constraint: Constraint | None = None
    mask_zero: bool = False


class Masking(Layer):
    """Lets recurrent layers and GlobalAveragePooling1D skip steps whose values all equal `mask_value`."""

    mask_value: float = 0.0


_INNER = {
    **by_name(Dense, reshaping.Flatten, reshaping.Reshape),
    **convolution.LAYERS,
    **pooling.LAYERS,
    **recurrent.RECURRENT,
}
_SAME_WITHOUT = "write it without TimeDistributed: it does the same at every step by itself"
ONE_INNER = ClassChoice(
    "layer of TimeDistributed",
    _INNER,
    refused={
        name: _SAME_WITHOUT for name in ("Activation", "Dropout", "LayerNormalization", "ReLU", "Rescaling")
    },
)


class TimeDistributed(Layer):
    """Applies one layer, with the same weights, to every step of a sequence."""

    layer: Annotated[Layer, ONE_INNER]

    @property
    def inner(self) -> Layer:
        return self.layer

    @property
    def applied(self) -> str | None:
        return self.layer.applied


LAYERS = by_name(Embedding, Masking, TimeDistributed)
