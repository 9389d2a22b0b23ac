"""Rows of a text file that are none of data: totals and remarks below a table, and units above it."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import polars as pl

from mlpcli.data.tables.doubts import Doubt
from mlpcli.data.tables.large_table import LargeTable
from mlpcli.data.tables.numbers import parse_numbers
from mlpcli.data.tables.sampled_table import SampledTable, with_last_row
from mlpcli.data.tables.schema import NumberFormat
from mlpcli.data.tables.table_file import TableFile, shown
from mlpcli.errors import DataError

_TOTALS = frozenset(
    """
    total totals subtotal sum sums mean average avg summe summen gesamt gesamtsumme insgesamt zwischensumme
    durchschnitt mittelwert somme totaux moyenne totale suma media promedio soma totaal gemiddelde totalt
    summa razem итого всего сумма toplam 合計 総計 小計 計 平均 合计 总计 小计 합계 총계
    """.split()
)
_FEWEST = 8
# Rows below one of units.
_LOOKED_AT = 100
# A cell of totals is rounded, and its column has hardly any gap.
_ROUNDED, _GAPS = 1e-3, 0.1
# The sum of all rows by some of them: no row of data is as large by chance.
_ESTIMATED = 0.1
_LONGEST = 40


@dataclass(frozen=True)
class StrayRow:
    """A row that is none of data: `what` says what it looks like, `place` is its line, `cells` are its
    texts, and `numbers` those that are numbers."""

    what: str
    place: str
    cells: tuple[str, ...]
    numbers: tuple[str, ...] = ()

    @property
    def doubt(self) -> Doubt:
        """What to say of it in a table that could be read all the same."""
        return Doubt(self.what, f"remove {self.place}, unless it is a row of data")

    def explains(self, error: DataError) -> bool:
        """Whether an error is about this row."""
        # Messages have values in quotes, and classes by their names. A number says little, but as a class
        # without any other row.
        texts, numbers = _any_of(self.cells), _any_of(self.numbers)
        return any(
            re.search(one, error.message)
            for one in (
                rf"\b{self.place}\b",
                f"'{texts}'",
                rf"\bclass(?:es)? (?:.*, )?{texts}(?!\w)",
                rf"\bclass(?:es)? (?:[^;]*, )?{numbers}(?:, [^;]*)? ha(?:s|ve) only 1 row left\b",
            )
        )


def _any_of(texts: Sequence[str]) -> str:
    """A regular expression that finds any of the texts, and nothing without them."""
    return f"(?:{'|'.join(map(re.escape, texts)) or '(?!)'})"


def stray_rows(file: TableFile, form: NumberFormat, missing: Sequence[str]) -> tuple[StrayRow, ...]:
    """The first row if it has units, and the last one if it has totals or a remark; of files that have
    lines."""
    if file.lines is None or len(file) < _FEWEST or set(file.frame.dtypes) != {pl.String()}:
        return ()
    if isinstance(file, LargeTable):
        file = with_last_row(file)
    found = ((0, _units(file, form, missing)), (len(file) - 1, _below(file, form, missing)))
    return tuple(
        StrayRow(
            f"{file.path.name}: {file.place(row)} looks like {what}, not like data",
            file.place(row),
            *_words_and_numbers(_cells(file, row, missing), form),
        )
        for row, what in found
        if what
    )


@contextmanager
def noting_stray_rows(find: Callable[[], Sequence[StrayRow]]) -> Iterator[None]:
    """Adds to a DataError that is about one of the rows found what all of them look like."""
    try:
        yield
    except DataError as error:
        rows = find()
        if not any(row.explains(error) for row in rows):
            raise
        told = "; ".join((error.message, *(row.what for row in rows)))
        raise DataError(
            told, "; ".join((*(row.doubt.fix for row in rows), f"otherwise {error.fix}"))
        ) from error


def _cells(file: TableFile, row: int, missing: Sequence[str]) -> list[str]:
    """The texts of a row, empty if they mean missing values."""
    texts = [(text or "").strip() for text in file.frame.row(row)]
    return ["" if text in missing else text for text in texts]


def _are_numbers(texts: Sequence[str], form: NumberFormat) -> bool:
    return not len(parse_numbers(pl.Series(texts), form, ()).wrong)


def _words_and_numbers(cells: Sequence[str], form: NumberFormat) -> tuple[tuple[str, ...], tuple[str, ...]]:
    filled = [(text, _are_numbers([text], form)) for text in cells if text]
    return tuple(text for text, is_number in filled if not is_number), tuple(
        text for text, is_number in filled if is_number
    )


def _units(file: TableFile, form: NumberFormat, missing: Sequence[str]) -> str:
    """What the first row looks like if it has words where there are numbers below it."""
    first = _cells(file, 0, missing)
    if any(text and (len(text) > _LONGEST or _are_numbers([text], form)) for text in first):
        return ""
    # The last row may be one of totals.
    below = file.frame.slice(1, min(_LOOKED_AT, len(file) - 2))
    where = [
        text
        for text, column in zip(first, below.get_columns(), strict=True)
        if text
        and not _is_missing(column, missing).all()
        and not len(parse_numbers(column, form, missing).wrong)
    ]
    if len(where) < 2 and not any(re.fullmatch(r"[(\[].*[)\]]", text) for text in where):
        return ""
    return f"units ({', '.join(map(shown, where[:3]))})"


def _below(file: TableFile, form: NumberFormat, missing: Sequence[str]) -> str:
    last = _cells(file, len(file) - 1, missing)
    filled = [(text, name) for text, name in zip(last, file.names, strict=True) if text]
    gaps = [name for text, name in zip(last, file.names, strict=True) if not text]
    word = next((text for text, name in filled if _is_total(text) and _is_alone(file, name)), "")
    # Most files end here, before any column is read.
    if not filled or (not gaps and not word):
        return ""
    new = [name for name in gaps if _is_missing(file.frame[name], missing).sum() < _GAPS * len(file)]
    text, name = filled[0]
    if len(filled) == 1 and len(new) > 1 and _is_alone(file, name) and not _are_numbers([text], form):
        return f"{'a total' if word else 'a remark'} ({shown(text)})"
    added = [name for _, name in filled if _adds_up(file, name, form, missing, bool(word))]
    if word and (new or added):
        return f"a total ({shown(word)})"
    numbers = [name for text, name in filled if _are_numbers([text], form)]
    return "totals of the columns" if new and numbers and len(added) == len(numbers) else ""


def _is_total(text: str) -> bool:
    words = re.split(r"[\s:.*()\-\u3000]+", text.casefold())
    return len(text) <= _LONGEST and not _TOTALS.isdisjoint(words)


def _is_alone(file: TableFile, name: str) -> bool:
    """Whether no other row has the text that a column has in the last one."""
    column = file.frame[name]
    return int((column == column[-1]).sum()) == 1


def _is_missing(column: pl.Series, missing: Sequence[str]) -> "pl.Series":
    return column.fill_null("").str.strip_chars().is_in(list(missing))


def _adds_up(
    file: TableFile, name: str, form: NumberFormat, missing: Sequence[str], or_average: bool
) -> bool:
    """Whether the last number of a column is the sum of those above it, or their mean."""
    values = parse_numbers(file.frame[name], form, missing).values
    above, last = values[:-1], values[-1]
    if not np.isfinite(last) or not last or not np.isfinite(above).any():
        return False
    if isinstance(file, SampledTable) and len(file) < file.rows:
        return bool(np.isclose(last, np.nanmean(above) * (file.rows - 1), rtol=_ESTIMATED, atol=0))
    meant = [np.nansum(above), *([np.nanmean(above)] if or_average else [])]
    return any(np.isclose(last, one, rtol=_ROUNDED, atol=0) for one in meant)
