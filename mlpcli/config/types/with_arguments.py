"""What Keras has as a name alone, and here also with arguments: activations, losses and metrics."""

from typing import ClassVar

from mlpcli.config.types.class_choice import snake_case
from mlpcli.config.types.section import Named


class WithArguments(Named):
    """Written `leaky_relu: {negative_slope: 0.1}`.

    Its name in configs and in Keras is that of the class in snake case, unless `keras` is another one.
    """

    keras: ClassVar[str] = ""

    @classmethod
    def keras_name(cls) -> str:
        return cls.keras or snake_case(cls.__name__)


def name_of(chosen: str | WithArguments) -> str:
    """The name of an activation, a loss or a metric, with arguments or without."""
    return chosen.keras_name() if isinstance(chosen, WithArguments) else chosen
