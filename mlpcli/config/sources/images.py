"""A folder of images."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from mlpcli.config.sources.base import Rescale, SplitSource

_LARGEST = 4096
_SIDE = {"type": "integer", "minimum": 1, "maximum": _LARGEST}
Color = Literal["auto", "gray", "rgb"]
Fit = Literal["crop", "pad", "stretch"]


def _size(value: Any) -> Any:
    sides = value if isinstance(value, list | tuple) else [value, value]
    whole = all(isinstance(side, int) and not isinstance(side, bool) for side in sides)
    if value == "auto":
        return value
    if len(sides) != 2 or not whole or not all(1 <= side <= _LARGEST for side in sides):
        raise PydanticCustomError(
            "size",
            "expected auto, one number from 1 to {most}, or [height, width]",
            {"most": _LARGEST, "fix": "write auto, or a size such as 32 or [32, 48]", "value": "auto"},
        )
    return tuple(sides)


Size = Annotated[
    tuple[int, int] | Literal["auto"],
    PlainValidator(_size),
    WithJsonSchema(
        {"anyOf": [{"const": "auto"}, _SIDE, {"type": "array", "items": _SIDE, "minItems": 2, "maxItems": 2}]}
    ),
]


class ImageFolder(SplitSource):
    """A folder that has a folder of images per class, or `train`, `validation` and `test` folders of these.

    PNG, JPEG, BMP, GIF, WebP and TIFF of any size. The shares `validation` and `test` are drawn only if the
    folder has no such split of its own; with `validation: 0`, its own is not read either.
    """

    source: Literal["images"]
    path: Path = Field(description="the folder", strict=False)
    size: Size = Field(
        "auto",
        description="one number, or [height, width]; auto: that of the images, but at most 64",
    )
    color: Color = Field("auto", description="auto: gray if all images that were looked at are")
    fit: Fit = Field(
        "crop",
        description="what becomes of images of other proportions: edges cut off, a margin added, or squeezed",
    )
    rescale: Rescale = True
