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
    found = [images]
    for _ in range(copies):
        turn, slant = random.normal(0, 0.14, (2, rows, 1, 1))
        tall, wide = np.exp(random.normal(0, 0.08, (rows, 1, 1))), np.exp(random.normal(0, 0.3, (rows, 1, 1)))
        bend = np.einsum("ha,drab,wb->drhw", smooth, random.normal(0, 0.045 * size, (2, rows, 5, 5)), smooth)
        down, across = places[:, None] / tall, places / wide
        y = np.cos(turn) * down - np.sin(turn) * across + bend[0] + (size - 1) / 2
        x = np.sin(turn) * down + np.cos(turn) * across + slant * down + bend[1] + (size - 1) / 2
        y, x = np.clip(y, 0, size - 1.001), np.clip(x, 0, size - 1.001)
        top, left = y.astype(int), x.astype(int)
        row = np.arange(rows)[:, None, None]
        values = sum(
            images[row, top + one, left + other, 0]
            * np.where(one, y - top, top + 1 - y)
            * np.where(other, x - left, left + 1 - x)
            for one in (0, 1)
            for other in (0, 1)
        )
        found.append(np.rint(values).astype("uint8")[..., None])
    return np.concatenate(found)
