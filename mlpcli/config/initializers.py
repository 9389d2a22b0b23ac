"""Initializers: Keras's by name, or literal numbers."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from mlpcli.config.types.class_choice import ClassChoice, PlainValue, by_name, snake_case
from mlpcli.config.types.float32 import held_by_float32
from mlpcli.config.types.section import Named, Notation

Seed = Annotated[int, Field(ge=0, lt=2**31)]


@dataclass(frozen=True)
class LiteralValues(Notation):
    """Numbers written in the config. `values` are nested tuples of `shape`."""

    notation: ClassVar[JsonSchemaValue] = {
        "type": "array",
        "description": "literal numbers, nested in the shape of the weight",
    }

    shape: tuple[int, ...]
    values: Any

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Raises PydanticCustomError for ragged lists and for anything that is not a finite number."""
        if isinstance(value, cls):
            return value
        return cls(_shape(value), _frozen(value))


def _shape(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list | tuple):
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < float("inf"):
            raise PydanticCustomError("literal_number", "{found} is not a finite number", {"found": value})
        return ()
    shapes = {_shape(item) for item in value}
    if len(shapes) != 1:
        found = "an empty list" if not shapes else "lists of different lengths"
        raise PydanticCustomError(
            "ragged",
            "{found} among literal weights",
            {"found": found, "fix": "write one row for each input, each with one number for each unit"},
        )
    return (len(value), *shapes.pop())


def _frozen(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    return held_by_float32(float(value))


class Zeros(Named):
    pass


class Ones(Named):
    pass


class Constant(Named):
    value: float = 0.0


class _Seeded(Named):
    seed: Seed | None = None


class RandomNormal(_Seeded):
    mean: float = 0.0
    stddev: Annotated[float, Field(ge=0)] = 0.05


class TruncatedNormal(_Seeded):
    mean: float = 0.0
    stddev: Annotated[float, Field(ge=0)] = 0.05


class RandomUniform(_Seeded):
    minval: float = -0.05
    maxval: float = 0.05


class RandomSigns(_Seeded):
    """-1 or 1, each as often."""


class GlorotNormal(_Seeded):
    pass


class GlorotUniform(_Seeded):
    pass


class HeNormal(_Seeded):
    pass


class HeUniform(_Seeded):
    pass


class LecunNormal(_Seeded):
    pass


class LecunUniform(_Seeded):
    pass


class Orthogonal(_Seeded):
    gain: float = 1.0


class VarianceScaling(_Seeded):
    scale: Annotated[float, Field(gt=0)] = 1.0
    mode: Literal["fan_in", "fan_out", "fan_avg"] = "fan_in"
    distribution: Literal["normal", "truncated_normal", "untruncated_normal", "uniform"] = "truncated_normal"


class Identity(Named):
    gain: float = 1.0


INITIALIZERS = by_name(
    Zeros,
    Ones,
    Constant,
    RandomNormal,
    RandomUniform,
    RandomSigns,
    TruncatedNormal,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    Orthogonal,
    VarianceScaling,
    Identity,
)

ONE_INITIALIZER = ClassChoice(
    "initializer",
    INITIALIZERS,
    # Keras accepts these names too.
    other_names={snake_case(name): name for name in INITIALIZERS},
    plain=PlainValue(
        lambda value: isinstance(value, list | tuple | LiteralValues),
        LiteralValues,
        LiteralValues.notation,
    ),
)
Initializer = Annotated[Named | LiteralValues, ONE_INITIALIZER]
