"""Dates and times in texts."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

import numpy as np
import polars as pl

from mlpcli.data.tables.numbers import Parsed

_DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d-%b-%Y"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%y-%m-%d", "%y/%m/%d", "%y.%m.%d"),
    *("%d %b %y", "%b %d, %y", "%d-%b-%y"),
)
_TIMES = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S%.f", " %I:%M %p", " %I:%M:%S %p")
_ISO = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f%#z")
_OFFSETS = ("%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M%#z")
FORMATS = (*(day + time for day in _DAYS for time in _TIMES), *_ISO, *_OFFSETS, "%Y-%m")
# Dates in texts for those of a column that is dates by its type: ISO 8601, with a space or a T.
_TYPED = (
    "%Y-%m-%d",
    *(f"%Y-%m-%d{mark}%H:%M{rest}" for mark in " T" for rest in ("", ":%S%.f", "%#z", ":%S%.f%#z")),
)
_SEPARATED = {"%Y-%m-%d %H": "%Y-%m-%dT%H", "%Y-%m-%dT%H": "%Y-%m-%d %H"}
_ISO_LENGTH = len("%Y-%m-%d %H")
_SAMPLED = 500
_MOSTLY = 0.8
_MICRO = 1_000_000
# Polars takes a year of any number of digits for `%Y`, and would read 05.08.22 as a day of the year 5.
_DIGITS = {
    "%Y": "[0-9]{4}",
    "%y": "[0-9]{2}",
    **dict.fromkeys(("%d", "%m", "%H", "%I", "%M", "%S"), r"\s*[0-9]{1,2}"),
}
_SPELLED = {".%f": "%.f", "%F": "%Y-%m-%d", "%D": "%m/%d/%y"}
# Of years of two digits, Python's first of the 20th century is 69, and the first one of Polars is 70.
DIFFERING_YEAR, CENTURY = 2069, "-100y"


def is_date_type(dtype: pl.DataType) -> bool:
    """Whether a column holds dates by its type."""
    return dtype == pl.Date or isinstance(dtype, pl.Datetime)


def find_formats(texts: pl.Series) -> list[str]:
    """The formats that fit as many of these texts as any other does, if those are most; the first is the
    likeliest. `texts` are different ones, none of them missing."""
    texts = texts.head(_SAMPLED).str.strip_chars()
    # Nothing that is short or has no digit is tried with all formats.
    if not len(texts) or texts.str.contains(r"\d.*[-/. :,].*\d").sum() < _MOSTLY * len(texts):
        return []
    enough = _MOSTLY * len(texts)
    # It takes a tenth of the time to see that a format has another shape.
    formats = [form for form in FORMATS if _has_shape(texts, form).sum() >= enough]
    fits = {form: int(_seconds(texts, form).is_not_null().sum()) for form in formats}
    most = max(fits.values(), default=0)
    if most < enough:
        return []
    return _likelier_year_first(texts, [form for form, count in fits.items() if count == most])


def _likelier_year_first(texts: pl.Series, formats: list[str]) -> list[str]:
    """The formats with those that begin with the year put first only if by them the dates lie much closer
    together: all days of 2022 would otherwise be the 22nd of a month, in 31 years."""
    leading = [form for form in formats if form.startswith("%y")]
    others = [form for form in formats if form not in leading]
    if leading and others and 2 * _span(texts, leading[0]) < _span(texts, others[0]):
        return leading + others
    return others + leading


def _span(texts: pl.Series, form: str) -> float:
    seconds = _seconds(texts, form).drop_nulls().to_numpy()
    return float(seconds.max() - seconds.min())


def order_of(form: str) -> tuple[str, ...]:
    """The order in which a format has day, month and year."""
    names = {"d": "day", "m": "month", "b": "month", "B": "month", "y": "year", "Y": "year"}
    return tuple(names[letter] for letter in re.findall("%([dmbByY])", form))


def format_in(column: pl.Series, form: str) -> str:
    """The format of a column of another file than that of training, which had `form`: the same with the other
    of the separators of ISO 8601, a space and a T, if more of its texts have that between date and time."""
    if column.dtype != pl.String or not form.startswith(tuple(_SEPARATED)):
        return form
    start = form[:_ISO_LENGTH]
    other = form.replace(start, _SEPARATED[start])
    texts = column.str.strip_chars()
    fits, fits_other = (int(_seconds(texts, one).is_not_null().sum()) for one in (form, other))
    return other if fits_other > fits else form


def parse_dates(column: pl.Series, form: str, missing: Sequence[str]) -> Parsed:
    """The seconds since 1970 of the dates of a column of texts in the format `form`, or of dates.

    An empty format is that of a column that held dates by its type: its texts are read as ISO 8601 has them.
    """
    if is_date_type(column.dtype):
        seconds = column.cast(pl.Datetime("us")).dt.epoch("us").cast(pl.Float64) / _MICRO
        is_missing = column.is_null()
    elif column.dtype == pl.String:
        texts = column.fill_null("").str.strip_chars()
        seconds, is_missing = (
            _seconds(texts, form) if form else _iso_seconds(texts),
            texts.is_in(list(missing)),
        )
    else:
        seconds, is_missing = pl.Series([None] * len(column), dtype=pl.Float64), column.is_null()
    values = seconds.fill_null(float("nan")).to_numpy().astype(np.float64)
    absent = is_missing.to_numpy().astype(bool)
    values[absent] = np.nan
    return Parsed(values, np.flatnonzero(absent), np.flatnonzero(np.isnan(values) & ~absent))


def _iso_seconds(texts: pl.Series) -> pl.Series:
    seconds = pl.Series([None] * len(texts), dtype=pl.Float64)
    for form in _TYPED:
        if not seconds.has_nulls():
            break
        seconds = seconds.fill_null(_seconds(texts, form))
    return seconds


def _seconds(texts: pl.Series, form: str) -> pl.Series:
    texts = texts.set(~_has_shape(texts, form), None)
    # Without a day Polars reads no date.
    if form == "%Y-%m":
        texts, form = texts + "-01", "%Y-%m-%d"
    try:
        with _quietly(form):
            times = texts.str.to_datetime(polars_format(form), strict=False, time_unit="us", exact=True)
    except pl.exceptions.PolarsError:
        return pl.Series([None] * len(texts), dtype=pl.Float64)
    if has_short_year(form):
        times = times.zip_with(times.dt.year() != DIFFERING_YEAR, times.dt.offset_by(CENTURY))
    return times.dt.epoch("us").cast(pl.Float64) / _MICRO


def has_short_year(form: str) -> bool:
    """Whether the years of a format have two digits: those from 69 are of the 20th century, as in Python."""
    return "%y" in polars_format(form)


def _has_shape(texts: pl.Series, form: str) -> pl.Series:
    """Which texts have as many digits in a year as the format."""
    return texts.str.contains(_shape(form))


@cache
def _shape(form: str) -> str:
    """A regular expression that fits texts whose year has as many digits as in the format."""
    parts = re.split("(%[-_0.:#0-9]*[A-Za-z%])", polars_format(form))
    body = (_DIGITS.get(part, ".*") if at % 2 else _literal(part) for at, part in enumerate(parts))
    return f"^{''.join(body)}$"


def _literal(text: str) -> str:
    return r"\s*".join(re.escape(part) for part in re.split(r"\s+", text))


@contextmanager
def _quietly(form: str) -> Iterator[None]:
    """Without the warning of formats that only runs of older versions have: their `%f` counts nanoseconds."""
    if not _counts_nanoseconds(form):
        yield
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pl.exceptions.ChronoFormatWarning)
        yield


def _counts_nanoseconds(form: str) -> bool:
    return "%f" in polars_format(form)


def polars_format(form: str) -> str:
    """The format for Polars, which reads fractions of seconds with `%.f` where `strptime` has `.%f`; its year
    is spelled out."""
    for short, spelled in _SPELLED.items():
        form = form.replace(short, spelled)
    return form


def example_date(form: str) -> str:
    """A date as texts of this format have it, for messages. Its day is the number of no month.

    An empty format is as in `parse_dates`; one of an older run that writes nothing is given as it stands.
    """
    # Polars reads `%#z`, and writes none.
    written = polars_format(form or "%Y-%m-%d").replace("%#z", "%:z")
    try:
        return str(pl.Series([datetime(2024, 3, 25, 13, 45, 30, tzinfo=UTC)]).dt.strftime(written)[0])
    except (pl.exceptions.PolarsError, ValueError):
        return form


def is_format(form: str) -> bool:
    """Whether a format can write a date that it reads again."""
    # Of a fraction without a dot before it Polars must know the number of digits.
    if _counts_nanoseconds(form):
        return False
    try:
        text = pl.Series([datetime(2021, 11, 29, 13, 45, 59)]).dt.strftime(polars_format(form))
    except (pl.exceptions.PolarsError, ValueError):
        return False
    return "%" in form and _seconds(text, form).is_not_null().all()
