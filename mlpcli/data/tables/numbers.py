"""Numbers in texts: with decimal points or commas, and with grouped digits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.tables.schema import NumberFormat

_GROUPS_TO_SAY = (",", ".", " ", "'", "_")
_GROUPS = (*_GROUPS_TO_SAY, "\u00a0", "\u202f")
_MOSTLY = 0.8
# Rows whose numbers are looked at, fewer of wide tables.
_MOST_ROWS, _FEWEST_ROWS, _MOST_CELLS = 2_000, 100, 400_000
# No column of a file is called so.
COLUMN, TEXT = "\0column", "\0text"
# A number in some form. Dates such as 16.12.2019, and versions, are in none.
_NUMBER_LIKE = "|".join(
    (
        rf"^[+-]?(?:{'|'.join(rf'[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+' for group in _GROUPS)})"
        r"(?:[.,][0-9]*)?(?:[eE][+-]?[0-9]+)?$",
        r"^[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?$",
    )
)
# With a decimal point and commas between groups of digits, and the other way round.
_EITHER_WAY = tuple(
    rf"[+-]?(?:[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+|[0-9]+)(?:{decimal}[0-9]*)?"
    for decimal, group in ((r"\.", ","), (",", r"\."))
)
# Signs that some programs write in the place of those of numbers: a true minus, the apostrophe of Swiss
# locales, and signs of full width.
_SIGNS = {"\u2212": "-", "\u2019": "'"} | {
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
    found = _formatted(with_plain_signs(texts), form)
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


def _formatted(texts: pl.Series, form: NumberFormat) -> NDArray[np.float64]:
    """Numbers in the given form, NaN where a text is none."""
    decimal, group = re.escape(form.decimal), re.escape(form.thousands)
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)" if group else r"\d+"
    pattern = rf"^[+-]?(?:{whole}(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][+-]?\d+)?$"
    fits = texts.str.contains(pattern)
    plain = texts.str.replace_all(form.thousands, "", literal=True) if form.thousands else texts
    if form.decimal != ".":
        # A number with a point is one with that as its decimal sign, unless it groups digits.
        other = texts.str.contains(r"^[+-]?(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?$") & (form.thousands != ".")
        fits = fits | other
        plain = plain.str.replace_all(form.decimal, ".", literal=True)
    values = plain.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
    return np.where(fits.to_numpy(), values, np.nan)


def fits_exactly(texts: pl.Series, form: NumberFormat) -> bool:
    """Whether all texts are numbers in this form and only with its signs, in groups of just three digits."""
    decimal, group = re.escape(form.decimal), re.escape(form.thousands)
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
    grouped = rf"[1-9][0-9]{{0,2}}(?:{re.escape(form.thousands)}[0-9]{{3}})+|" if form.thousands else ""
    signs = re.escape(form.decimal if form.thousands == "." else f"{form.decimal}.")
    found = re.fullmatch(rf"([+-]?)({grouped}0|[1-9][0-9]*)(?:[{signs}]0*)?", text)
    if found is None:
        return None
    digits = found[2].replace(form.thousands, "") if form.thousands else found[2]
    return f"-{digits}" if found[1] == "-" and digits != "0" else digits


def find_number_format(
    frame: pl.DataFrame, separator: str, missing: Sequence[str], decimal: str, thousands: str
) -> NumberFormat:
    """The form of the numbers of a table of texts, from its first rows; `auto` is found by looking.

    A comma before three digits, `1,234`, groups digits where commas separate fields, and where other numbers
    have decimal points; otherwise it is a decimal comma. Where semicolons separate fields and all numbers
    could be read both ways, commas are decimal and points group digits.
    """
    if decimal != "auto" and thousands != "auto":
        return NumberFormat(decimal, thousands)
    texts = _different(_number_cells(frame, missing))
    if decimal == "auto":
        decimal = _decimal(texts, separator, thousands)
    if thousands == "auto":
        thousands = _thousands(texts, decimal)
    return NumberFormat(decimal, thousands)


def read_either_way(
    frame: pl.DataFrame, separator: str, missing: Sequence[str], decimal: str, thousands: str
) -> tuple[str, ...]:
    """A notice if all numbers with a point or a comma could be read with either as the decimal sign, and
    nothing says which; and for each column of such numbers where others have both signs as decimal ones.
    Points alone are decimal where commas separate fields."""
    if (decimal, thousands) != ("auto", "auto"):
        return ()
    cells = _number_cells(frame, missing)
    texts = _different(cells)
    if not _fit_both_ways(texts):
        return _read_beside_both(cells, texts)
    if separator in ("", ",") and not any("," in text for text in texts):
        return ()
    form = find_number_format(frame, separator, missing, decimal, thousands)
    other = "," if form.decimal == "." else "."
    forms = (NumberFormat(form.decimal, other), NumberFormat(other, form.decimal))
    now, otherwise = (f"{_formatted(pl.Series(texts[:1]), one)[0]:.15g}" for one in forms)
    return (
        f"numbers such as {texts[0]} can be read in two ways: here it is {now}; "
        f'decimal: "{other}" makes it {otherwise}',
    )


def _read_beside_both(cells: pl.DataFrame, texts: Sequence[str]) -> tuple[str, ...]:
    """A notice for each column in which every comma may be decimal or between groups of digits, if other
    columns have decimal commas, as which these are read then, and others decimal points."""
    pointed = next((text for text in texts if re.fullmatch(r"[+-]?\d+\.(?:\d{1,2}|\d{4,})", text)), "")
    comma = next((text for text in texts if re.fullmatch(r"[+-]?[\d.]+,(?:\d{1,2}|\d{4,})", text)), "")
    if not (pointed and comma):
        return ()
    either = pl.col(TEXT).str.contains(r"^[+-]?[1-9][0-9]{0,2},[0-9]{3}$")
    columns = cells.filter(pl.col(TEXT).str.contains("[.,]")).group_by(COLUMN, maintain_order=True)
    found = columns.agg(pl.col(TEXT).first(), either.all().alias("either")).filter("either")
    return tuple(
        f"{name}: numbers such as {text} can be read in two ways, as others are {comma} and {pointed}: here "
        f"it is {float(text.replace(',', '.')):.15g}; if it is {text.replace(',', '')}, write it without "
        "the comma"
        for name, text in found.select(COLUMN, TEXT).iter_rows()
    )


def _fit_both_ways(texts: Sequence[str]) -> bool:
    return bool(texts) and all(re.fullmatch(form, text) for text in texts for form in _EITHER_WAY)


def other_form(
    column: pl.Series, wrong: NDArray[np.int64], form: NumberFormat, missing: Sequence[str]
) -> NumberFormat | None:
    """Another form than this one, which a config can say, in which all texts of a column are numbers; the
    `wrong` rows are not in this one."""
    texts = column.gather(wrong).unique()
    for decimal in dict.fromkeys((form.decimal, ".", ",")):
        for thousands in dict.fromkeys((form.thousands, "", *_GROUPS_TO_SAY)):
            if thousands == decimal:
                continue
            other = NumberFormat(decimal, thousands)
            if not any(len(parse_numbers(some, other, missing).wrong) for some in (texts, column)):
                return other
    return None


def cells_of(texts: pl.DataFrame) -> pl.DataFrame:
    """All cells below each other, as the columns COLUMN and TEXT."""
    return texts.unpivot(variable_name=COLUMN, value_name=TEXT)


def _different(cells: pl.DataFrame) -> list[str]:
    """The different texts among cells, but for whole numbers without signs between digits."""
    some = cells.filter(~pl.col(TEXT).str.contains(r"^[+-]?\d+$"))
    return some[TEXT].unique(maintain_order=True).to_list()


def _number_cells(frame: pl.DataFrame, missing: Sequence[str]) -> pl.DataFrame:
    """The cells that are numbers in some form, of the columns that mostly have such."""
    rows = max(_FEWEST_ROWS, min(_MOST_ROWS, _MOST_CELLS // max(1, frame.width)))
    texts = frame.head(rows).select(pl.col(pl.String).str.strip_chars())
    if not texts.width:
        return pl.DataFrame(schema={COLUMN: pl.String, TEXT: pl.String})
    # All columns at once: of thousands of columns, a few calls for each take minutes.
    cells = cells_of(texts).filter(~pl.col(TEXT).is_in(list(missing)))
    cells = cells.with_columns(with_plain_signs(cells[TEXT]))
    cells = cells.with_columns(looks_like_numbers(cells[TEXT]).alias("alike"))
    shares = cells.group_by(COLUMN).agg(pl.col("alike").mean())
    mostly = shares.filter(pl.col("alike") >= _MOSTLY)[COLUMN]
    return cells.filter(pl.col("alike") & pl.col(COLUMN).is_in(mostly.implode()))


def _decimal(texts: Sequence[str], separator: str, thousands: str) -> str:
    if thousands in (",", "."):
        return "." if thousands == "," else ","
    with_comma = [text for text in texts if "," in text]
    if any(re.fullmatch(r"[+-]?\d{1,3}(,\d{3})*\.\d*", text) for text in with_comma):
        return "."
    if any(not re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+", text) for text in with_comma):
        return ","
    if separator == ";" and thousands == "auto" and _fit_both_ways(texts):
        return ","
    has_points = any(re.fullmatch(r"[+-]?\d*\.\d+([eE][+-]?\d+)?", text) for text in texts)
    return "," if with_comma and separator != "," and not has_points else "."


def _thousands(texts: Sequence[str], decimal: str) -> str:
    for group in _GROUPS:
        if group == decimal:
            continue
        pattern = rf"[+-]?\d{{1,3}}({re.escape(group)}\d{{3}})+({re.escape(decimal)}\d*)?"
        having = [text for text in texts if group in text]
        if having and all(re.fullmatch(pattern, text) for text in having):
            return group
    return ""
