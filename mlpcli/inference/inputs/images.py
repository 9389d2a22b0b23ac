"""Image files as 8-bit pixels, grey or RGB."""

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from mlpcli.arguments import InvertMode as InvertMode
from mlpcli.data.dataset import Array
from mlpcli.data.preprocessing.image_border import border_mean
from mlpcli.data.preprocessing.resize import MODES
from mlpcli.errors import DataError
from mlpcli.inference.inputs.image_files import FORMATS, check_file
from mlpcli.inference.inputs.png import check_pixels
from mlpcli.standard_error import WarningsOff

# Above this Pillow warns of decompression bombs: 256 MiB as RGB.
_PIXEL_LIMIT = 89_478_485
# What Pillow's decoders raise on broken files besides OSError.
_BROKEN = (
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
_WITHOUT_WARNINGS = WarningsOff()
# What the modes of grey images begin with: 1 bit, 8 bits, 16 and 32 bits, floats.
_GREY = ("1", "L", "I", "F")
# White ink on nothing is not seen on white: less contrast than this, of 255, is none.
_LEAST_SEEN = 24
_DARK = 0.25
_BRIGHT = 0.75


@dataclass(frozen=True)
class Picture:
    """Pixels uint8 `[height, width, channels]`; `more` says whether the file has further frames or pages."""

    pixels: NDArray[np.uint8]
    more: bool


def read_image(path: Path, channels: int | None) -> Picture:
    """The image file as uint8 `[height, width, channels]`; one channel is grey, three are RGB, and None is
    grey where the file is, else RGB.

    PNG, JPEG, BMP, GIF, WEBP and TIFF; of animations the first frame; rotated as the EXIF data says.
    Transparent pixels become white, or black if nothing would be seen on white. 16-bit grey is scaled to
    8 bits. Raises DataError naming the path for anything that is not such an image, is broken or cut off, or
    has more than 89 million pixels, and for channel counts other than 1 and 3.
    """
    if channels is not None and channels not in MODES:
        raise DataError(
            f"{path}: the network takes {channels} channels, but image files have 1 (grey) or 3 (RGB)",
            "give the rows as an .npy file",
        )
    check_file(path)
    with _WITHOUT_WARNINGS:
        image, more = _decode(path, None if channels is None else MODES[channels])
    return Picture(np.asarray(image, dtype=np.uint8).reshape(image.height, image.width, -1), more)


def must_invert(image: Array, training_border: float | None, mode: InvertMode) -> bool:
    """Whether black and white of `image` must be swapped before the network sees it.

    `image` is `[..., height, width, channels]`: one image, or several with one answer for all.

    Networks for digits learn white strokes on black (MNIST's border is 0.0), but people draw and photograph
    black on white: without inversion, predictions would be wrong with high confidence. The border of an
    image is usually its background, so `auto` inverts if the border of `image` and the mean border of the
    training images are on different sides of the middle. It does so only for grey images, because colours
    have a meaning of their own, and only if the training images leave no doubt: a mean border up to 0.25 or
    from 0.75. In between, they had various backgrounds, or none.
    """
    if mode != "auto":
        return mode == "always"
    if image.shape[-1] != 1 or training_border is None or _DARK < training_border < _BRIGHT:
        return False
    return (border_mean(image) / 255 > 0.5) != (training_border > 0.5)


def _decode(path: Path, mode: str | None) -> tuple[Image.Image, bool]:
    try:
        # Opened here, because Pillow maps files that it is given by path into memory: it then garbles TIFFs
        # that must be rotated, and the process crashes if a file becomes shorter meanwhile.
        with path.open("rb") as file, Image.open(file, formats=list(FORMATS)) as image:
            if image.width * image.height > _PIXEL_LIMIT:
                raise _too_large(path)
            if image.format == "PNG":
                place = file.tell()
                check_pixels(file)
                file.seek(place)
            # Before converting: asking a GIF later moves it to its second frame.
            more = _holds_more(image)
            return _convert(ImageOps.exif_transpose(image), mode), more
    except UnidentifiedImageError as error:
        raise DataError(f"{path} is not an image", f"expected one of {', '.join(FORMATS)}") from error
    except Image.DecompressionBombError as error:
        raise _too_large(path) from error
    except _BROKEN as error:
        raise DataError(f"{path} is a broken image: {error}", "restore the file, or leave it out") from error


def _holds_more(image: Image.Image) -> bool:
    # The second picture of a photo (MPO) is a preview or a map of its brightness, not another frame.
    return image.format != "MPO" and getattr(image, "is_animated", False)


def _too_large(path: Path) -> DataError:
    return DataError(
        f"{path} has more than {_PIXEL_LIMIT:,} pixels", "make the image smaller, or leave it out"
    )


def _convert(image: Image.Image, mode: str | None) -> Image.Image:
    mode = mode or ("L" if image.mode.startswith(_GREY) else "RGB")
    if image.mode.startswith(("I", "F")):
        return _eight_bits(image).convert(mode)
    if image.mode == "La":  # Pillow converts the premultiplied modes only to their plain forms.
        image = image.convert("LA")
    if image.mode in ("RGBA", "RGBa", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = _on_ground(image)
    return image.convert(mode)


def _on_ground(image: Image.Image) -> Image.Image:
    """RGBA on white, or on black where something is seen on black alone."""
    grounds = (Image.new("RGBA", image.size, colour) for colour in ("white", "black"))
    on_white, on_black = (Image.alpha_composite(ground, image) for ground in grounds)
    return on_black if _contrast(on_white) < _LEAST_SEEN <= _contrast(on_black) else on_white


def _contrast(image: Image.Image) -> int:
    low, high = image.convert("L").getextrema()
    return int(high) - int(low)  # type: ignore[arg-type]


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits or of floats as 8 bits, with transparent pixels white.

    `convert("L")` would clip it to white. Mode I has 16-bit values too (some decoders widen them), so 32 bits
    are assumed only if a value needs them; floats are from 0 to 1 unless one is larger.
    """
    values = np.asarray(image, dtype=np.float64)
    transparent = values == image.info.get("transparency")
    if not np.isfinite(values).all():
        raise ValueError("it contains nan or infinite values")
    largest = float(values.max())
    if image.mode == "F":
        top = 1.0 if largest <= 1 else 255.0
    else:
        top = 65535.0 if largest <= 65535 else 2.0**31 - 1
    scaled = np.clip(np.rint(values * (255 / top)), 0, 255)
    return Image.fromarray(np.where(transparent, 255, scaled).astype(np.uint8))
