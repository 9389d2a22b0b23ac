"""Windows by split: later ones are held back, and no row is in two splits."""

import numpy as np
import pytest

from mlpcli.data.series.splits import windows_by_split
from tests.data.series.examples import rows

LENGTH = 5


def covered(first: np.ndarray) -> set[int]:
    """All rows of windows, those that they predict among them."""
    return {int(row) + offset for row in first for offset in range(LENGTH)}


@pytest.mark.parametrize("stride", [1, 2, 7])
@pytest.mark.parametrize("starts", [(0,), (0, 40), (0, 3, 61)])
@pytest.mark.parametrize("timed", [False, True])
def test_no_row_of_a_later_split_is_in_a_window_of_an_earlier_one(
    stride: int, starts: tuple[int, ...], timed: bool
) -> None:
    times = None
    if timed:
        ends = (*starts[1:], 100)
        times = np.concatenate(
            [np.arange(end - start, dtype=float) for start, end in zip(starts, ends, strict=True)]
        )
    found = windows_by_split(rows(100, starts, times), LENGTH, stride, 0.2, 0.3)
    parts = {name: covered(first) for name, first in found.items()}
    assert all(parts.values())
    assert not parts["train"] & (parts["validation"] | parts["test"])
    assert not parts["validation"] & parts["test"]
    for name, later in (("train", "validation"), ("validation", "test")):
        for start, end in zip(starts, (*starts[1:], 100), strict=True):
            ours, theirs = ({row for row in parts[one] if start <= row < end} for one in (name, later))
            assert not ours or not theirs or max(ours) < min(theirs)


def test_the_shares_are_those_of_the_rows() -> None:
    found = windows_by_split(rows(100), LENGTH, 1, 0.25, 0.2)
    assert {name: (int(first[0]), int(first[-1])) for name, first in found.items()} == {
        "train": (0, 55),
        "validation": (60, 75),
        "test": (80, 95),
    }


def test_series_are_cut_at_the_same_time() -> None:
    # The second series begins when the test of the first does.
    times = np.concatenate([np.arange(20.0), np.arange(16.0, 26.0)])
    found = windows_by_split(rows(30, (0, 20), times), 2, 1, 0.0, 0.5)
    cut = np.sort(times)[15]
    assert (times[found["train"] + 1] < cut).all()
    assert (times[found["test"]] >= cut).all()
    assert not len(found["validation"])
