"""Months that are written like numbers with a point, such as 06.2022."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from mlpcli.data.tables.counted_times import is_named_as_time

_YEAR = "(?:19|20)[0-9]{2}"
_SHAPES = {"%m.%Y": rf"(?:0?[1-9]|1[0-2])\.{_YEAR}", "%Y.%m": rf"{_YEAR}\.(?:0[1-9]|1[0-2])"}
# By chance one in eight numbers with two decimals fits, and hardly any with four.
_FEWEST, _MANY = 3, 12


class DottedMonths(NamedTuple):
    """The format of months, "" for other texts, and whether there is hardly a doubt."""

    form: str = ""
    is_sure: bool = False


def dotted_months(column: pl.Series, missing: Sequence[str]) -> DottedMonths:
    """The format in which all texts of a column, several different ones, are months from 1900 to 2099.

    There is hardly a doubt if the column is called like a time, if some begin with a zero, as no number does,
    or if there are many.
    """
    form = _likely_format(column, missing)
    if not form:
        return DottedMonths()
    different = column.drop_nulls().str.strip_chars().unique()
    different = different.filter(~different.is_in(list(missing)))
    if len(different) < _FEWEST or not different.str.contains(f"^{_SHAPES[form]}$").all():
        return DottedMonths()
    is_padded = bool(different.str.starts_with("0").any())
    return DottedMonths(form, is_padded or len(different) >= _MANY or is_named_as_time(column.name))


def _likely_format(column: pl.Series, missing: Sequence[str]) -> str:
    """That of the first cell with a value, which tells most columns of numbers."""
    if column.dtype != pl.String:
        return ""
    texts = (text.strip() for text in column.head(_MANY).to_list() if text)
    first = next((text for text in texts if text not in missing), "")
    return next((form for form, shape in _SHAPES.items() if re.fullmatch(shape, first)), "")
