"""Normalization over the batch or the layer, and dropout of whole channels."""

from typing import Annotated

from pydantic import Field

from mlpcli.config.initializers import Initializer, Ones, Seed, Zeros
from mlpcli.config.layers.base import Layer, Rate
from mlpcli.config.regularizers_constraints import Constraint, Regularizer
from mlpcli.config.types.class_choice import by_name


class _ScaledAndCentered(Layer):
    epsilon: Annotated[float, Field(gt=0)] = 1e-3
    center: bool = True
    scale: bool = True
    beta_initializer: Initializer = Zeros()
    gamma_initializer: Initializer = Ones()
    beta_regularizer: Regularizer | None = None
    gamma_regularizer: Regularizer | None = None
    beta_constraint: Constraint | None = None
    gamma_constraint: Constraint | None = None


class BatchNormalization(_ScaledAndCentered):
    """Normalizes each channel over the batch; at inference, by moving averages from training."""

    momentum: Annotated[float, Field(ge=0, le=1)] = 0.99
    moving_mean_initializer: Initializer = Zeros()
    moving_variance_initializer: Initializer = Ones()


class LayerNormalization(_ScaledAndCentered):
    """Normalizes the values of each row and step to mean 0 and variance 1."""


class SpatialDropout1D(Layer):
    """During training, sets a fraction `rate` of the channels of a sequence to 0."""

    rate: Rate
    seed: Seed | None = None


class SpatialDropout2D(Layer):
    """During training, sets a fraction `rate` of the channels of an image to 0."""

    rate: Rate
    seed: Seed | None = None


LAYERS = by_name(BatchNormalization, LayerNormalization, SpatialDropout1D, SpatialDropout2D)
