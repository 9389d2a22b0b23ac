"""Forecasts without a model, which a network should be better than."""

from collections.abc import Mapping

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.series.schema import SeriesSchema


def last_values(schema: SeriesSchema, inputs: Array) -> Array | None:
    """For every window of `inputs` `[n, window, channels]` the targets of its last row, once for every row
    to predict: `[n, steps * targets]`. None unless later rows are predicted, of targets that are features.
    """
    known = _known(schema, inputs)
    if known is None:
        return None
    return np.repeat(known[:, -1:], schema.steps, axis=1).reshape(len(inputs), -1)


def seasonal_values(schema: SeriesSchema, inputs: Array) -> Array | None:
    """The same with the rows that are one season before those to predict, or as many seasons as it takes to
    be in the window; None too without a season, or with one that is longer than the window.

    Hyndman, Athanasopoulos, "Forecasting: Principles and Practice", 5.2: the seasonal naive method.
    """
    known = _known(schema, inputs)
    if known is None or not 0 < schema.season <= schema.window:
        return None
    rows = schema.window - schema.season + np.arange(schema.steps) % schema.season
    return known[:, rows].reshape(len(inputs), -1)


def _known(schema: SeriesSchema, inputs: Array) -> Array | None:
    """What a window has of the targets `[n, window, targets]`, if it has all and they are to be forecast."""
    places: Mapping[str, int] = {name: number for number, name in enumerate(schema.features)}
    if not schema.horizon or not set(schema.targets) <= set(places):
        return None
    return inputs[:, :, [places[name] for name in schema.targets]]
