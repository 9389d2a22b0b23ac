"""Pictures of every mode as 8-bit grey or RGB, and of every size as one size.

Plain functions of Pillow and NumPy alone, because a script includes them as they are.
"""

import numpy as np
from PIL import Image


def in_mode(image: Image.Image, mode: str, white: int = 65535, white_of_floats: float = 0.0) -> Image.Image:
    """The image in mode `L` or `RGB`, of 8 bits, on a ground of one colour where it is transparent.

    `white` and `white_of_floats` are as for `eight_bits`.
    """
    if image.mode.startswith(("I", "F")):
        return eight_bits(image, white, white_of_floats).convert(mode)
    if image.mode == "La":  # Pillow converts the premultiplied modes only to their plain forms.
        image = image.convert("LA")
    if image.mode in ("RGBA", "RGBa", "LA", "PA") or "transparency" in image.info:
        image = on_ground(image.convert("RGBA"))
    return image.convert(mode)


def on_ground(image: Image.Image) -> Image.Image:
    """RGBA on white, or on black where something is seen on black alone."""
    grounds = (Image.new("RGBA", image.size, colour) for colour in ("white", "black"))
    on_white, on_black = (Image.alpha_composite(ground, image) for ground in grounds)
    dark, light = (float(np.ptp(np.asarray(one.convert("L")))) for one in (on_black, on_white))
    # White ink on nothing is not seen on white: a contrast below 24 of 255 is none.
    return on_black if light < 24 <= dark else on_white


def eight_bits(image: Image.Image, white: int, white_of_floats: float) -> Image.Image:
    """Grey of 16 or 32 bits or of floats as 8 bits, with transparent pixels white.

    `white` is the value that becomes 255: cameras of 12 bits write 4095 at most into 16. `convert("L")` would
    clip it to white. Mode I has 16-bit values too (some decoders widen them), so all of 32 bits are assumed
    only for values that neither have. Floats without a white are from 0 to 1 unless one is larger. Raises
    ValueError for values that are not finite.
    """
    values = np.asarray(image, dtype=np.float64)
    transparent = values == image.info.get("transparency")
    if not np.isfinite(values).all():
        raise ValueError("it contains nan or infinite values")
    largest = float(values.max())
    if image.mode == "F":
        top = white_of_floats or (1.0 if largest <= 1 else 255.0)
    else:
        top = float(white) if largest <= max(white, 65535) else 2.0**31 - 1
    scaled = np.clip(np.rint(values * (255 / top)), 0, 255)
    return Image.fromarray(np.where(transparent, 255, scaled).astype(np.uint8))


def scaled_size(shape: tuple[int, ...], height: int, width: int, keep: str) -> tuple[int, int]:
    """Height and width of a whole picture of `shape`, once it is scaled to `height` x `width`.

    With `fill` it covers that size, with `fit` it lies within it, with `stretch` it is that size.
    """
    if keep == "stretch":
        return height, width
    choose = max if keep == "fill" else min
    scale = choose(height / shape[0], width / shape[1])
    return max(1, round(shape[0] * scale)), max(1, round(shape[1] * scale))


def reduce(image: Image.Image, height: int, width: int, keep: str) -> None:
    """Have a JPEG decoded at a half, a quarter or an eighth of its size, before its pixels are read, if that
    is still twice the size that `resized` gives it, or more. It takes a fraction of the time."""
    if image.format not in ("JPEG", "MPO"):
        return
    # Orientations from 5 on lie on their side.
    is_turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    shape = (image.width, image.height) if is_turned else (image.height, image.width)
    size = scaled_size(shape, 2 * height, 2 * width, keep)
    image.draft(None, size if is_turned else size[::-1])


def resized(image: Image.Image, height: int, width: int, keep: str) -> np.ndarray:
    """The picture as uint8 `[height, width, channels]`, by antialiased bilinear interpolation.

    `fill` cuts off what is too much, on both sides alike; `fit` puts it in the middle, on the colour of most
    of its border; `stretch` changes the proportions. A picture of that size stays as it is.
    """
    shape = (height, width, len(image.getbands()))
    if image.size == (width, height):
        return np.asarray(image, dtype=np.uint8).reshape(shape)
    down, across = scaled_size((image.height, image.width), height, width, keep)
    if keep != "fit":
        # The part that is kept, in pixels of the picture: of the longest ones nothing is enlarged in vain.
        wide, tall = image.width * width / across, image.height * height / down
        left, top = (image.width - wide) / 2, (image.height - tall) / 2
        box = (left, top, left + wide, top + tall)
        image = image.resize((width, height), Image.Resampling.BILINEAR, box)
        return np.asarray(image, dtype=np.uint8).reshape(shape)
    image = image.resize((across, down), Image.Resampling.BILINEAR)
    inner = np.asarray(image, dtype=np.uint8).reshape(down, across, shape[2])
    ring = np.ones((down, across), dtype=bool)
    ring[1:-1, 1:-1] = False
    row = np.broadcast_to(np.median(inner[ring], axis=0).astype(np.uint8), shape).copy()
    top, left = (height - down) // 2, (width - across) // 2
    row[top : top + down, left : left + across] = inner
    return row
