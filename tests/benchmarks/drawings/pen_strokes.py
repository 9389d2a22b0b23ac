"""Digits drawn by pens: skeletons of several hands, with jitter, slant, sizes and widths."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Forms = Mapping[int, Sequence[str]]
Points = NDArray[np.float64]

SIDE = 280

# Some forms of every digit: strokes, separated by slashes, of points `x,y` in a box of 100 x 100. A point
# that comes twice is a corner.
FIRST: Forms = {
    0: (
        "50,0 15,20 5,55 25,95 55,100 85,75 90,35 70,5 45,2",
        "60,2 30,10 12,50 30,93 60,95 82,60 78,20 55,0",
    ),
    1: (
        "50,0 50,50 50,100",
        "30,22 30,22 52,0 52,0 50,50 50,100",
        "62,0 50,50 40,100",
    ),
    2: (
        "12,25 30,3 65,3 80,28 55,60 10,100 10,100 50,98 90,100",
        "15,30 40,0 75,15 65,50 30,85 12,90 25,78 50,95 90,92",
    ),
    3: (
        "15,12 45,0 78,15 70,40 40,48 40,48 75,58 82,82 50,100 12,88",
        "15,3 15,3 80,3 80,3 45,40 45,40 80,55 75,90 40,100 12,85",
    ),
    4: (
        "62,0 62,0 10,65 10,65 90,65 / 65,35 65,100",
        "20,0 15,50 15,50 80,50 / 75,0 70,100",
    ),
    5: (
        "82,2 82,2 25,2 25,2 20,42 20,42 55,36 85,60 70,93 35,100 10,88",
        "25,2 22,42 22,42 60,40 80,70 55,98 15,92 / 25,2 80,0",
    ),
    6: (
        "70,0 35,20 15,60 25,93 60,100 82,78 65,55 35,58 18,75",
        "50,0 22,40 20,80 45,100 75,85 68,60 40,55 22,70",
    ),
    7: (
        "10,3 10,3 88,3 88,3 60,50 40,100",
        "10,5 10,5 85,0 85,0 55,50 40,100 / 35,50 80,48",
    ),
    8: (
        "75,12 45,0 20,20 45,45 75,68 70,95 40,100 20,80 45,50 72,28 70,8",
        "50,0 25,12 30,38 50,46 72,32 72,10 50,0 / 50,46 20,62 22,92 50,100 80,90 80,60 50,46",
    ),
    9: (
        "78,20 50,0 22,20 35,48 65,42 80,18 80,18 75,60 65,100",
        "75,10 40,2 20,30 45,50 72,30 75,8 75,8 75,60 55,95 25,95",
    ),
}

# Nothing is tuned on either set: both were written before anything was measured.
SECOND: Forms = {
    0: (
        "35,5 10,40 15,80 45,100 80,85 92,45 75,10 40,0 25,12",
        "50,2 30,30 28,70 50,98 70,70 72,30 50,2",
    ),
    1: (
        "40,0 45,40 55,100",
        "25,30 25,30 55,2 55,2 55,98 / 30,100 80,100",
    ),
    2: (
        "20,18 50,0 80,20 70,45 40,70 15,97 15,97 85,97",
        "10,15 35,2 70,10 72,40 45,75 20,98 15,82 35,80 60,95 95,90",
    ),
    3: (
        "20,8 55,0 75,20 60,42 35,46 35,46 70,52 85,75 60,98 20,96",
        "10,20 40,2 70,12 72,35 50,50 42,50 55,50 80,65 70,95 30,100 10,80",
    ),
    4: (
        "30,2 20,35 25,55 55,55 80,45 / 80,5 75,50 68,100",
        "70,100 70,0 70,0 8,70 8,70 95,70",
    ),
    5: (
        "75,0 75,0 30,5 30,5 25,45 25,45 60,45 78,70 60,95 20,100",
        "90,5 60,2 30,8 22,30 40,45 70,55 75,85 45,100 15,90",
    ),
    6: (
        "80,5 50,5 22,35 15,75 40,100 75,90 80,65 55,52 25,65",
        "35,0 20,50 25,90 55,100 80,80 70,58 45,58 25,80",
    ),
    7: (
        "15,10 40,5 85,5 85,5 70,35 50,70 45,100",
        "12,20 12,20 12,2 12,2 85,2 85,2 45,100",
    ),
    8: (
        "50,48 25,30 35,3 68,5 75,30 50,48 20,70 30,98 70,98 80,70 50,48",
        "80,8 50,2 25,15 35,40 65,60 72,88 50,100 28,88 35,62 65,40 82,10",
    ),
    9: (
        "70,5 40,0 20,25 40,45 70,30 75,5 75,5 72,50 70,100",
        "80,25 60,3 30,8 20,35 45,52 75,35 80,20 75,60 50,98",
    ),
}


def drawings(forms: Forms, seed: int, hands: int = 10) -> list[tuple[Image.Image, int]]:
    """Ten digits of every hand, black on white, 280 x 280; every hand has a slant and a pen of its own."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(hands):
        slant, width = random.uniform(-0.12, 0.35), random.uniform(0.5, 0.8)
        pen = float(np.exp(random.uniform(np.log(4), np.log(20))))
        for digit, variants in forms.items():
            strokes = _strokes(variants[random.integers(len(variants))])
            found.append((_drawn(strokes, slant, width, pen, random), digit))
    return found


def _drawn(
    strokes: Sequence[Points], slant: float, width: float, pen: float, random: np.random.Generator
) -> Image.Image:
    height = random.uniform(max(90, 6 * pen), 220)
    turn = random.normal(0, 0.06)
    image = Image.new("L", (SIDE, SIDE), 255)
    paths = [_path(points, random) for points in strokes]
    lines = [_placed(path, slant, width, height, turn) for path in paths]
    low = np.min([line.min(axis=0) for line in lines], axis=0)
    high = np.max([line.max(axis=0) for line in lines], axis=0)
    room = SIDE - 20 - pen - (high - low)
    corner = 10 + pen / 2 + random.uniform(0, 1, 2) * np.maximum(room, 0)
    draw = ImageDraw.Draw(image)
    for line in lines:
        for x, y in line - low + corner:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=0)
    return image


def _strokes(form: str) -> list[Points]:
    return [
        np.array([[float(number) / 100 for number in point.split(",")] for point in stroke.split()])
        for stroke in form.split("/")
    ]


def _path(points: Points, random: np.random.Generator) -> NDArray[np.float64]:
    """A Catmull-Rom spline through the points, which tremble."""
    places, which = np.unique(points, axis=0, return_inverse=True)
    knots = points + random.normal(0, 0.022, places.shape)[which.ravel()]
    before, after = 2 * knots[0] - knots[1], 2 * knots[-1] - knots[-2]
    knots = np.vstack([before, knots, after])
    share = np.linspace(0, 1, 60)[:, None]
    pieces = []
    for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        if np.allclose(b, c):
            continue
        # At a corner the neighbours do not pull.
        first = a if not np.allclose(a, b) else 2 * b - c
        last = d if not np.allclose(c, d) else 2 * c - b
        pieces.append(
            0.5
            * (
                2 * b
                + (c - first) * share
                + (2 * first - 5 * b + 4 * c - last) * share**2
                + (3 * b - first - 3 * c + last) * share**3
            )
        )
    return np.concatenate(pieces)


def _placed(
    path: NDArray[np.float64], slant: float, width: float, height: float, turn: float
) -> NDArray[np.float64]:
    x = (path[:, 0] - 0.5) * width - slant * (path[:, 1] - 0.5) * 0.6
    y = path[:, 1] - 0.5
    turned = np.stack([np.cos(turn) * x - np.sin(turn) * y, np.sin(turn) * x + np.cos(turn) * y], axis=-1)
    return turned * height
