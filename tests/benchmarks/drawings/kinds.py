"""Digits as MNIST has them, made into what people draw, photograph and scan."""

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Digit = NDArray[np.uint8]
Random = np.random.Generator

SIDE = 200


def scaled(digit: Digit, longer: int) -> NDArray[np.float64]:
    """The ink of a 28 x 28 digit, 0 to 1, cut out, its longer side `longer` pixels."""
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    cut = digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = (max(1, round(side * longer / max(cut.shape))) for side in cut.shape)
    larger = Image.fromarray(cut).resize((width, height), Image.Resampling.BICUBIC)
    # The stairs of 28 pixels are smoothed away, and edges are as sharp as a pen's.
    soft = np.asarray(larger.filter(ImageFilter.GaussianBlur(longer / 60)), float) / 255
    return np.clip((soft - 0.5) * longer / 20 + 0.5, 0, 1)


def sheet(
    ink: NDArray[np.float64], random: Random, side: int = SIDE, centred: bool = False
) -> NDArray[np.float64]:
    """The ink on a sheet of `side` x `side`, in the middle or anywhere with a margin of 5 pixels."""
    whole = np.zeros((side, side))
    top, left = (
        (side - length) // 2 if centred else int(random.integers(5, side - length - 4))
        for length in ink.shape
    )
    whole[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return whole


def coloured(ink: NDArray[np.float64], pen: NDArray[np.float64], paper: NDArray[np.float64]) -> Image.Image:
    """Ink of the colour `pen` on `paper`, both RGB or pictures of it, 0 to 255."""
    mixed = ink[..., None] * pen + (1 - ink[..., None]) * paper
    return Image.fromarray(np.clip(np.rint(mixed), 0, 255).astype(np.uint8))


def grey(values: NDArray[np.float64]) -> Image.Image:
    return Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))


def as_is(digit: Digit, random: Random) -> Image.Image:
    return Image.fromarray(digit)


def inverted(digit: Digit, random: Random) -> Image.Image:
    return Image.fromarray(255 - digit)


def white_centred(digit: Digit, random: Random) -> Image.Image:
    return grey(255 * (1 - sheet(scaled(digit, 140), random, centred=True)))


def white_off_centre(digit: Digit, random: Random) -> Image.Image:
    return grey(255 * (1 - sheet(scaled(digit, 100), random)))


def small_off_centre(digit: Digit, random: Random) -> Image.Image:
    return grey(255 * (1 - sheet(scaled(digit, 60), random)))


def coloured_paper(digit: Digit, random: Random) -> Image.Image:
    paper, pen = random.uniform(150, 255, 3), random.uniform(0, 90, 3)
    return coloured(sheet(scaled(digit, 110), random), pen, paper)


def photo(digit: Digit, random: Random) -> Image.Image:
    """Light that falls off to a side and to the corners, a soft lens, and a sensor's noise."""
    ink = sheet(scaled(digit, 110), random)
    down, across = np.mgrid[-1:1:200j, -1:1:200j]
    angle = random.uniform(0, 2 * np.pi)
    light = 165 + 55 * (np.cos(angle) * across + np.sin(angle) * down) - 25 * (down**2 + across**2)
    light = light[..., None] * random.uniform(0.85, 1.0, 3)
    values = light * (1 - 0.75 * ink[..., None])
    soft = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.8))
    noisy = np.asarray(soft, float) + random.normal(0, 12, values.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def thin_pen(digit: Digit, random: Random) -> Image.Image:
    """The middle line of the digit, drawn with a pen of 3 pixels."""
    line = skeleton(scaled(digit, 120) > 0.5)
    wide = np.asarray(Image.fromarray(line.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(3)))
    return grey(255 - sheet(wide / 255.0, random) * 255)


def tight_crop(digit: Digit, random: Random) -> Image.Image:
    return grey(255 * (1 - scaled(digit, 120)))


def blackboard(digit: Digit, random: Random) -> Image.Image:
    """Broken white chalk on green with wiped clouds."""
    ink = sheet(scaled(digit, 110), random) * random.uniform(0.7, 1, (SIDE, SIDE))
    clouds = Image.fromarray(random.uniform(0, 255, (12, 12)).astype(np.uint8)).resize(
        (SIDE, SIDE), Image.Resampling.BICUBIC
    )
    board = np.array([40, 70, 55]) + np.asarray(clouds, float)[..., None] / 255 * 25
    return coloured(ink, np.array([235.0, 235, 225]), board + random.normal(0, 4, (SIDE, SIDE, 3)))


def transparent(digit: Digit, random: Random) -> Image.Image:
    """Ink on nothing, black or white."""
    ink = sheet(scaled(digit, 110), random)
    image = Image.new("RGBA", (SIDE, SIDE), "black" if random.random() < 0.5 else "white")
    image.putalpha(grey(255 * ink))
    return image


def jpeg(digit: Digit, random: Random) -> Image.Image:
    file = io.BytesIO()
    coloured_paper(digit, random).save(file, "JPEG", quality=12)
    return Image.open(file)


KINDS: dict[str, Callable[[Digit, Random], Image.Image]] = {
    kind.__name__: kind
    for kind in (
        as_is,
        inverted,
        white_centred,
        white_off_centre,
        small_off_centre,
        coloured_paper,
        photo,
        thin_pen,
        tight_crop,
        blackboard,
        transparent,
        jpeg,
    )
}


def skeleton(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The middle line of what is True (Zhang, Suen 1984)."""
    image = np.pad(mask, 1).astype(np.uint8)
    changed = True
    while changed:
        changed = False
        for first in (True, False):
            around = [np.roll(image, shift, (0, 1)) for shift in _AROUND]
            count = sum(around)
            steps = sum((a == 0) & (b == 1) for a, b in zip(around, [*around[1:], around[0]], strict=True))
            north, east, south, west = around[0], around[2], around[4], around[6]
            one, two = (
                (north * east * south, east * south * west)
                if first
                else (north * east * west, north * south * west)
            )
            gone = (image == 1) & (count >= 2) & (count <= 6) & (steps == 1) & (one == 0) & (two == 0)
            changed |= bool(gone.any())
            image[gone] = 0
    return image[1:-1, 1:-1] == 1


# The neighbours from the north on, clockwise, as what to roll by to see them.
_AROUND = ((1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1))
