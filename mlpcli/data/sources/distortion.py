"""Distorted copies of images: what other hands would have written."""

import numpy as np


def distorted_copies(images: np.ndarray, copies: int, seed: list[int]) -> np.ndarray:
    """The images uint8 `[rows, size, size, 1]` and behind them so many distorted copies of all.

    Each copy is turned, slanted, scaled and bent, by amounts of its own (Simard, Steinkraus, Platt 2003).
    """
    # A generator whose numbers stay the same in all versions of NumPy.
    random = np.random.RandomState(np.random.MT19937(seed))
    rows, size = images.shape[:2]
    places = np.arange(size) - (size - 1) / 2
    # Displacements are drawn on 5 x 5 points, and smooth between them.
    smooth = np.exp(-((places[:, None] / size - np.linspace(-0.5, 0.5, 5)) ** 2) / 0.045)
    found = np.empty((copies + 1, *images.shape), np.uint8)
    found[0] = images
    for copy in found[1:]:
        turns, slants = random.normal(0, 0.14, (2, rows, 1, 1))
        heights = np.exp(random.normal(0, 0.08, (rows, 1, 1)))
        widths = np.exp(random.normal(0, 0.3, (rows, 1, 1)))
        bends = random.normal(0, 0.045 * size, (2, rows, 5, 5))
        # In parts that fit into the processor's cache, which is several times faster.
        for start in range(0, rows, 64):
            part = slice(start, start + 64)
            turn, slant, bend = turns[part], slants[part], smooth @ bends[:, part] @ smooth.T
            down, across = places[:, None] / heights[part], places / widths[part]
            y = np.cos(turn) * down - np.sin(turn) * across + bend[0] + (size - 1) / 2
            x = np.sin(turn) * down + np.cos(turn) * across + slant * down + bend[1] + (size - 1) / 2
            y, x = np.clip(y, 0, size - 1.001), np.clip(x, 0, size - 1.001)
            top, left = y.astype(int), x.astype(int)
            y, x = y - top, x - left
            pixels = images[part].reshape(-1)
            corner = np.arange(len(y))[:, None, None] * size**2 + top * size + left
            above = pixels[corner] * (1 - x) + pixels[corner + 1] * x
            below = pixels[corner + size] * (1 - x) + pixels[corner + size + 1] * x
            copy[part, ..., 0] = np.rint(above * (1 - y) + below * y)
    return found.reshape(-1, *images.shape[1:])
