"""What a few of many image files have in common, without reading all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import starmap
from statistics import median

import numpy as np
from PIL import Image

from mlpcli.data.pictures.image_files import FORMATS
from mlpcli.data.pictures.read_image import BROKEN, GREY, WITHOUT_WARNINGS
from mlpcli.errors import DataError

# Files that are looked at; more do not change what most of them are.
_MOST = 200
# The longest side that is chosen: a small network trains on it in minutes without a GPU.
_LONGEST = 64
# Images of one shape differ by less in height by width, and so many of a folder decide.
_ALIKE, _MOSTLY = 0.03, 0.8
_ORIENTATION, _TURNED = 0x0112, (5, 6, 7, 8)
_THUMB = (64, 64)


@dataclass(frozen=True)
class Look:
    """`sizes` are heights and widths as shown; `is_grey` says whether all of these images are."""

    sizes: tuple[tuple[int, int], ...]
    is_grey: bool

    @property
    def size(self) -> tuple[int, int]:
        """Height and width to read them with: if most images have the same proportions, those of their middle
        size, scaled down so that the longer side is at most 64; else a square, as large as the shorter sides
        of most of them and at most 64.
        """
        if not self.differs:
            middle = sorted(self._alike)[len(self._alike) // 2]
            scale = min(1.0, _LONGEST / max(middle))
            height, width = (max(1, round(side * scale)) for side in middle)
            return height, width
        side = min(_LONGEST, int(median(starmap(min, self.sizes))))
        return side, side

    @property
    def differs(self) -> bool:
        """Whether most images have other proportions than those of `size`."""
        return len(self._alike) < _MOSTLY * len(self.sizes)

    @cached_property
    def _alike(self) -> list[tuple[int, int]]:
        """The sizes of the proportions that most have."""
        usual = median(height / width for height, width in self.sizes)
        return [size for size in self.sizes if abs(size[0] / size[1] - usual) <= _ALIKE * usual]

    @property
    def shown_sizes(self) -> str:
        """The sizes in words: `32x32`, or `20x30 to 480x640`."""
        ordered = sorted(set(self.sizes), key=lambda size: (size[0] * size[1], size))
        return " to ".join(f"{height}x{width}" for height, width in dict.fromkeys((ordered[0], ordered[-1])))


def look_at(files: Sequence[str]) -> Look:
    """Looks at up to 200 of the files, evenly spaced. Broken ones are passed over, as reading names them.

    Raises DataError if none of them can be read.
    """
    chosen = _spaced(files)
    sizes = []
    is_grey = True
    with WITHOUT_WARNINGS:
        for file in chosen:
            try:
                with open(file, "rb") as opened, Image.open(opened, formats=list(FORMATS)) as image:
                    sizes.append(_size(image))
                    is_grey = is_grey and _looks_grey(image)
            except (*BROKEN, Image.DecompressionBombError):
                continue
    if not sizes:
        raise DataError(
            f"none of {len(chosen)} files that were looked at is an image: {chosen[0]} is the first",
            "restore the files, or give another folder",
        )
    return Look(tuple(sizes), is_grey)


def hold_deep(files: Sequence[str]) -> bool:
    """Whether one of up to 200 of the files, evenly spaced, has more than 8 bits."""
    with WITHOUT_WARNINGS:
        return any(map(_is_deep, _spaced(files)))


def _is_deep(file: str) -> bool:
    try:
        with open(file, "rb") as opened, Image.open(opened, formats=list(FORMATS)) as image:
            return image.mode.startswith(("I", "F"))
    except (*BROKEN, Image.DecompressionBombError):
        return False


def _spaced(files: Sequence[str]) -> list[str]:
    return [files[index] for index in np.unique(np.linspace(0, len(files) - 1, _MOST).astype(int))]


def _size(image: Image.Image) -> tuple[int, int]:
    size = image.height, image.width
    return size[::-1] if image.getexif().get(_ORIENTATION) in _TURNED else size


def _looks_grey(image: Image.Image) -> bool:
    """Whether it is stored as grey, or has no colours."""
    if image.mode.startswith(GREY):
        return True
    image.draft("RGB", _THUMB)
    pixels = np.asarray(image.convert("RGB"), dtype=np.uint8)
    return bool((pixels == pixels[..., :1]).all())
