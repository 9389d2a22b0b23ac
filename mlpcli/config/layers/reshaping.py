"""Layers that reshape, pad, repeat or enlarge their input."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from mlpcli.config.layers.base import (
    BORDER_SCHEMA,
    ZERO_SCHEMA,
    Border,
    Count,
    Layer,
    Pair,
    Single,
    both,
)
from mlpcli.config.types.class_choice import by_name
from mlpcli.config.types.one_or_more import OneOrMore


def _borders(value: Any) -> Any:
    return tuple(map(both, both(value)))


class Flatten(Layer):
    """Flattens each row to a vector."""


class Reshape(Layer):
    """The same values in another shape; one entry may be -1, and is inferred."""

    target_shape: Annotated[
        tuple[Annotated[int, Field(ge=-1, le=1_000_000)], ...],
        Field(min_length=1, max_length=4, strict=False),
        OneOrMore(int),
    ]


class Permute(Layer):
    """Reorders the axes, counted from 1."""

    dims: Annotated[
        tuple[Annotated[int, Field(ge=1, le=4)], ...], Field(min_length=1, max_length=4, strict=False)
    ]


class RepeatVector(Layer):
    """Repeats a vector `n` times, as a sequence."""

    n: Count


_Ends = Annotated[Border, BeforeValidator(both), WithJsonSchema({"anyOf": [ZERO_SCHEMA, BORDER_SCHEMA]})]
_Sides = Annotated[
    tuple[Border, Border],
    Field(strict=False),
    BeforeValidator(_borders),
    WithJsonSchema(
        {
            "anyOf": [
                ZERO_SCHEMA,
                BORDER_SCHEMA,
                {"type": "array", "items": BORDER_SCHEMA, "minItems": 2, "maxItems": 2},
            ]
        }
    ),
]


class ZeroPadding1D(Layer):
    """Zeros before and after a sequence."""

    padding: _Ends = (1, 1)


class ZeroPadding2D(Layer):
    """Zeros around an image: one number, `[rows, columns]`, or `[[top, bottom], [left, right]]`."""

    padding: _Sides = ((1, 1), (1, 1))


class Cropping1D(Layer):
    """Removes the first and last steps of a sequence."""

    cropping: _Ends = (1, 1)


class Cropping2D(Layer):
    """Removes the edges of an image: one number, `[rows, columns]`, or `[[top, bottom], [left, right]]`."""

    cropping: _Sides = ((0, 0), (0, 0))


class CenterCrop(Layer):
    """Crops images at their center; smaller images are enlarged first."""

    height: Count
    width: Count


Interpolation = Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"]


class UpSampling1D(Layer):
    """Repeats every step `size` times."""

    size: Single = 2


class UpSampling2D(Layer):
    """Enlarges an image `size` times."""

    size: Pair = (2, 2)
    interpolation: Interpolation = "nearest"


class Resizing(Layer):
    """Resizes images; the aspect ratio is kept if they are cropped or padded."""

    height: Count
    width: Count
    interpolation: Interpolation = "bilinear"
    crop_to_aspect_ratio: bool = False
    pad_to_aspect_ratio: bool = False
    fill_mode: Literal["constant"] = "constant"
    fill_value: float = 0.0
    antialias: bool = False


LAYERS = by_name(
    Flatten,
    Reshape,
    Permute,
    RepeatVector,
    ZeroPadding1D,
    ZeroPadding2D,
    Cropping1D,
    Cropping2D,
    CenterCrop,
    UpSampling1D,
    UpSampling2D,
    Resizing,
)
