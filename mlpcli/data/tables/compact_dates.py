"""Dates that are written as one number, such as 20240301."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from mlpcli.data.tables.counted_times import is_named_as_time
from mlpcli.data.tables.dates import date_texts, fits

# By chance hardly one of a thousand numbers fits.
_YEAR, _MONTH_OF, _DAY_OF = "(?:19|20)[0-9]{2}", "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_SHAPE = re.compile(rf"{_YEAR}{_MONTH_OF}(?:{_DAY_OF}(?:(?:[01][0-9]|2[0-3])(?:[0-5][0-9]){{0,2}})?)?")
_MONTHS, _SHORT_YEAR = "%Y%m", "%y%m%d"
_FORMATS = {6: _MONTHS, 8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_YEAR_LAST = {"%d%m%Y": f"^{_DAY_OF}{_MONTH_OF}{_YEAR}$", "%m%d%Y": f"^{_MONTH_OF}{_DAY_OF}{_YEAR}$"}
# Cells that tell most columns of other numbers.
_FIRST = 20
# A few numbers that are none may stand for missing dates, such as 99999999.
_SIGNS, _MOSTLY = 2, 0.9


class Compact(NamedTuple):
    """The format of numbers that are dates, "" if they are none, and the few numbers that are no dates."""

    form: str = ""
    others: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether there is hardly a doubt: six digits are as likely an amount."""
        return bool(self.form) and not self.others and self.form not in (_MONTHS, _SHORT_YEAR)


def compact_format(column: pl.Series, missing: Sequence[str]) -> Compact:
    """The format in which the numbers of a column, as texts or not, are dates from 1900 to 2099: all, or all
    but one or two different ones.

    Six digits are months only if the column is called like a time, or they are of several years: numbers
    that follow each other may all look like months of one. They are days only if it is called so.
    """
    form = _likely_format(column)
    if not form:
        return Compact()
    is_named = is_named_as_time(column.name)
    texts = date_texts(column, form)
    different = texts.filter(~texts.is_in(list(missing))).unique()
    found = _fitting(different.filter(different.str.contains(f"^{_SHAPE.pattern}$")), form)
    if form == _MONTHS and is_named and len(found) < len(different):
        form, found = _SHORT_YEAR, _fitting(different, _SHORT_YEAR)
    if len(found) < 2 or (form == _MONTHS and not is_named and found.str.head(4).n_unique() == 1):
        return Compact()
    others = different.filter(~different.is_in(found.implode())).sort().to_list()
    few = 0 if form == _SHORT_YEAR else _SIGNS
    is_most = len(others) <= few and len(found) >= _MOSTLY * len(different)
    return Compact(form, tuple(others)) if is_most else Compact()


def _likely_format(column: pl.Series) -> str:
    """The format of a column's first number that may be a date; "" without one, which most columns show in
    their first cell."""
    if column.dtype != pl.String and not column.dtype.is_numeric():
        return ""
    for value in column.head(_FIRST).to_list():
        text = str(value).strip().removesuffix(".0")
        if "." in text:
            return ""
        if _SHAPE.fullmatch(text) or re.fullmatch("[0-9]{6}", text):
            return _FORMATS[len(text)]
    return ""


def _fitting(texts: pl.Series, form: str) -> pl.Series:
    return texts.filter(fits(texts, form))


def year_last_formats(texts: pl.Series) -> list[str]:
    """The formats in which all of these different texts of digits, such as 01032024, are dates."""
    if len(texts) < 2:
        return []
    return [
        form
        for form, shape in _YEAR_LAST.items()
        if texts.str.contains(shape).all() and fits(texts, form).all()
    ]
