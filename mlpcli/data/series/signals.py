"""Signals that are rows of a table."""

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.series.read_rows import numbers_of
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.series.windows import Rows, filled_forward
from mlpcli.data.tables.table_file import TableFile


def read_signals(file: TableFile, schema: SeriesSchema) -> tuple[Array, Rows]:
    """The signals float32 `[n, steps, 1]` that miss no number, and the rows of the file that they are.

    Raises DataError as `numbers_of` does.
    """
    values, kept = exact_signals(file, schema)
    return values.astype(np.float32), kept


def exact_signals(file: TableFile, schema: SeriesSchema) -> tuple[Array, Rows]:
    """The same in float64."""
    values = numbers_of(file, schema.channels, schema)
    if schema.rule == "forward":
        values = filled_forward(values.T, np.zeros(1, np.intp)).T
    kept = np.flatnonzero(~np.isnan(values).any(axis=1))
    return values[kept][..., None], kept
