"""Forecasts without a model: the last value, and that of a season ago."""

import numpy as np

from mlpcli.data.series.naive import last_values, seasonal_values
from mlpcli.data.series.windows import windows_at
from tests.data.series.examples import rows, schema


def test_the_last_row_is_repeated() -> None:
    kind = schema(window=4, horizon=3, targets=("b", "a"))
    found = last_values(kind, windows_at(rows(20), np.array([0, 5]), kind).inputs)
    assert found is not None
    assert found.tolist() == [[103, 3] * 3, [108, 8] * 3]


def test_a_season_ago_is_within_the_window_however_far_the_forecast() -> None:
    kind = schema(window=5, horizon=5, season=2)
    found = seasonal_values(kind, windows_at(rows(20), np.array([0]), kind).inputs)
    assert found is not None
    assert found.tolist() == [[3, 4, 3, 4, 3]]


def test_a_periodic_series_repeats_exactly() -> None:
    kind = schema(window=8, horizon=9, season=6)
    wave = rows(40)
    wave.values[:] = wave.values % 6
    assert wave.targets is not None
    wave.targets[:] = wave.targets % 6
    split = windows_at(wave, np.arange(10), kind)
    found = seasonal_values(kind, split.inputs)
    assert found is not None
    assert np.array_equal(found, split.targets)


def test_there_are_none_without_what_they_repeat() -> None:
    inputs = np.zeros((2, 3, 2), np.float32)
    assert last_values(schema(horizon=0, features=("b", "c")), inputs) is None
    assert last_values(schema(features=("b", "c")), inputs) is None
    assert seasonal_values(schema(), inputs) is None
    assert seasonal_values(schema(season=4), inputs) is None
