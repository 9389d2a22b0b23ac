"""Numbers in texts: with decimal points or commas, and with grouped digits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.tables.schema import NumberFormat

GROUPS_TO_SAY = (",", ".", " ", "'", "_")
# A number in some form. Dates such as 16.12.2019, and versions, are in none.
_NUMBER_LIKE = "|".join(
    (
        rf"^[+-]?(?:{'|'.join(rf'[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+' for group in GROUPS_TO_SAY)})"
        r"(?:[.,][0-9]*)?(?:[eE][+-]?[0-9]+)?$",
        r"^[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?$",
    )
)
# Blanks that are not broken, of any width, which some files have side by side.
_BLANKS = dict.fromkeys(("\u00a0", "\u202f", "\u2009", "\u2007"), " ")
# Signs that some programs write in the place of those of numbers: a true minus, the apostrophe of Swiss
# locales, and signs of full width.
_SIGNS = {"\u2212": "-", "\u2019": "'", **_BLANKS} | {
    chr(code + 0xFEE0): chr(code) for code in map(ord, "0123456789+-.,")
}
# Brackets of accountants, and a minus behind an amount: behind a whole number, such as 2-, it may be a mark.
_NEGATIVES = (r"^\(([0-9][0-9., ']*)\)$", r"^([0-9][0-9., ']*[.,][0-9]{2,})-$")
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_INFINITE = r"(?i)[+-]?inf(?:inity)?"


@dataclass(frozen=True)
class Parsed:
    """The `values` `[rows]` of a column, NaN where `missing`, and the rows with texts that are none.

    `wrong` rows are NaN too, and not among the missing ones.
    """

    values: NDArray[np.float64]
    missing: NDArray[np.int64]
    wrong: NDArray[np.int64]


def parse_numbers(
    column: pl.Series, form: NumberFormat, missing: Sequence[str], plain: pl.Series | None = None
) -> Parsed:
    """The numbers of a column of texts or numbers.

    Texts are as `form` says, with spaces around them or not. `missing` are the texts of missing values; if
    such a text is a number, all numbers equal to it. `plain` is the column as `plain_numbers` gives it.
    """
    sentinels = numbers_among(missing)
    if column.dtype != pl.String:
        values = column.cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)
        values[np.isin(values, sentinels)] = np.nan
        return Parsed(values, np.flatnonzero(np.isnan(values)), np.empty(0, np.int64))
    if plain is None:
        plain = plain_numbers(column.to_frame(), form).to_series()
    # Null becomes NaN. Of thousands of columns a call of Polars for each takes seconds.
    values = plain.to_numpy().copy()
    # What is read as NaN is looked at too: it is a text for a missing value, perhaps.
    open_rows = np.flatnonzero(np.isnan(values))
    if not len(open_rows) and not sentinels:
        return Parsed(values, open_rows, open_rows)
    texts = column.gather(open_rows).fill_null("").str.strip_chars()
    is_missing = texts.is_in(list(missing)).to_numpy()
    found = formatted(with_plain_signs(texts), form)
    values[open_rows] = np.where(is_missing, np.nan, found)
    wrong = open_rows[~is_missing & np.isnan(found)]
    if not sentinels:
        return Parsed(values, open_rows[is_missing], wrong)
    values[np.isin(values, sentinels)] = np.nan
    return Parsed(values, np.setdiff1d(np.flatnonzero(np.isnan(values)), wrong), wrong)


def numbers_among(missing: Sequence[str]) -> list[float]:
    """The texts for missing values that are numbers, such as -999 or inf."""
    return list(_numbers_among(tuple(missing)))


@lru_cache(maxsize=16)
def _numbers_among(missing: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(
        float(text) for text in missing if re.fullmatch(_NUMBER, text) or re.fullmatch(_INFINITE, text)
    )


def with_plain_signs(texts: pl.Series) -> pl.Series:
    """The texts with digits and signs as in ASCII, and a minus in front for brackets and one behind."""
    texts = texts.str.replace_many(_SIGNS)
    for negative in _NEGATIVES:
        texts = texts.str.replace(negative, "-${1}")
    return texts


def other_signs(texts: pl.Series) -> tuple[dict[str, str], tuple[str, ...]]:
    """What `with_plain_signs` replaces in these texts, and the patterns of those that mean a minus."""
    found = "".join(texts.filter(texts.str.contains(f"[{''.join(_SIGNS)}]")).unique().to_list())
    signs = {sign: plain for sign, plain in _SIGNS.items() if sign in found}
    plain = texts.str.replace_many(signs)
    return signs, tuple(negative for negative in _NEGATIVES if plain.str.contains(negative).any())


def plain_numbers(frame: pl.DataFrame, form: NumberFormat) -> pl.DataFrame:
    """The columns of texts that are numbers as Python writes them, null for others; all columns at once."""
    texts = frame.select(pl.col(pl.String))
    if form.thousands == ".":
        # A point that groups digits would be read as a decimal point.
        return texts.select(pl.all().str.extract("^[+-]?[0-9]{1,3}$", 0).cast(pl.Float64))
    return texts.select(pl.all().cast(pl.Float64, strict=False))


def formatted(texts: pl.Series, form: NumberFormat) -> NDArray[np.float64]:
    """Numbers in the given form, NaN where a text is none."""
    thousands = _plain_group(form)
    decimal, group = re.escape(form.decimal), re.escape(thousands)
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)" if group else r"\d+"
    pattern = rf"^[+-]?(?:{whole}(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][+-]?\d+)?$"
    fits = texts.str.contains(pattern)
    plain = texts.str.replace_all(thousands, "", literal=True) if thousands else texts
    if form.decimal != ".":
        # A number with a point is one with that as its decimal sign, unless it groups digits.
        other = texts.str.contains(r"^[+-]?(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?$") & (form.thousands != ".")
        fits = fits | other
        plain = plain.str.replace_all(form.decimal, ".", literal=True)
    values = plain.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
    return np.where(fits.to_numpy(), values, np.nan)


def _plain_group(form: NumberFormat) -> str:
    """What groups digits in texts with plain signs. Older runs have other blanks there."""
    return _BLANKS.get(form.thousands, form.thousands)


def fits_exactly(texts: pl.Series, form: NumberFormat) -> bool:
    """Whether all texts are numbers in this form and only with its signs, in groups of just three digits."""
    decimal, group = re.escape(form.decimal), re.escape(_plain_group(form))
    fraction = rf"(?:{decimal}\d*)?"
    plain = rf"(?:\d+{fraction}|{decimal}\d+)(?:[eE][+-]?\d+)?"
    grouped = rf"|[1-9]\d{{0,2}}(?:{group}\d{{3}})+{fraction}" if group else ""
    return bool(texts.str.contains(rf"^[+-]?(?:{plain}{grouped})$").all())


def looks_like_numbers(texts: pl.Series) -> pl.Series:
    """Of each text whether it is a number in some form."""
    return texts.str.contains(_NUMBER_LIKE)


def whole_number(text: str, form: NumberFormat) -> str | None:
    """The digits of a whole number that is written as `1`, `+1`, `1.0` or `1,000`, exactly; None for others.

    Numbers that begin with a zero are codes, where `01` is not `1`.
    """
    group = _plain_group(form)
    text = text.translate({ord(blank): plain for blank, plain in _BLANKS.items()})
    grouped = rf"[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})+|" if group else ""
    signs = re.escape(form.decimal if form.thousands == "." else f"{form.decimal}.")
    found = re.fullmatch(rf"([+-]?)({grouped}0|[1-9][0-9]*)(?:[{signs}]0*)?", text)
    if found is None:
        return None
    digits = found[2].replace(group, "") if group else found[2]
    return f"-{digits}" if found[1] == "-" and digits != "0" else digits
