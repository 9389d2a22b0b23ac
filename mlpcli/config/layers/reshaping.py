"""Layers that reshape, pad, repeat or enlarge their input."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from mlpcli.config.layers.base import Count, Layer, Pair, Single
from mlpcli.config.types.class_choice import by_name

_Zero = Annotated[int, Field(ge=0, le=10_000)]
_Border = Annotated[tuple[_Zero, _Zero], Field(strict=False)]
_BORDER_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
}


def _border(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (value, value)


def _borders(value: Any) -> Any:
    return tuple(map(_border, _border(value)))


class Flatten(Layer):
    """Flattens each row to a vector."""


class Reshape(Layer):
    """The same values in another shape; one entry may be -1, and is inferred."""

    target_shape: Annotated[
        tuple[Annotated[int, Field(ge=-1, le=1_000_000)], ...],
        Field(min_length=1, max_length=4, strict=False),
    ]


class Permute(Layer):
    """Reorders the axes, counted from 1."""

    dims: Annotated[
        tuple[Annotated[int, Field(ge=1, le=4)], ...], Field(min_length=1, max_length=4, strict=False)
    ]


class RepeatVector(Layer):
    """Repeats a vector `n` times, as a sequence."""

    n: Count


class ZeroPadding1D(Layer):
    """Zeros before and after a sequence."""

    padding: Annotated[
        _Border,
        BeforeValidator(_border),
        WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, _BORDER_SCHEMA]}),
    ] = (1, 1)


class ZeroPadding2D(Layer):
    """Zeros around an image: one number, `[rows, columns]`, or `[[top, bottom], [left, right]]`."""

    padding: Annotated[
        tuple[_Border, _Border],
        Field(strict=False),
        BeforeValidator(_borders),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "integer", "minimum": 0},
                    _BORDER_SCHEMA,
                    {"type": "array", "items": _BORDER_SCHEMA, "minItems": 2, "maxItems": 2},
                ]
            }
        ),
    ] = ((1, 1), (1, 1))


class UpSampling1D(Layer):
    """Repeats every step `size` times."""

    size: Single = 2


class UpSampling2D(Layer):
    """Enlarges an image `size` times."""

    size: Pair = (2, 2)
    interpolation: Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"] = "nearest"


LAYERS = by_name(
    Flatten, Reshape, Permute, RepeatVector, ZeroPadding1D, ZeroPadding2D, UpSampling1D, UpSampling2D
)
