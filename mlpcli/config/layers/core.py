"""Dense, and layers without trainable weights."""

from typing import Annotated

from pydantic import Field

from mlpcli.config.activations import Activation as ActivationName
from mlpcli.config.initializers import Seed
from mlpcli.config.layers.base import Count, Kernel, Layer, Rate
from mlpcli.config.regularizers_constraints import Regularizer
from mlpcli.config.types.class_choice import by_name

Numbers = Annotated[tuple[float, ...], Field(min_length=1, strict=False)]


class Dense(Kernel):
    """A fully connected layer."""

    units: Count


class Activation(Layer):
    """An activation as a separate layer."""

    activation: ActivationName
    activity_regularizer: Regularizer | None = None


class Dropout(Layer):
    """During training, sets a fraction `rate` of its inputs to 0."""

    rate: Rate
    seed: Seed | None = None


class GaussianNoise(Layer):
    """During training, adds Gaussian noise."""

    stddev: Annotated[float, Field(ge=0)]
    seed: Seed | None = None


class Rescaling(Layer):
    """Multiplies by `scale`, then adds `offset`."""

    scale: float
    offset: float = 0.0


class Normalization(Layer):
    """`(x - mean) / sqrt(variance)`; if not given, both are computed from the training rows."""

    mean: Numbers | None = None
    variance: Numbers | None = None

    @property
    def is_measured(self) -> bool:
        """Whether mean and variance are computed from the training rows."""
        return self.mean is None


LAYERS = by_name(Dense, Activation, Dropout, GaussianNoise, Rescaling, Normalization)
