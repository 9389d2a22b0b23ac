"""Drawings of a few strokes, and training images that have a frame."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from mlpcli.data.preprocessing import DrawingConvention

Picture = NDArray[np.uint8]

FRAME = DrawingConvention(28, 28, "bright", 20, "mass", (14.0, 14.0), (1.3, 1.8, 3.2, 5.0), (-0.5, 0.5), 0.0)
"""MNIST's, rounded."""


def seven(
    size: tuple[int, int] = (200, 300),
    ink: int = 0,
    paper: int = 255,
    at: tuple[int, int] = (40, 30),
    scale: float = 1.0,
    pen: int = 10,
) -> Picture:
    """A 7, 60 wide and 100 high, on `size` (width, height), drawn with a pen of 10."""
    image = Image.new("L", size, paper)
    draw_seven(image, ink, at, scale, pen)
    return np.array(image)[..., None]


def draw_seven(image: Image.Image, ink: int, at: tuple[int, int], scale: float = 1.0, pen: int = 10) -> None:
    x, y = at
    points = [(x, y), (x + 60 * scale, y), (x + 10 * scale, y + 100 * scale)]
    ImageDraw.Draw(image).line(points, fill=ink, width=pen, joint="curve")


def training_images(rows: int = 40) -> Picture:
    """Strokes of 20 x 8 pixels, most of them 2 wide, in the middle of 28 x 28, bright on black."""
    images = np.zeros((rows, 28, 28, 1), np.uint8)
    images[:, 4:24, 10:12] = images[:, 4:24, 16:18] = images[:, 4:6, 10:18] = 255
    images[::4, 4:24, 12:13] = 255
    return images


def centre(row: Picture) -> tuple[float, float]:
    """The pixel on which the centre of mass of bright ink is."""
    mass = row[..., 0].astype(float)
    places = np.arange(len(mass))
    return (mass.sum(axis=1) @ places) / mass.sum(), (mass.sum(axis=0) @ places) / mass.sum()


def extent(row: Picture) -> tuple[int, int]:
    rows, columns = row[..., 0].any(axis=1), row[..., 0].any(axis=0)
    return int(np.ptp(np.flatnonzero(rows))) + 1, int(np.ptp(np.flatnonzero(columns))) + 1
