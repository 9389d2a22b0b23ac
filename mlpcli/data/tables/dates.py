"""Dates and times in texts, read in a format."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import numpy as np
import polars as pl

from mlpcli.data.tables.date_directives import (
    completed,
    counts_nanoseconds,
    has_short_year,
    is_compact,
    polars_format,
    shape_of,
)
from mlpcli.data.tables.numbers import Parsed

# Dates in texts for those of a column that is dates by its type: ISO 8601, with a space or a T.
_TYPED = (
    "%Y-%m-%d",
    *(f"%Y-%m-%d{mark}%H:%M{rest}" for mark in " T" for rest in ("", ":%S%.f", "%#z", ":%S%.f%#z")),
)
_SEPARATED = {"%Y-%m-%d %H": "%Y-%m-%dT%H", "%Y-%m-%dT%H": "%Y-%m-%d %H"}
_ISO_LENGTH = len("%Y-%m-%d %H")
_MICRO = 1_000_000
POINT = ".0"
# Of years of two digits, Python's first of the 20th century is 69, and the first one of Polars is 70.
DIFFERING_YEAR, CENTURY = 2069, "-100y"


def is_date_type(dtype: pl.DataType) -> bool:
    """Whether a column holds dates by its type."""
    return dtype == pl.Date or isinstance(dtype, pl.Datetime)


def format_in(column: pl.Series, form: str) -> str:
    """The format of a column of another file than that of training, which had `form`: the same with the other
    of the separators of ISO 8601, a space and a T, if more of its texts have that between date and time."""
    if column.dtype != pl.String or not form.startswith(tuple(_SEPARATED)):
        return form
    start = form[:_ISO_LENGTH]
    other = form.replace(start, _SEPARATED[start])
    texts = column.str.strip_chars()
    return other if fits(texts, other).sum() > fits(texts, form).sum() else form


def parse_dates(column: pl.Series, form: str, missing: Sequence[str]) -> Parsed:
    """The seconds since 1970 of the dates of a column of texts in the format `form`, of numbers such as
    20240301 that are its texts, or of dates.

    An empty format is that of a column that held dates by its type: its texts are read as ISO 8601 has them.
    """
    if is_date_type(column.dtype):
        seconds = column.cast(pl.Datetime("us")).dt.epoch("us").cast(pl.Float64) / _MICRO
        is_missing = column.is_null()
    elif column.dtype == pl.String or column.dtype.is_numeric():
        texts = date_texts(column, form)
        seconds, is_missing = (
            seconds_of(texts, form) if form else _iso_seconds(texts),
            texts.is_in(list(missing)),
        )
    else:
        seconds, is_missing = pl.Series([None] * len(column), dtype=pl.Float64), column.is_null()
    values = seconds.fill_null(float("nan")).to_numpy().astype(np.float64)
    absent = is_missing.to_numpy().astype(bool)
    values[absent] = np.nan
    return Parsed(values, np.flatnonzero(absent), np.flatnonzero(np.isnan(values) & ~absent))


def date_texts(column: pl.Series, form: str) -> pl.Series:
    """The texts of a column of texts or numbers, without spaces around them. Whole numbers have no point, nor
    have texts of dates of digits alone, as pandas writes them where some are missing: 20240301.0."""
    if column.dtype == pl.String:
        texts = column.fill_null("").str.strip_chars()
        return texts.str.strip_suffix(POINT) if is_compact(form) else texts
    texts = column.cast(pl.String)
    if column.dtype.is_float():
        whole = column.cast(pl.Int64, strict=False)
        texts = whole.cast(pl.String).zip_with(whole.cast(pl.Float64) == column.cast(pl.Float64), texts)
    return texts.fill_null("")


def fits(texts: pl.Series, form: str) -> pl.Series:
    """Of each text whether it is a date in this format."""
    return seconds_of(texts, form).is_not_null()


def _iso_seconds(texts: pl.Series) -> pl.Series:
    seconds = pl.Series([None] * len(texts), dtype=pl.Float64)
    for form in _TYPED:
        if not seconds.has_nulls():
            break
        seconds = seconds.fill_null(seconds_of(texts, form))
    return seconds


def seconds_of(texts: pl.Series, form: str) -> pl.Series:
    """The seconds since 1970 of dates in this format, null for other texts."""
    texts = texts.set(~has_shape(texts, form), None)
    whole, ending = completed(form)
    try:
        with _quietly(whole):
            times = (texts + ending).str.to_datetime(whole, strict=False, time_unit="us", exact=True)
    except pl.exceptions.PolarsError:
        return pl.Series([None] * len(texts), dtype=pl.Float64)
    if has_short_year(form):
        times = times.zip_with(times.dt.year() != DIFFERING_YEAR, times.dt.offset_by(CENTURY))
    return times.dt.epoch("us").cast(pl.Float64) / _MICRO


def has_shape(texts: pl.Series, form: str) -> pl.Series:
    """Which texts have as many digits in a year as the format."""
    return texts.str.contains(shape_of(form))


@contextmanager
def _quietly(form: str) -> Iterator[None]:
    """Without the warning of formats that only runs of older versions have: their `%f` counts nanoseconds."""
    if not counts_nanoseconds(form):
        yield
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pl.exceptions.ChronoFormatWarning)
        yield


def example_date(form: str) -> str:
    """A date as texts of this format have it, for messages. Its day is the number of no month.

    An empty format is as in `parse_dates`; one of an older run that writes nothing is given as it stands.
    """
    try:
        return _written(datetime(2024, 3, 25, 13, 45, 30, tzinfo=UTC), form or "%Y-%m-%d")
    except (pl.exceptions.PolarsError, ValueError):
        return form


def is_format(form: str) -> bool:
    """Whether a format can write a date that it reads again."""
    # Of a fraction without a dot before it Polars must know the number of digits, and it reads over the name
    # of a time zone.
    if counts_nanoseconds(form) or "%" not in form or "%Z" in form:
        return False
    try:
        text = _written(datetime(2021, 11, 29, 13, 45, 59, tzinfo=UTC), form)
    except (pl.exceptions.PolarsError, ValueError):
        return False
    return bool(fits(pl.Series([text]), form).all())


def _written(time: datetime, form: str) -> str:
    # Polars reads `%#z`, and writes none.
    return str(pl.Series([time]).dt.strftime(polars_format(form).replace("%#z", "%:z"))[0])
