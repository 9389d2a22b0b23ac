"""Data augmentation: random changes of images during training only."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from mlpcli.config.initializers import Seed
from mlpcli.config.layers.base import Layer
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


class _Random(Layer):
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
    value_range: Annotated[tuple[float, float], Field(strict=False)] = (0.0, 255.0)


LAYERS = by_name(RandomFlip, RandomRotation, RandomTranslation, RandomZoom, RandomContrast)
