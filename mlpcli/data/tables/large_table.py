"""Tables that are read a part at a time, always with the same rows in the same order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from mlpcli.data.tables.cells import whole_or_null
from mlpcli.data.tables.kinds import sample_step
from mlpcli.data.tables.table_file import TableFile

# The cells of a part, as the eight bytes that each is while it is parsed.
_PART_BYTES = 32 * 2**20


@dataclass(frozen=True, kw_only=True)
class LargeTable(TableFile):
    """A table of so many `rows`, of which `frame` has only those that `sample` takes; `scan` has all."""

    rows: int
    scan: pl.LazyFrame = field(repr=False)

    def __len__(self) -> int:
        return self.rows

    def parts(self, columns: Sequence[str], texts: Sequence[str] = ()) -> Iterator[TableFile]:
        """As in `TableFile`, with exactly these columns, at most 32 MB of numbers at a time."""
        wanted = self.scan.select(list(dict.fromkeys(columns))).with_columns(self._as_texts(texts))
        at_once = max(1, _PART_BYTES // (8 * max(1, len(columns))))
        first = 0
        # maintain_order, and chunks of just that size: what is drawn of the rows depends on neither.
        for frame in wanted.collect_batches(chunk_size=at_once, maintain_order=True, lazy=True):
            yield TableFile(
                self.path, frame, self.header, self.digest, self.lines, self.separator, self.first + first
            )
            first += frame.height

    def renamed(self, names: Mapping[str, str]) -> "LargeTable":
        return replace(self, frame=self.frame.rename(names), scan=self.scan.rename(names))

    def _as_texts(self, texts: Sequence[str]) -> list[pl.Expr]:
        """The floats among `texts` as whole numbers if all rows have such, which one part cannot tell."""
        floats = [name for name in texts if self.frame.schema[name].is_float()]
        if not floats:
            return []
        found = self.scan.select(whole_or_null(pl.col(floats)).all()).collect(engine="streaming").row(0)
        return [
            pl.col(name).cast(pl.Int64 if is_whole else pl.String, strict=False)
            for name, is_whole in zip(floats, found, strict=True)
        ]


def large_table(file: TableFile, rows: int, scan: pl.LazyFrame) -> LargeTable:
    """The table of all `rows` of `scan`, with what else is known of the `file`, whose frame is replaced."""
    some = scan.gather_every(sample_step(rows)).collect(engine="streaming")
    return LargeTable(frame=some, rows=rows, scan=scan, **file.known)
