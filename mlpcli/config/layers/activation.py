"""Activations as separate layers, some with arguments and one with weights."""

from typing import Annotated

from pydantic import Field

from mlpcli.config.activations import NotNegative
from mlpcli.config.initializers import Initializer, Zeros
from mlpcli.config.layers.base import Layer
from mlpcli.config.regularizers_constraints import Constraint, Regularizer
from mlpcli.config.types.class_choice import by_name
from mlpcli.config.types.one_or_more import OneOrMore


class _OfEachValue(Layer):
    @property
    def applied(self) -> str:
        return type(self).__name__.lower().replace("leaky", "leaky_")


class ReLU(_OfEachValue):
    """Rectified linear unit: below `threshold`, a line of slope `negative_slope`; at most `max_value`."""

    max_value: NotNegative | None = None
    negative_slope: NotNegative = 0.0
    threshold: NotNegative = 0.0


class LeakyReLU(_OfEachValue):
    """Rectified linear unit with slope `negative_slope` below 0."""

    negative_slope: NotNegative = 0.3


class ELU(_OfEachValue):
    """Exponential linear unit: `alpha * (exp(x) - 1)` below 0."""

    alpha: NotNegative = 1.0


class PReLU(_OfEachValue):
    """Rectified linear unit with a learned slope below 0: one per value, shared along `shared_axes`."""

    alpha_initializer: Initializer = Zeros()
    alpha_regularizer: Regularizer | None = None
    alpha_constraint: Constraint | None = None
    shared_axes: (
        Annotated[
            tuple[Annotated[int, Field(ge=1, le=4)], ...],
            Field(min_length=1, max_length=4, strict=False),
            OneOrMore(int),
        ]
        | None
    ) = None


class Softmax(_OfEachValue):
    """Probabilities that sum to 1 along `axis`."""

    axis: Annotated[int, Field(ge=-4, le=4)] = -1


LAYERS = by_name(ReLU, LeakyReLU, PReLU, ELU, Softmax)
