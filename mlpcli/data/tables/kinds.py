"""What the columns of a table hold, found by looking at some of their rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from mlpcli.config.dataset_facts import ColumnKind
from mlpcli.config.yaml.notation import key_text, one_line
from mlpcli.data.tables.compact_dates import compact_format, year_last_formats
from mlpcli.data.tables.counted_times import (
    RECENT,
    SPREADSHEET_DAYS,
    UNITS,
    is_named_as_time,
    likely_times,
    mixed_units,
)
from mlpcli.data.tables.date_directives import has_short_year, order_of
from mlpcli.data.tables.date_formats import find_formats
from mlpcli.data.tables.dates import is_date_type
from mlpcli.data.tables.dotted_months import dotted_months
from mlpcli.data.tables.numbers import numbers_among, parse_numbers, plain_numbers
from mlpcli.data.tables.schema import NumberFormat
from mlpcli.data.tables.spellings import better_spelling, spelling_of
from mlpcli.errors import DataError

TRUE = frozenset({"true", "yes", "t", "y"})
FALSE = frozenset({"false", "no", "f", "n"})
_SAMPLED = 10_000
# A column of numbers in which this share of the values are none is one with mistakes in it.
_MOSTLY = 0.8
# Text that differs in more than this share of the rows is a name or a number of the row, or free text.
_DIFFERENT = 0.5
_FEW = 20
LIKE_TEXT = "like an id or free text"
"""How the reason ends for which such a column is left out."""
# Cells that tell most columns of other numbers from times that are counted.
_LOOKED_AT = 20


@dataclass(frozen=True)
class Look:
    """What a column holds; `reason` says why it is left out, if it is, and `kind` is then None.

    `format` is that of dates, and `as_date` that in which numbers would be dates, if they look like some;
    `is_sure` says that there is hardly a doubt that they are.
    `like_dates` says that its texts look like dates, in a form that is not read.
    `notice` is what the user should know of the decision, and `instead` what the config can say of the column
    instead.
    """

    kind: ColumnKind | None
    format: str | None = None
    reason: str = ""
    notice: str = ""
    instead: str = "{kind: date, format: ...}"
    as_date: str = ""
    is_sure: bool = False
    like_dates: bool = False

    @property
    def order_format(self) -> str | None:
        """The format of dates that sort rows, also of those that are written as numbers; None for others."""
        if self.kind == "number":
            return self.as_date if self.as_date not in ("", *UNITS) else None
        return self.format

    def told(self, name: str) -> tuple[str, ...]:
        """The notice of a column of this name, with what changes it, if there is one."""
        if not self.notice:
            return ()
        instead = f"; columns: {{{key_text(name)}: {self.instead}}} changes it" if self.instead else ""
        return (f"{name}: {self.notice}{instead}",)


def sample(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows from everywhere in the table, ten to twenty thousand if it has more."""
    return frame.gather_every(sample_step(frame.height))


def sample_step(rows: int) -> int:
    """`sample` takes every so many of the `rows`; of a sample it takes all."""
    return max(1, rows // _SAMPLED)


def look_at_all(frame: pl.DataFrame, form: NumberFormat, missing: Sequence[str]) -> dict[str, Look]:
    """What each column holds, of which these are some rows, as `look` says."""
    plain = _plain_columns(frame, form) if not numbers_among(missing) else set()
    return {
        column.name: _numbers(column, form, missing) if column.name in plain else look(column, form, missing)
        for column in frame.get_columns()
    }


def _plain_columns(frame: pl.DataFrame, form: NumberFormat) -> set[str]:
    """The columns of texts all of which are plain numbers, and no codes; found for all columns at once, which
    takes a tenth of the time if there are thousands."""
    texts = frame.select(pl.col(pl.String))
    if not texts.width or not texts.height:
        return set()
    plain = plain_numbers(texts, form).select((pl.all().is_not_null() & pl.all().is_not_nan()).all())
    codes = texts.select(pl.all().str.contains(r"^\s*0[0-9]").any())
    return {name for name in texts.columns if plain[name][0] and not codes[name][0]}


def look(column: pl.Series, form: NumberFormat, missing: Sequence[str]) -> Look:
    """What a column, of which these are some rows, holds."""
    if column.dtype == pl.Boolean:
        return Look("boolean")
    if is_date_type(column.dtype):
        return Look("date", format="")
    if column.dtype != pl.String:
        return _numbers(column, form, missing)
    texts = column.fill_null("").str.strip_chars()
    texts = texts.filter(~texts.is_in(list(missing)))
    if not len(texts):
        return Look(None, reason="has no values")
    different = texts.unique(maintain_order=True)
    if _is_number(texts, different, form):
        return _codes(texts, different, form) or _numbers(column, form, missing)
    if different.str.to_lowercase().is_in([*TRUE, *FALSE]).all():
        return Look("boolean")
    if formats := find_formats(different):
        return dates_in(formats)
    return _dotted(column, missing, are_numbers=False) or _text(texts, different, form)


def _numbers(column: pl.Series, form: NumberFormat, missing: Sequence[str]) -> Look:
    """Numbers; it is told if they are times, as later rows have only some that training has not seen."""
    if months := _dotted(column, missing, are_numbers=True):
        return months
    compact = compact_format(column, missing)
    if compact.form:
        return _may_be_dates("look like dates", compact.form, compact.others, compact.is_sure)
    if not _may_count_time(column):
        return Look("number")
    values = parse_numbers(column, form, missing).values
    values = values[~np.isnan(values)]
    unit, others, is_sure = likely_times(column.name, values)
    if unit:
        return _may_be_dates(f"may be {unit}", unit, [f"{other:.15g}" for other in others], is_sure)
    if several := mixed_units(column.name, values):
        mixed = f"its numbers may be {' mixed with '.join(several)}, and are taken as they are"
        return Look("number", notice=f"{mixed}; write all in one unit", instead="")
    return Look("number")


def _dotted(column: pl.Series, missing: Sequence[str], are_numbers: bool) -> Look | None:
    """Months such as 06.2022, where there is hardly a doubt, or numbers that may be some. They `are_numbers`,
    unless points group digits in their table."""
    form, is_sure = dotted_months(column, missing)
    if not form:
        return None
    if is_sure or not are_numbers:
        notice = f"its numbers are read as months, as {form}"
        return Look("date", format=form, notice=notice, instead="number" if are_numbers else "category")
    return _may_be_dates("look like months", form, (), is_sure=False)


def _may_count_time(column: pl.Series) -> bool:
    """Whether `likely_times` may find times in a column, by its name and first cells."""
    if is_named_as_time(column.name):
        return True
    if column.dtype != pl.String and not column.dtype.is_numeric():
        return False
    # Of thousands of columns a few calls of Polars for each take seconds.
    first = [number for value in column.head(_LOOKED_AT).to_list() if (number := _number(value)) is not None]
    low, high = SPREADSHEET_DAYS
    return any(number >= RECENT[0] for number in first) or all(low <= number <= high for number in first)


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _may_be_dates(what: str, form: str, others: Sequence[str], is_sure: bool) -> Look:
    """Numbers that are dates in this format but for the `others`."""
    but = f" but for {' and '.join(others)}" if others else ""
    return Look(
        "number",
        notice=f"its numbers {what}{but}, and are taken as numbers",
        instead=one_line({"kind": "date", "format": form}),
        as_date="" if others else form,
        is_sure=is_sure,
    )


def _codes(texts: pl.Series, different: pl.Series, form: NumberFormat) -> Look | None:
    """What a column of digits holds of which some begin with a zero, such as postal codes: no numbers. It may
    be dates that end with the year."""
    if not different.str.contains("^0[0-9]").any() or not different.str.contains("^[0-9]+$").all():
        return None
    if formats := year_last_formats(different):
        return dates_in(formats)
    seen = _text(texts, different, form)
    if seen.kind is None:
        return seen
    zero = different.filter(different.str.contains("^0[0-9]"))[0]
    return Look("category", notice=f"codes such as {zero} are taken as categories", instead="number")


def _is_number(texts: pl.Series, different: pl.Series, form: NumberFormat) -> bool:
    wrong = parse_numbers(texts, form, ()).wrong
    if len(wrong) <= (1 - _MOSTLY) * len(texts):
        return True
    # One or two words among many numbers, such as `unknown`.
    words = texts.gather(wrong).n_unique()
    return len(wrong) <= len(texts) / 2 and words <= 2 and len(different) > _FEW


def require_order(seen: Look, column: pl.Series, path: Path, form_key: str, fix: str) -> None:
    """Raises DataError if a column holds neither dates nor numbers, as which it was `seen`. `form_key` is
    what a config says of how dates are written."""
    if seen.kind in ("date", "number"):
        return
    different = column.cast(pl.String).drop_nulls().unique(maintain_order=True)
    spelling = better_spelling(different)
    raise DataError(
        f"{path}: column {column.name} holds neither dates nor numbers, so rows have no order in time"
        + (f": {spelling}" if spelling else ""),
        f"write all of them so; {or_its_form(different, form_key)}or {fix}" if spelling else fix,
    )


def or_its_form(different: pl.Series, form_key: str) -> str:
    """That a config may say how dates are written, if they have no names of another language."""
    has_names = different.str.contains(r"[^\W\d_]").any()
    return "" if has_names else f"or say how they are written, as in {form_key}; "


def dates_in(formats: Sequence[str]) -> Look:
    """Dates that fit these formats, the likeliest first."""
    if order := _which_order(formats):
        return Look("date", format=formats[0], notice=order)
    if has_short_year(formats[0]):
        years = "its years of two digits are read as 1969 to 2068; if others are meant, write all with four"
        return Look("date", format=formats[0], notice=years, instead="")
    return Look("date", format=formats[0])


def _which_order(formats: Sequence[str]) -> str:
    """A notice of which numbers are day, month and year, if dates fit several `formats` that differ in it."""
    first, *others = [order_of(form) for form in formats]
    rivals = [order for order in others if order != first]
    if not rivals:
        return ""
    if all(order.index("year") == first.index("year") for order in rivals):
        return f"its dates are read as {formats[0]}, {first[0]} before {first[1]}"
    return f"its dates are read as {formats[0]}: {', '.join(first)}"


def _text(texts: pl.Series, different: pl.Series, form: NumberFormat) -> Look:
    count, rows = len(different), len(texts)
    instead, is_date = spelling_of(different, form)
    if count > _DIFFERENT * rows and count > _FEW:
        what = f": {instead}" if instead else f", {LIKE_TEXT}"
        reason = f"has {count:,} different texts in {rows:,} rows{what}"
        return Look(None, reason=reason, like_dates=is_date)
    if not instead:
        return Look("category")
    notice = f"its texts are taken as categories: {instead}"
    return Look("category", notice=notice, instead="", like_dates=is_date)
