"""Rows in order, and schemas to cut them with."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.series.windows import OrderedRows


def schema(
    window: int = 3, horizon: int = 2, features: Sequence[str] = ("a", "b"), **more: Any
) -> SeriesSchema:
    """Of columns t, g, a, b and c, of which a is predicted."""
    more = {"targets": ("a",), **more}
    return SeriesSchema(
        ("t", "g", "a", "b", "c"), True, tuple(features), window=window, horizon=horizon, **more
    )


def rows(count: int, starts: Sequence[int] = (0,), times: Any = None) -> OrderedRows:
    """Row n holds n and 100 + n, and its target is n."""
    numbers = np.arange(count, dtype=np.float64)
    values = np.stack([numbers, 100 + numbers], axis=1)
    order = np.arange(count)
    return OrderedRows(values, numbers[:, None], order, np.array(starts), times)
