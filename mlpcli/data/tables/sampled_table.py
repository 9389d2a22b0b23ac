"""Some rows of a table that is too large to be looked at as a whole."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.tables.kinds import sample_step
from mlpcli.data.tables.large_table import LargeTable
from mlpcli.data.tables.read_table import memory_of
from mlpcli.data.tables.table_file import TableFile

MOST_LOOKED_AT = 2**31
"""Bytes of memory: a table that needs more while it is encoded is looked at by a sample of its rows."""
_SAMPLED_BYTES = 2**28
_SEED = 0
# No column of a file is called so.
_NUMBER = "\0row"


@dataclass(frozen=True, kw_only=True)
class SampledTable(TableFile):
    """`frame` has only some rows, drawn at random and in order, of a table of `rows`; `numbers` are theirs in
    the file, from 0."""

    rows: int
    numbers: NDArray[np.int64]

    def place(self, row: int) -> str:
        return super().place(int(self.numbers[row]))

    @property
    def note(self) -> str:
        """What was looked at."""
        return (
            f"{self.path.name} has {self.rows:,} rows, of which {len(self):,} drawn at random were looked "
            "at; a training reads all"
        )


def with_last_row(file: LargeTable) -> SampledTable:
    """Rows from everywhere in a table, among them the first and the last."""
    last = file.scan.tail(1).collect(engine="streaming")
    frame = pl.concat([file.frame, last])
    numbers = np.append(np.arange(file.frame.height) * sample_step(file.rows), file.rows - 1)
    if frame.height > 1 and numbers[-2] == numbers[-1]:
        frame, numbers = file.frame, numbers[:-1]
    return SampledTable(frame=frame, rows=file.rows, numbers=numbers, **file.known)


def to_look_at(file: TableFile) -> TableFile:
    """The table itself, or some rows of one that is too large for its memory.

    Every row is drawn with the same probability, always the same ones: every tenth row would see one class
    alone where ten of them take turns.
    """
    if not isinstance(file, LargeTable):
        return file
    of = -(-memory_of(file) // _SAMPLED_BYTES)
    drawn = pl.col(_NUMBER).hash(_SEED) % of == 0
    # Units and totals stand in the first row and the last.
    drawn |= pl.col(_NUMBER).is_in([0, file.rows - 1])
    frame = file.scan.with_row_index(_NUMBER).filter(drawn).collect(engine="streaming")
    numbers = frame[_NUMBER].cast(pl.Int64).to_numpy()
    return SampledTable(frame=frame.drop(_NUMBER), rows=file.rows, numbers=numbers, **file.known)
