"""Image files as 8-bit pixels, grey or RGB."""

import struct
import zlib
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from mlpcli.data.pictures.conversion import in_mode, reduce
from mlpcli.data.pictures.image_files import FORMATS, check_file
from mlpcli.data.pictures.png import check_pixels
from mlpcli.data.preprocessing.resize import MODES, Resize, White
from mlpcli.errors import DataError
from mlpcli.processes.standard_error import WarningsOff

MOST_PIXELS = 89_478_485
"""Above this Pillow warns of decompression bombs: 256 MiB as RGB."""
WHITE = White()
"""What is white unless other images were brighter or darker."""
# Floats are sometimes a little brighter than their white, as interpolation makes them.
_BRIGHTER = 1.1
NOTHING = White(0, 0.0)
"""The largest values of images of 8 bits."""
# What Pillow's decoders raise on broken files besides OSError.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    AttributeError,
    struct.error,
    zlib.error,
)
# Pillow warns of odd metadata, which is harmless here, and of bombs, which are an error below.
WITHOUT_WARNINGS = WarningsOff()
# What the modes of grey images begin with: 1 bit, 8 bits, 16 and 32 bits, floats.
GREY = ("1", "L", "I", "F")


@dataclass(frozen=True)
class Picture:
    """Pixels uint8 `[height, width, channels]`; `more` says whether the file has further frames or pages, and
    `largest` is its largest value if it has more than 8 bits, and 0 of other kinds."""

    pixels: NDArray[np.uint8]
    more: bool
    largest: White = NOTHING


def read_image(
    path: Path,
    channels: int | None,
    resize: Resize | None = None,
    most_pixels: int = MOST_PIXELS,
    white: White = WHITE,
) -> Picture:
    """The image file as uint8 `[height, width, channels]`; one channel is grey, three are RGB, and None is
    grey where the file is, else RGB.

    PNG, JPEG, BMP, GIF, WEBP and TIFF; of animations the first frame; rotated as the EXIF data says.
    Transparent pixels become white, or black if nothing would be seen on white. Grey of 16 or 32 bits
    and floats are scaled to 8 bits, so that `white` becomes 255. A JPEG that is much larger
    than `resize` gives is decoded at a smaller size, for that step to do the rest.

    Raises DataError naming the path for anything that is not such an image, is broken or cut off, has more
    than `most_pixels`, or is brighter than `white`, and for channel counts other than 1 and 3.
    """
    check_channels(path, channels)
    check_file(path)
    try:
        # Opened here, because Pillow maps files that it is given by path into memory: it then garbles TIFFs
        # that must be rotated, and the process crashes if a file becomes shorter meanwhile.
        with path.open("rb") as file:
            return read_open(file, path, channels, resize, most_pixels, white)
    except OSError as error:
        raise _broken(path, error) from error


def check_channels(path: Path, channels: int | None) -> None:
    """Raises DataError unless image files can have that many channels, see `read_image`."""
    if channels is not None and channels not in MODES:
        raise DataError(
            f"{path}: the network takes {channels} channels, but image files have 1 (grey) or 3 (RGB)",
            "give the rows as an .npy file",
        )


def read_open(
    file: BinaryIO,
    path: Path,
    channels: int | None,
    resize: Resize | None = None,
    most_pixels: int = MOST_PIXELS,
    white: White = WHITE,
) -> Picture:
    """As `read_image`, of a file that is open at its beginning, and that is not empty."""
    with WITHOUT_WARNINGS:
        image, more, largest = _decode(
            file, path, None if channels is None else MODES[channels], resize, most_pixels, white
        )
    return Picture(np.asarray(image, dtype=np.uint8).reshape(image.height, image.width, -1), more, largest)


def _decode(
    file: BinaryIO, path: Path, mode: str | None, resize: Resize | None, most_pixels: int, white: White
) -> tuple[Image.Image, bool, White]:
    try:
        with Image.open(file, formats=list(FORMATS)) as image:
            if image.width * image.height > most_pixels:
                raise _too_large(path, most_pixels)
            if image.format == "PNG":
                place = file.tell()
                check_pixels(file)
                file.seek(place)
            # Before converting: asking a GIF later moves it to its second frame.
            more = _holds_more(image)
            if resize is not None:
                reduce(image, resize.height, resize.width, resize.keep)
            # In place, because it copies what is upright already.
            ImageOps.exif_transpose(image, in_place=True)
            largest = _largest(image)
            _check_brightness(path, largest, white)
            mode = mode or ("L" if image.mode.startswith(GREY) else "RGB")
            return in_mode(image, mode, *white), more, largest
    except UnidentifiedImageError as error:
        raise DataError(f"{path} is not an image", f"expected one of {', '.join(FORMATS)}") from error
    except Image.DecompressionBombError as error:
        raise _too_large(path, most_pixels) from error
    except BROKEN as error:
        raise _broken(path, error) from error


def _holds_more(image: Image.Image) -> bool:
    # The second picture of a photo (MPO) is a preview or a map of its brightness, not another frame.
    return image.format != "MPO" and getattr(image, "is_animated", False)


def _largest(image: Image.Image) -> White:
    """The largest value of grey of more than 8 bits, but for that of transparent pixels."""
    if not image.mode.startswith(("I", "F")):
        return NOTHING
    values = np.asarray(image)
    seen = values[(values != image.info.get("transparency")) & np.isfinite(values)]
    largest = seen.max(initial=0)
    return White(0, float(largest)) if image.mode == "F" else White(int(largest), 0.0)


def white_of(largest: White) -> White:
    """What is white if these are the largest values of all images: the largest number of as many bits; that
    of `WHITE` without any of a kind."""
    grey, floats = largest
    return White(_of_bits(grey) if grey else WHITE.grey, white_of_floats(floats) if floats else WHITE.floats)


def white_of_floats(largest: float) -> float:
    """What is white if this is the largest value of images of floats."""
    return float(_of_bits(ceil(largest / _BRIGHTER)))


def _of_bits(number: int) -> int:
    return (1 << number.bit_length()) - 1


def _check_brightness(path: Path, largest: White, white: White) -> None:
    """Raises DataError for an image that is brighter than the training images. All of 32 bits are known from
    16, if that is all that these have."""
    is_wide = white.grey == WHITE.grey < largest.grey
    if largest.grey > white.grey and not is_wide:
        raise _too_bright(path, f"values up to {largest.grey:,}", f"{white.grey:,}")
    if white.floats and white_of_floats(largest.floats) > white.floats:
        raise _too_bright(path, f"floats up to {largest.floats:,g}", f"{white.floats:,g}")


def _too_bright(path: Path, found: str, white: str) -> DataError:
    return DataError(
        f"{path} has {found}; expected {white} at most, as in the training images",
        "write it with the range of the training images, or as an 8-bit image",
    )


def _broken(path: Path, error: Exception) -> DataError:
    return DataError(f"{path} is a broken image: {error}", "restore the file, or leave it out")


def _too_large(path: Path, most: int) -> DataError:
    return DataError(f"{path} has more than {most:,} pixels", "make the image smaller, or leave it out")
