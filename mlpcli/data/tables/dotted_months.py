"""Months that are written like numbers with a point, such as 06.2022."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from mlpcli.data.tables.counted_times import is_named_as_time

_YEAR = "(?:19|20)[0-9]{2}"
_SHAPES = {"%m.%Y": rf"(?:0?[1-9]|1[0-2])\.{_YEAR}", "%Y.%m": rf"{_YEAR}\.(?:0[1-9]|1[0-2])"}
LIKE_MONTH = f"^(?:{'|'.join(_SHAPES.values())})$"
"""A regular expression that fits months, and numbers such as 1.2021."""
# By chance one in eight numbers with two decimals fits, and hardly any with four, unless all are as close
# together as rates of exchange.
_FEWEST, _MANY = 3, 12
# Years that months in no order span, if most of the twelve are among them, and if they are not.
_MOST_MONTHS, _LONG, _SHORT = 6, 100, 30


class DottedMonths(NamedTuple):
    """The format of months, "" for other texts, and whether there is hardly a doubt."""

    form: str = ""
    is_sure: bool = False


def dotted_months(column: pl.Series, missing: Sequence[str]) -> DottedMonths:
    """The format in which all texts of a column, several different ones, are months from 1900 to 2099.

    There is hardly a doubt if the column is called like a time, if some begin with a zero, as no number does,
    or if there are many, unless they are unlikely months, such as the rates 1.1985 to 1.2031.
    """
    form = _likely_format(column, missing)
    if not form:
        return DottedMonths()
    texts = column.drop_nulls().str.strip_chars()
    texts = texts.filter(~texts.is_in(list(missing)))
    different = texts.unique()
    if len(different) < _FEWEST or not different.str.contains(f"^{_SHAPES[form]}$").all():
        return DottedMonths()
    if different.str.starts_with("0").any() or is_named_as_time(column.name):
        return DottedMonths(form, is_sure=True)
    return DottedMonths(form, len(different) >= _MANY) if _are_likely(texts, form) else DottedMonths()


def _likely_format(column: pl.Series, missing: Sequence[str]) -> str:
    """That of the first cell with a value, which tells most columns of numbers."""
    if column.dtype != pl.String:
        return ""
    texts = (text.strip() for text in column.head(_MANY).to_list() if text)
    first = next((text for text in texts if text not in missing), "")
    return next((form for form, shape in _SHAPES.items() if re.fullmatch(shape, first)), "")


def _are_likely(texts: pl.Series, form: str) -> bool:
    """Whether texts that fit are likely months: every year the same one, in order; or several, in order or of
    a few decades."""
    parts = texts.str.split_exact(".", 1).struct
    first, second = (parts.field(f"field_{place}").cast(pl.Int64).to_numpy() for place in range(2))
    months, years = (first, second) if form == "%m.%Y" else (second, first)
    steps = np.diff(12 * years + months)
    count = len(np.unique(months))
    if count == 1:
        return bool(steps[0] != 0 and (steps == steps[0]).all())
    in_order = (steps >= 0).all() or (steps <= 0).all()
    return bool(in_order or np.ptp(years) < (_LONG if count >= _MOST_MONTHS else _SHORT))
