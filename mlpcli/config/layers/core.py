"""Dense, and layers without trainable weights."""

from typing import Annotated

from pydantic import Field

from mlpcli.config.activations import Activation as ActivationName
from mlpcli.config.initializers import Seed
from mlpcli.config.layers.base import Count, Kernel, Layer, Rate, TrainingOnly
from mlpcli.config.regularizers_constraints import L1L2, Factor, Regularizer
from mlpcli.config.types.axes import AxesOrNone
from mlpcli.config.types.class_choice import by_name
from mlpcli.config.types.one_or_more import OneOrMore

Numbers = Annotated[tuple[float, ...], Field(min_length=1, strict=False), OneOrMore((int, float))]
Variances = Annotated[
    tuple[Annotated[float, Field(ge=0)], ...], Field(min_length=1, strict=False), OneOrMore((int, float))
]


class Dense(Kernel):
    """A fully connected layer."""

    units: Count


class Activation(Layer):
    """An activation as a separate layer."""

    activation: ActivationName
    activity_regularizer: Regularizer | None = None


class Dropout(TrainingOnly):
    """During training, sets a fraction `rate` of its inputs to 0."""

    rate: Rate
    seed: Seed | None = None


class GaussianNoise(TrainingOnly):
    """During training, adds Gaussian noise."""

    stddev: Annotated[float, Field(ge=0)]
    seed: Seed | None = None


class GaussianDropout(TrainingOnly):
    """During training, multiplies by Gaussian noise of mean 1 and variance `rate / (1 - rate)`."""

    rate: Rate
    seed: Seed | None = None


class AlphaDropout(TrainingOnly):
    """Dropout that preserves mean and variance, for inputs that come from `selu`."""

    rate: Rate
    seed: Seed | None = None


class Identity(Layer):
    """Returns its inputs unchanged."""


class ActivityRegularization(Layer):
    """Returns its inputs unchanged; adds an L1 and L2 penalty of them to the loss."""

    l1: Factor = 0.0
    l2: Factor = 0.0

    @property
    def activity_regularizer(self) -> L1L2 | None:
        """The penalty of its outputs, as other layers have it."""
        return L1L2(l1=self.l1, l2=self.l2) if self.l1 or self.l2 else None


class Rescaling(Layer):
    """Multiplies by `scale`, then adds `offset`."""

    scale: float
    offset: float = 0.0


class Normalization(Layer):
    """`(x - mean) / sqrt(variance)`; if not given, both are computed from the training rows.

    There is one pair for each position along `axis`, or a single pair with `axis: null`.
    """

    axis: AxesOrNone = -1
    mean: Numbers | None = None
    variance: Variances | None = None

    @property
    def is_measured(self) -> bool:
        """Whether mean and variance are computed from the training rows."""
        return self.mean is None


LAYERS = by_name(
    Dense,
    Activation,
    Dropout,
    GaussianNoise,
    GaussianDropout,
    AlphaDropout,
    Rescaling,
    Normalization,
    Identity,
    ActivityRegularization,
)
