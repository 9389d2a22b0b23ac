"""The arguments that layers have in common."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from mlpcli.config.activations import Activation
from mlpcli.config.initializers import GlorotUniform, Initializer, Zeros
from mlpcli.config.regularizers_constraints import Constraint, Regularizer
from mlpcli.config.types.section import Named
from mlpcli.config.types.with_arguments import WithArguments, name_of

Count = Annotated[int, Field(ge=1, le=1_000_000)]
Padding = Literal["valid", "same"]
Padding1D = Literal["valid", "same", "causal"]
Rate = Annotated[float, Field(ge=0, lt=1)]
# Names that end in an underscore are reserved for layers that the tool adds.
LayerName = Annotated[str, Field(pattern=r"^[A-Za-z]([A-Za-z0-9_-]{0,62}[A-Za-z0-9-])?$")]


def both(value: Any) -> Any:
    """One value for both sides or dimensions."""
    return value if isinstance(value, list | tuple) else (value, value)


def only(value: Any) -> Any:
    """The value of a list of one, or the value itself."""
    return value[0] if isinstance(value, list | tuple) and len(value) == 1 else value


# One number for both dimensions, or one for each: height, then width.
Pair = Annotated[
    tuple[Count, Count],
    Field(strict=False),
    BeforeValidator(both),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 2, "maxItems": 2},
            ]
        }
    ),
]
# Two sides of an axis, each 0 or more; or one number for both.
Zero = Annotated[int, Field(ge=0, le=10_000)]
Border = Annotated[tuple[Zero, Zero], Field(strict=False)]
ZERO_SCHEMA: dict[str, Any] = {"type": "integer", "minimum": 0}
BORDER_SCHEMA: dict[str, Any] = {"type": "array", "items": ZERO_SCHEMA, "minItems": 2, "maxItems": 2}
# For one dimension, Keras accepts [3] as 3.
Single = Annotated[Count, BeforeValidator(only)]


class Layer(Named):
    """`name` is shown in tables; with `trainable: false` the weights keep their initial values.

    `learning_rate_factor` multiplies the optimizer's learning rate for the layer's weights.
    """

    has_gradient: ClassVar[bool] = True
    """Whether training can change the weights of the layers before it, whatever its arguments are."""

    name: LayerName | None = None
    trainable: bool = True
    learning_rate_factor: Annotated[float, Field(gt=0)] = 1.0

    @property
    def inner(self) -> "Layer":
        """The wrapped layer, or the layer itself."""
        return self

    @property
    def inner_path(self) -> tuple[str, ...]:
        """The keys that lead from its place among the layers to the arguments of the inner layer."""
        own = (type(self).__name__,)
        return own if self.inner is self else (*own, "layer", type(self.inner).__name__)

    @property
    def rate_factor(self) -> float:
        """The factor on the learning rate of its weights: its own, times that of a layer that it wraps."""
        inner = self.inner
        return self.learning_rate_factor * (1.0 if inner is self else inner.rate_factor)

    @property
    def is_measured(self) -> bool:
        """Whether it is adapted to the training rows before the first epoch."""
        return False

    @property
    def applied(self) -> str | None:
        """Keras's name of the activation that its outputs have passed; None if it has no activation."""
        activation = getattr(self, "activation", None)
        return None if activation is None else name_of(activation)

    @property
    def activations(self) -> tuple[WithArguments, ...]:
        """The activations with arguments that it computes."""
        return tuple(value for _, value in self.inner if isinstance(value, WithArguments))

    @property
    def uses_step(self) -> bool:
        """Whether it computes the activation `step`, which Keras lacks."""
        return any(value == "step" for _, value in self.inner)


class TrainingOnly(Layer):
    """A layer that draws random numbers while training, and else hands on what it gets.

    What it computes and what is said of it outside of training follows from that.
    """


class Biased(Layer):
    """The arguments of every layer that adds a bias and applies an activation."""

    activation: Activation = "linear"
    use_bias: bool = True
    bias_initializer: Initializer = Zeros()
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    bias_constraint: Constraint | None = None


class Kernel(Biased):
    """The arguments of every layer that has a kernel."""

    kernel_initializer: Initializer = GlorotUniform()
    kernel_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
