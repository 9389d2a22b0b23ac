"""Normalization over the batch or the layer, and dropout of whole channels."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from mlpcli.config.initializers import Initializer, Ones, Seed, Zeros
from mlpcli.config.layers.base import Layer, Rate, TrainingOnly, only
from mlpcli.config.regularizers_constraints import Constraint, Regularizer
from mlpcli.config.types.axes import Axes
from mlpcli.config.types.class_choice import by_name

_Axis = Annotated[int, Field(ge=-4, le=4), BeforeValidator(only)]


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

    axis: _Axis = -1
    momentum: Annotated[float, Field(ge=0, le=1)] = 0.99
    moving_mean_initializer: Initializer = Zeros()
    moving_variance_initializer: Initializer = Ones()


class LayerNormalization(_ScaledAndCentered):
    """Normalizes the values along `axis`, in each row by itself, to mean 0 and variance 1."""

    axis: Axes = -1


class GroupNormalization(_ScaledAndCentered):
    """Normalizes groups of channels of each row; with `groups: -1`, every channel is a group."""

    groups: Annotated[int, Field(ge=-1, le=1_000_000)] = 32
    axis: _Axis = -1


class RMSNormalization(Layer):
    """Divides by the root mean square along `axis`, then multiplies by a learned scale."""

    axis: Axes = -1
    epsilon: Annotated[float, Field(gt=0)] = 1e-6


class UnitNormalization(Layer):
    """Scales to length 1 along `axis`."""

    axis: Axes = -1


class SpatialDropout1D(TrainingOnly):
    """During training, sets a fraction `rate` of the channels of a sequence to 0."""

    rate: Rate
    seed: Seed | None = None


class SpatialDropout2D(TrainingOnly):
    """During training, sets a fraction `rate` of the channels of an image to 0."""

    rate: Rate
    seed: Seed | None = None


LAYERS = by_name(
    BatchNormalization,
    LayerNormalization,
    GroupNormalization,
    RMSNormalization,
    UnitNormalization,
    SpatialDropout1D,
    SpatialDropout2D,
)
