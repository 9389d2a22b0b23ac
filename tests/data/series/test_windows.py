"""Windows over rows in order: their inputs, what follows them, and what is missing in them."""

from dataclasses import replace

import numpy as np

from mlpcli.data.series.windows import complete, filled_forward, first_rows, windows_at
from tests.data.series.examples import rows, schema

NAN = float("nan")


def test_a_window_is_followed_by_the_rows_that_are_its_targets() -> None:
    split = windows_at(rows(8), np.array([0, 2]), schema())
    assert split.inputs.dtype == split.targets.dtype == np.float32
    assert split.inputs[1].tolist() == [[2, 102], [3, 103], [4, 104]]
    assert split.targets.tolist() == [[3, 4], [5, 6]]


def test_targets_of_several_columns_stand_row_by_row() -> None:
    several = replace(rows(6), targets=rows(6).values)
    assert windows_at(several, np.array([1]), schema(targets=("a", "b"))).targets.tolist() == [
        [4, 104, 5, 105]
    ]


def test_a_horizon_of_0_is_the_last_row_of_the_window() -> None:
    assert windows_at(rows(6), np.array([1]), schema(horizon=0, features=("b", "c"))).targets.tolist() == [
        [3]
    ]


def test_classes_are_those_of_the_last_row_of_the_horizon() -> None:
    classes = replace(rows(6), targets=np.array([0, 1, 2, 3, 4, 5]))
    found = windows_at(classes, np.array([0, 1]), schema()).targets
    assert (found.dtype, found.tolist()) == (np.int32, [4, 5])


def test_no_window_spans_two_series() -> None:
    starts, ends = np.array([0, 6]), np.array([6, 10])
    assert first_rows(starts, ends, 4, 1).tolist() == [0, 1, 2, 6]
    assert first_rows(starts, ends, 4, 2).tolist() == [0, 2, 6]
    assert first_rows(starts, ends, 7, 1).tolist() == []


def test_windows_are_incomplete_that_miss_an_input_or_a_target() -> None:
    full = rows(9)
    full.values[2, 1] = NAN
    assert full.targets is not None
    full.targets[7] = NAN
    assert complete(full, np.arange(5), schema()).tolist() == [False, False, False, False, False]
    assert complete(full, np.arange(5), schema(horizon=1)).tolist() == [False, False, False, True, False]


def test_numbers_are_filled_forward_within_their_series() -> None:
    values = np.array([[1, NAN], [NAN, 2], [NAN, NAN], [NAN, 4], [5, NAN]])
    assert np.array_equal(
        filled_forward(values, np.array([0, 3])),
        [[1, NAN], [1, 2], [1, 2], [NAN, 4], [5, 4]],
        equal_nan=True,
    )
