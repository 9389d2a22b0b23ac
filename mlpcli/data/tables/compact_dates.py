"""Dates that are written as one number, such as 20240301."""

import re
from collections.abc import Sequence

import polars as pl

from mlpcli.data.tables.counted_times import is_named_as_time
from mlpcli.data.tables.dates import date_texts, fits

# By chance hardly one of a thousand numbers fits.
_MONTH = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])"
_DAY = "(?:0[1-9]|[12][0-9]|3[01])"
_SHAPE = re.compile(rf"{_MONTH}(?:{_DAY}(?:(?:[01][0-9]|2[0-3])(?:[0-5][0-9]){{0,2}})?)?")
_FORMATS = {6: "%Y%m", 8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
# Cells that tell most columns of other numbers.
_FIRST = 20


def compact_format(column: pl.Series, missing: Sequence[str]) -> str:
    """The format in which all numbers of a column, as texts or not, are dates from 1900 to 2099; "" for other
    numbers, and if all are the same.

    Six digits are months only if the column is called like a time, or they are of several years: numbers
    that follow each other may all look like months of one.
    """
    if column.dtype != pl.String and not column.dtype.is_numeric():
        return ""
    first = (str(value).strip().removesuffix(".0") for value in column.head(_FIRST).to_list())
    form = next((_FORMATS[len(text)] for text in first if _SHAPE.fullmatch(text)), "")
    if not form:
        return ""
    texts = date_texts(column)
    different = texts.filter(~texts.is_in(list(missing))).unique()
    if len(different) < 2 or not different.str.contains(f"^{_SHAPE.pattern}$").all():
        return ""
    if form == "%Y%m" and not is_named_as_time(column.name) and different.str.head(4).n_unique() == 1:
        return ""
    return form if fits(different, form).all() else ""
