"""Which signs a table has for decimals and between groups of digits, and where it leaves that open."""

import re
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.tables.numbers import (
    GROUPS_TO_SAY,
    formatted,
    looks_like_numbers,
    parse_numbers,
    with_plain_signs,
)
from mlpcli.data.tables.schema import NumberFormat

_MOSTLY = 0.8
# Rows whose numbers are looked at, fewer of wide tables.
_MOST_ROWS, _FEWEST_ROWS, _MOST_CELLS = 2_000, 100, 400_000
# No column of a file is called so.
COLUMN, TEXT = "\0column", "\0text"
# With a decimal point and commas between groups of digits, and the other way round.
_EITHER_WAY = tuple(
    rf"[+-]?(?:[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+|[0-9]+)(?:{decimal}[0-9]*)?"
    for decimal, group in ((r"\.", ","), (",", r"\."))
)


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
    now, otherwise = (f"{formatted(pl.Series(texts[:1]), one)[0]:.15g}" for one in forms)
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
        for thousands in dict.fromkeys((form.thousands, "", *GROUPS_TO_SAY)):
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
    for group in GROUPS_TO_SAY:
        if group == decimal:
            continue
        pattern = rf"[+-]?\d{{1,3}}({re.escape(group)}\d{{3}})+({re.escape(decimal)}\d*)?"
        having = [text for text in texts if group in text]
        if having and all(re.fullmatch(pattern, text) for text in having):
            return group
    return ""
