"""Which windows are for training, validation and test: later rows are held back, and no row is in two."""

from collections.abc import Mapping

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.series.windows import OrderedRows, Rows, first_rows

SPLITS = ("train", "validation", "test")


def windows_by_split(
    rows: OrderedRows, length: int, stride: int, validation: float, test: float
) -> Mapping[str, Rows]:
    """The first rows of the windows of each split. A window of `length` rows, those that it predicts among
    them, has rows of one split only, so that nothing that is known of one is part of another.
    """
    part = _part_of_rows(rows, validation, test)
    # A stretch ends where the series or the split does.
    begins = np.zeros(len(rows), bool)
    begins[rows.starts] = True
    begins[1:] |= part[1:] != part[:-1]
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(rows))
    return {
        name: first_rows(starts[part[starts] == number], ends[part[starts] == number], length, stride)
        for number, name in enumerate(SPLITS)
    }


def _part_of_rows(rows: OrderedRows, validation: float, test: float) -> Array:
    """For each row the number of its split: the last share of rows is for the test, and the last of those
    before it for validation. Where there are times, they end at the same time in all series, so that no
    series tells of the future of another."""
    if rows.times is not None:
        ordered = np.sort(rows.times)
        cuts = [ordered[cut] if cut < len(ordered) else np.inf for cut in _cuts(len(rows), validation, test)]
        return np.searchsorted(np.array(cuts), rows.times, side="right")
    part = np.zeros(len(rows), np.intp)
    for start, end in zip(rows.starts, rows.ends, strict=True):
        first, second = _cuts(end - start, validation, test)
        part[start + first : end] += 1
        part[start + second : end] += 1
    return part


def _cuts(count: int, validation: float, test: float) -> tuple[int, int]:
    """The first row for validation and the first for the test, of so many."""
    second = count - round(test * count)
    return second - round(validation * second), second
