"""Data augmentation: random changes of images during training only."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from mlpcli.config.initializers import Seed
from mlpcli.config.layers.base import Count, Layer, TrainingOnly
from mlpcli.config.types.class_choice import by_name


def _around_zero(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (_negative(value), value)


def _negative(value: Any) -> Any:
    return -value if isinstance(value, int | float) and not isinstance(value, bool) else value


_RANGE_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {
            "type": "array",
            "items": {"type": "number", "minimum": -1, "maximum": 1},
            "minItems": 2,
            "maxItems": 2,
        },
    ]
}
_Part = Annotated[float, Field(ge=-1, le=1)]
# A number f stands for [-f, f].
Range = Annotated[
    tuple[_Part, _Part], Field(strict=False), BeforeValidator(_around_zero), WithJsonSchema(_RANGE_SCHEMA)
]


def _from_zero(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (0.0, value)


_OF_ONE = {"type": "number", "minimum": 0, "maximum": 1}
_Fraction = Annotated[float, Field(ge=0, le=1)]
# A number f stands for [0, f]. So Keras's documentation has it for RandomShear and RandomColorDegeneration,
# too, which make [-f, f] of it; RandomShear then cannot load what it saved.
Fractions = Annotated[
    tuple[_Fraction, _Fraction],
    Field(strict=False),
    BeforeValidator(_from_zero),
    WithJsonSchema({"anyOf": [_OF_ONE, {"type": "array", "items": _OF_ONE, "minItems": 2, "maxItems": 2}]}),
]
ValueRange = Annotated[tuple[float, float], Field(strict=False)]
# What pixels are in a file.
BYTES = (0.0, 255.0)


class _Random(TrainingOnly):
    seed: Seed | None = None


class _Warp(_Random):
    fill_mode: Literal["constant", "nearest", "wrap", "reflect"] = "reflect"
    interpolation: Literal["nearest", "bilinear"] = "bilinear"
    fill_value: float = 0.0


class RandomFlip(_Random):
    """Flips images at random along one axis, or along each of two independently."""

    mode: Literal["horizontal", "vertical", "horizontal_and_vertical"] = "horizontal_and_vertical"


class RandomRotation(_Warp):
    """Rotates images by up to `factor` of a full turn."""

    factor: Range


class RandomTranslation(_Warp):
    """Shifts images by up to a fraction of their height and width."""

    height_factor: Range
    width_factor: Range


class RandomZoom(_Warp):
    """Zooms images in or out by up to a fraction."""

    height_factor: Range
    width_factor: Range | None = None


class RandomContrast(_Random):
    """Changes contrast by up to `factor`; `value_range` is the lowest and highest pixel value."""

    factor: Annotated[float, Field(ge=0, le=1)]
    value_range: ValueRange = BYTES


class RandomBrightness(_Random):
    """Changes brightness by up to `factor` of `value_range`, to which pixels are clipped."""

    factor: Range
    value_range: ValueRange = BYTES


class RandomCrop(Layer):
    """Crops images at a random position, the same in a batch; at inference, at the center."""

    seed: Seed | None = None
    height: Count
    width: Count


class RandomShear(_Warp):
    """Shears images in either direction by fractions drawn from `x_factor` and `y_factor`."""

    x_factor: Fractions = (0.0, 0.0)
    y_factor: Fractions = (0.0, 0.0)


class RandomErasing(_Random):
    """Erases a rectangle of an area drawn from `scale`, with a probability drawn from `factor`.

    It is filled with `fill_value`, or with noise.
    """

    factor: Fractions = (0.0, 1.0)
    scale: Fractions = (0.02, 0.33)
    fill_value: float | None = None
    value_range: ValueRange = BYTES


class RandomElasticTransform(_Warp):
    """Distorts images by a strength drawn from `scale`, with a probability drawn from `factor`."""

    factor: Fractions = (0.0, 1.0)
    scale: Fractions = (0.0, 1.0)
    value_range: ValueRange = BYTES


class RandomPerspective(_Random):
    """Moves corners of images by up to half of `scale`, with a probability drawn from `factor`."""

    factor: Fractions = (0.0, 1.0)
    scale: Annotated[float, Field(ge=0, le=1)] = 1.0
    interpolation: Literal["nearest", "bilinear"] = "bilinear"
    fill_value: float = 0.0


class RandomHue(_Random):
    """Turns colours around the colour circle, either way, by a share of half of it drawn from `factor`."""

    has_gradient: ClassVar[bool] = False

    factor: Fractions
    value_range: ValueRange = BYTES


class RandomColorDegeneration(_Random):
    """Takes a share of their colours out of images, drawn from `factor`: with 1, they are grey."""

    factor: Fractions
    value_range: ValueRange = BYTES


class RandomGrayscale(_Random):
    """Makes images grey with the probability `factor`; they keep their 3 channels."""

    factor: Annotated[float, Field(ge=0, le=1)] = 0.5


class RandomInvert(_Random):
    """Makes negatives of images, with a probability drawn from `factor`."""

    factor: Fractions = (0.0, 1.0)
    value_range: ValueRange = BYTES


class RandomSharpness(_Random):
    """Blurs or sharpens images by a number drawn from `factor`: 0 blurs, 0.5 changes nothing, 1 sharpens."""

    factor: Fractions
    value_range: ValueRange = BYTES


LAYERS = by_name(
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    RandomContrast,
    RandomBrightness,
    RandomCrop,
    RandomShear,
    RandomErasing,
    RandomElasticTransform,
    RandomPerspective,
    RandomHue,
    RandomColorDegeneration,
    RandomGrayscale,
    RandomInvert,
    RandomSharpness,
)
