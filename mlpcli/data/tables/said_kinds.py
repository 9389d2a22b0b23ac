"""What a column holds of which the config says it."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from mlpcli.config.dataset_facts import ColumnKind
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.tables.compact_dates import compact_format, year_last_formats
from mlpcli.data.tables.counted_times import UNITS, unit_of
from mlpcli.data.tables.date_formats import find_formats, nearest_format
from mlpcli.data.tables.dates import example_date, is_date_type, is_format
from mlpcli.data.tables.dotted_months import dotted_months
from mlpcli.data.tables.kinds import Look, dates_in
from mlpcli.data.tables.numbers import parse_numbers
from mlpcli.data.tables.schema import LONGEST_FORMAT, NumberFormat
from mlpcli.data.tables.spellings import better_spelling
from mlpcli.data.tables.table_file import shown
from mlpcli.errors import DataError

_KINDS: dict[str, ColumnKind] = {"number": "number", "boolean": "boolean", "category": "category"}
# As `strptime` calls them.
_SECONDS = {"%s": "seconds since 1970"}


def as_said(
    kind: str, form: str | None, column: pl.Series, numbers: NumberFormat, missing: Sequence[str]
) -> Look:
    """A column of which the config says what it holds, in a file whose `numbers` have this form. Raises
    DataError for a format that is none, and for dates of no known format."""
    if kind != "date":
        return Look(_KINDS[kind])
    if is_date_type(column.dtype):
        return Look("date", format="")
    texts = column.cast(pl.String).fill_null("").str.strip_chars()
    different = texts.filter(~texts.is_in(list(missing))).unique(maintain_order=True)
    if form is not None:
        form = _SECONDS.get(form, form)
        if form not in UNITS and (len(form) > LONGEST_FORMAT or not is_format(form)):
            raise _no_format(form, column.name, different)
        return Look("date", format=form)
    if formats := find_formats(different) or year_last_formats(different):
        return dates_in(formats)
    if compact := compact_format(column, missing).form or dotted_months(column, missing).form:
        return Look("date", format=compact, notice=f"its numbers are read as dates, as {compact}")
    parsed = parse_numbers(column, numbers, missing)
    unit = "" if len(parsed.wrong) else unit_of(parsed.values[~np.isnan(parsed.values)])
    if not unit:
        raise _no_known_format(column.name, different)
    return Look("date", format=unit, notice=f"its numbers are read as {unit}")


def _no_format(form: str, name: str, texts: pl.Series) -> DataError:
    found = find_formats(texts)
    such = f'"{found[0]}", that of {texts[0]}' if found else 'one such as "%d.%m.%Y"'
    return DataError(
        f"{form!r} is no format of dates for column {name}",
        f'write {such}; fractions of seconds are ".%f", or ",%3f" with 3 digits; '
        f"numbers that count time have one of {', '.join(UNITS)}",
    )


def _no_known_format(name: str, texts: pl.Series) -> DataError:
    what = f"no known format fits most dates of column {name}"
    otherwise = f"or leave the column out: columns: {one_line({name: 'ignore'})}"
    if spelling := better_spelling(texts):
        return DataError(f"{what}: {spelling}", f"write all of them so; {otherwise}")
    if nearest := nearest_format(texts):
        form, like, other = nearest
        said = one_line({name: {"kind": "date", "format": form}})
        return DataError(
            f"{what}: {shown(like)} is {form}, {shown(other)} is not",
            f"write all of them as {like}, or add the others to missing_values; then say columns: {said}",
        )
    such = f": found {shown(texts[0])}" if len(texts) else ""
    return DataError(f"{what}{such}", f"write them as {example_date('')}; {otherwise}")
