"""Digits as a hand draws them: strokes in several styles, slants, sizes and places."""

from collections.abc import Sequence
from itertools import cycle

import numpy as np

Stroke = list[tuple[float, float]]
"""Points x, y; a digit is 0 to 1 wide and high."""

PER_DIGIT = 10


def _arc(x: float, y: float, wide: float, high: float, begin: float, end: float) -> Stroke:
    """Part of an ellipse around x, y, in degrees: 0 is right, 90 is down."""
    turns = np.deg2rad(np.linspace(begin, end, 16))
    return [(x + wide * float(np.cos(turn)), y + high * float(np.sin(turn))) for turn in turns]


# Of every digit the styles in which it is drawn, each of one stroke or more.
STYLES: dict[int, list[list[Stroke]]] = {
    0: [[_arc(0.5, 0.5, 0.36, 0.5, -90, 270)], [_arc(0.5, 0.5, 0.28, 0.5, -60, 300)]],
    1: [[[(0.5, 0), (0.5, 1)]], [[(0.3, 0.22), (0.52, 0), (0.52, 1)]]],
    2: [
        [[*_arc(0.48, 0.28, 0.36, 0.28, -170, 30), (0.12, 1), (0.9, 1)]],
        [[*_arc(0.5, 0.3, 0.34, 0.3, -150, 60), (0.42, 0.74), (0.1, 0.98), (0.5, 0.95), (0.9, 1)]],
    ],
    3: [
        [[*_arc(0.45, 0.26, 0.36, 0.26, -150, 90), *_arc(0.45, 0.75, 0.42, 0.25, -90, 150)]],
        [[(0.12, 0.02), (0.82, 0.02), (0.42, 0.4), *_arc(0.42, 0.7, 0.42, 0.3, -70, 150)]],
    ],
    4: [
        [[(0.2, 0), (0.14, 0.55), (0.86, 0.55)], [(0.7, 0.05), (0.66, 1)]],
        [[(0.62, 1), (0.62, 0), (0.08, 0.66), (0.92, 0.66)]],
    ],
    5: [
        [[(0.85, 0.02), (0.25, 0.02), (0.2, 0.45), *_arc(0.45, 0.68, 0.4, 0.32, -100, 150)]],
        [[(0.24, 0.04), (0.2, 0.42), *_arc(0.44, 0.7, 0.36, 0.3, -110, 160)], [(0.24, 0.04), (0.85, 0.0)]],
    ],
    6: [
        [[(0.68, 0), (0.36, 0.3), *_arc(0.5, 0.7, 0.34, 0.3, 190, -170)]],
        [[(0.55, 0), *_arc(0.5, 0.68, 0.32, 0.32, 210, -150)]],
    ],
    7: [
        [[(0.1, 0.02), (0.88, 0.02), (0.42, 1)]],
        [[(0.1, 0.05), (0.88, 0.0), (0.55, 0.5), (0.45, 1)]],
    ],
    8: [
        [[*_arc(0.5, 0.25, 0.27, 0.25, 90, -270), *_arc(0.5, 0.75, 0.34, 0.25, -90, 270)]],
        [[*_arc(0.5, 0.26, 0.26, 0.26, -60, -270), *_arc(0.5, 0.76, 0.3, 0.24, -90, 270), (0.68, 0.1)]],
    ],
    9: [
        [[*_arc(0.48, 0.3, 0.32, 0.3, -10, -370), (0.78, 0.6), (0.74, 1)]],
        [[*_arc(0.46, 0.28, 0.32, 0.28, -20, -380), *_arc(0.35, 0.55, 0.43, 0.45, -20, 80)]],
    ],
}


def drawings(seed: int = 0) -> Sequence[tuple[int, list[Stroke]]]:
    """PER_DIGIT drawings of each digit, with their strokes on a pad 0 to 1 wide and high."""
    random = np.random.default_rng(seed)
    found = []
    for digit, styles in STYLES.items():
        for _, style in zip(range(PER_DIGIT), cycle(styles), strict=False):
            size = random.uniform(0.35, 0.8)
            wide, slant = size * random.uniform(0.6, 0.85), random.uniform(-0.12, 0.22)
            left, top = (random.uniform(0.06, 0.94 - side) for side in (wide, size))
            shaken = [[_placed(point, random, wide, size, left, top, slant) for point in s] for s in style]
            found.append((digit, shaken))
    return found


def _placed(
    point: tuple[float, float],
    random: np.random.Generator,
    wide: float,
    high: float,
    left: float,
    top: float,
    slant: float,
) -> tuple[float, float]:
    x, y = point
    shake = random.normal(0, 0.006, 2)
    x = left + wide * x + slant * high * (0.5 - y) + float(shake[0])
    return min(max(x, 0.02), 0.98), min(max(top + high * y + float(shake[1]), 0.02), 0.98)
