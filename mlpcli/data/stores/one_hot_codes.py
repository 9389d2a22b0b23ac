"""One-hot columns as one number each, which takes much less room in a file."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]


def packed(widths: Sequence[int], rows: Rows) -> Rows:
    """The `rows` `[rows, columns]`, whose last columns are groups of these `widths`, with the place of the 1
    instead of each group; its width if there is none.

    float32 holds all whole numbers up to 16 million.
    """
    start = rows.shape[1] - sum(widths)
    found = np.empty((len(rows), start + len(widths)), np.float32)
    found[:, :start] = rows[:, :start]
    for place, width in enumerate(widths, start=found.shape[1] - len(widths)):
        group = rows[:, start : start + width]
        found[:, place] = np.where(group.any(axis=1), group.argmax(axis=1), width)
        start += width
    return found


def unpacked(widths: Sequence[int], rows: Rows) -> Rows:
    """The rows that were `packed`."""
    start = rows.shape[1] - len(widths)
    found = np.zeros((len(rows), start + sum(widths)), np.float32)
    found[:, :start] = rows[:, :start]
    for place, width in enumerate(widths, start=start):
        codes = rows[:, place].astype(np.intp)
        given = np.flatnonzero(codes < width)
        found[given, start + codes[given]] = 1
        start += width
    return found
