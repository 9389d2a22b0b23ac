"""How numbers and dates are to be written that stand in texts as neither is read."""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import polars as pl

from mlpcli.config.yaml.notation import one_line
from mlpcli.data.tables.digit_groups import OTHER
from mlpcli.data.tables.numbers import looks_like_numbers, with_plain_signs
from mlpcli.data.tables.schema import NumberFormat

_PLAIN = NumberFormat()
_SAMPLED = 1_000
_MOSTLY = 0.8
_MANY, _FEW = 12, 3
# Those of spreadsheets in any language, of LibreOffice, and of numbers that are wider than their cell.
_ERROR = r"^(?:#[^\s0-9#]{1,12}(?:/0)?[!?]|#[^\W0-9_]{1,2}/[^\W0-9_]{1,2}|Err:[0-9]{3}|#{2,})$"
_UNITS = "a number if it is written without its unit"
_AMOUNT = r"[+-]?[0-9][0-9.,' \u00a0\u2007\u2009\u202f]*"
# Letters before the sign of a currency, as in R$, and the currencies that are written as letters alone.
_BEFORE = r"(?:[A-Za-z]{0,3}[\p{Sc}%\u2030]\s?|(?:[A-Z]{3}|kr|Kr|Rs|Fr|RM|Rp|zł)\.?\s)"
_BEHIND = r"(?:[\p{Sc}%\u2030]|\u00b0?[^\W0-9_]{1,10}[\u00b2\u00b3]?\.?(?:/[^\W0-9_]{1,10}[\u00b2\u00b3]?)?)"
# Months of a few languages by their first letters, besides those that are called as in English.
_MONTH = (
    r"(?i:jan|feb|f[ée]v|mar|mär|mrt|apr|avr|abr|ma[iïjgy]|mei|jui?n|juil?|jul|giu|lug|aug|ao[ûu]|ago|sep|set"
    r"|o[ck]t|ott|out|nov|d[ée][czs]|dic|ene|gen)[^\W0-9_]{0,8}\.?"
)
_WORD_BEFORE = r"(?:[^\W0-9_]{2,12}\.?,?\s)?"
_DAY = r"[0-9]{1,2}(?:\.|st|nd|rd|th|er|º)?(?:\s?[-/]?\s?|\sde\s)"
_YEAR = r"(?:\.?[-/\s]\s?|\s(?:de|del)\s|,\s|\s')(?:[0-9]{4}|[0-9]{2})\b"
_NAMED_DAYS = (
    rf"^{_WORD_BEFORE}{_DAY}{_MONTH}{_YEAR}",
    rf"^{_WORD_BEFORE}{_MONTH}\s[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s[0-9]{{4}}\b",
)
_PART = r"\s?[-/.]\s?[0-9]{1,2}"
_NUMBERED_DAYS = (
    rf"^{_WORD_BEFORE}(?:[0-9]{{1,2}}{_PART}\s?[-/.]\s?(?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|(?:[0-9]{{4}}|[0-9]{{2}}){_PART}{_PART})\.?(?:$|[\sT,])"
)
_JAPANESE = "^(?:[0-9]{4}|(?:令和|平成|昭和)[0-9元]{1,2})年[0-9]{1,2}月"
_SHORT_MONTHS = r"^(?:0[1-9]|1[0-2])[-/][0-9]{2}$|^[0-9]{2}[-/](?:0[1-9]|1[0-2])$"
_WITHOUT_YEAR = rf"^[0-9]{{1,2}}\.?[-/\s]?{_MONTH}$"
_QUARTERS = r"^(?:[0-9]{4}[- /]?Q[1-4]|Q[1-4][- /]?[0-9]{4})$"
_WEEK = r"(?:KW|CW|W|Week|week|wk)\.?\s?[0-9]{1,2}"
_WEEKS = rf"^(?:{_WEEK}[ /.-]\s?[0-9]{{4}}|[0-9]{{4}}[ /.-]?\s?{_WEEK})$"


class Spelling(NamedTuple):
    """What is said of texts, and whether they look like dates."""

    told: str
    is_date: bool = False


class _Form(NamedTuple):
    """A regular expression that fits texts, and what they are read as if they are written otherwise."""

    pattern: str
    read_as: Callable[[pl.Series], str]
    is_date: bool = False


def better_spelling(different: pl.Series, numbers: NumberFormat = _PLAIN) -> str:
    """How numbers or dates are to be written that stand in texts as neither is read; "" for other texts. The
    `numbers` of their table have this form."""
    return spelling_of(different, numbers).told


def spelling_of(different: pl.Series, numbers: NumberFormat = _PLAIN) -> Spelling:
    """As `better_spelling`, with whether these different texts look like dates."""
    different = different.head(_SAMPLED)
    if decimal := _other_decimal(different, numbers):
        return Spelling(decimal)
    if errors := _errors_among(different):
        return Spelling(errors)
    for form in _FORMS:
        like = different.filter(different.str.contains(form.pattern))
        if len(like) >= _MOSTLY * len(different) and len(like) and (said := form.read_as(like)):
            return Spelling(f"{like[0]} is read as {said}", form.is_date)
    return Spelling("")


def _errors_among(different: pl.Series) -> str:
    """That numbers stand beside errors of a spreadsheet in a language whose errors are not known."""
    are_errors = different.str.contains(_ERROR)
    if not are_errors.any() or are_errors.all():
        return ""
    if not looks_like_numbers(with_plain_signs(different.filter(~are_errors))).all():
        return ""
    errors = different.filter(are_errors)
    listed = one_line([*errors.head(_MANY)])
    return f"{errors[0]} is an error of a spreadsheet; missing_values: {listed} makes numbers of the others"


def _other_decimal(different: pl.Series, numbers: NumberFormat) -> str:
    """That texts are decimals with the sign that groups digits in the numbers of their table."""
    group = numbers.thousands
    if group not in OTHER:
        return ""
    like = different.filter(different.str.contains(rf"^[+-]?[0-9]+{re.escape(group)}[0-9]+$"))
    if not len(like) or len(like) < _MOSTLY * len(different):
        return ""
    sign, written = "points" if group == "." else "commas", like[0].replace(group, numbers.decimal)
    return f"{like[0]} is read as a number if it is written {written}, as {sign} group digits elsewhere"


def _always(said: str) -> Callable[[pl.Series], str]:
    return lambda like: said


def _without_unit(like: pl.Series) -> str:
    # Different units, as in 1a, 2b, are parts of names.
    units = like.str.replace_all(r"[0-9., '()+-]|\s", "")
    return _UNITS if units.n_unique() == 1 else ""


def _several_months(like: pl.Series, such: str) -> str:
    """Texts of a single word, as in Page 2020, are hardly months."""
    return f"a date if it is written {such}" if like.str.replace_all(r"[\W\d_]+", "").n_unique() > 1 else ""


def _many_months(like: pl.Series) -> str:
    """A few texts such as 04/23 may be anything."""
    return "a date if it is written as 2024-03" if len(like) >= _MANY else ""


def _in_one_form(like: pl.Series, such: str) -> str:
    """Texts of several forms may all be read if they have one of them."""
    shapes = like.str.replace_all("[0-9]+", "0").str.replace_all(r"[^\W\d_]+\.?", "a")
    if shapes.n_unique() > 1:
        return f"a date if all rows have the same form, such as {such}"
    has_time = like.str.contains(r"[0-9]:[0-9]{2}").all()
    return f"a date if it is written as {such}{' 13:45' if has_time else ''}"


_FORMS = (
    _Form(rf"^-?(?:{_BEFORE}{_AMOUNT}|{_AMOUNT}{_BEHIND})$", _without_unit),
    _Form(
        r"^[+-]?[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]*)?$",
        _always("a number if it is written without commas"),
    ),
    _Form(
        r"^[0-9]+:[0-9]{2}(?::[0-9]{2})?$", _always("a number if it is written as one, such as its seconds")
    ),
    _Form(
        "|".join((_NUMBERED_DAYS, *_NAMED_DAYS, _JAPANESE)),
        partial(_in_one_form, such="2024-03-01"),
        is_date=True,
    ),
    _Form(
        rf"^[^\W0-9_]{{3,10}}\.? [0-9]{{4}}$|^{_MONTH}{_YEAR}$|^[0-9]{{4}}[-/. ]{_MONTH}$",
        partial(_several_months, such="as 2024-03"),
        is_date=True,
    ),
    _Form(_SHORT_MONTHS, _many_months, is_date=True),
    _Form(_WITHOUT_YEAR, partial(_several_months, such="with its year, as 2024-03-01"), is_date=True),
    _Form(
        _QUARTERS,
        _always("a date if it is written as its first month, such as 2024-04 for the second quarter"),
        is_date=True,
    ),
    _Form(_WEEKS, _always("a date if it is written as 2024-W09"), is_date=True),
)
