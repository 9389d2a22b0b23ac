"""Which signs a table has for decimals and between groups of digits, and where it leaves that open."""

import re
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.tables.digit_groups import (
    COLUMN,
    OTHER,
    TEXT,
    cells_of,
    grouped_columns,
    has_decimals,
    surely_grouped,
)
from mlpcli.data.tables.dotted_months import LIKE_MONTH, dotted_months
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

    A single column says what groups digits, whatever others such as versions and clock times have: one in
    which all points stand before three digits, if commas are decimal; and one that has 894 beside 1.107,
    unless others surely have decimal points. Months such as 10.2021 say nothing.
    """
    if decimal != "auto" and thousands != "auto":
        return NumberFormat(decimal, thousands)
    return _form_of(_number_cells(frame, missing), separator, decimal, thousands)


def _form_of(cells: pl.DataFrame, separator: str, decimal: str, thousands: str) -> NumberFormat:
    if decimal == "auto":
        decimal = _decimal(cells, separator, thousands)
    if thousands == "auto":
        thousands = _thousands(cells, decimal)
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
    form = _form_of(cells, separator, decimal, thousands)
    if not _fit_both_ways(texts):
        return _read_beside_both(cells, texts) or _read_beside_others(cells, form.decimal)
    if separator in ("", ",") and form.decimal == "." and not any("," in text for text in texts):
        return ()
    other = OTHER[form.decimal]
    forms = (NumberFormat(form.decimal, other), NumberFormat(other, form.decimal))
    now, otherwise = (f"{formatted(pl.Series(texts[:1]), one)[0]:.15g}" for one in forms)
    return (
        f"numbers such as {texts[0]} can be read in two ways: here it is {now}; "
        f'decimal: "{other}" makes it {otherwise}',
    )


def _read_beside_others(cells: pl.DataFrame, decimal: str) -> tuple[str, ...]:
    """A notice for each column in which what is the decimal sign of the others seems to group digits."""
    sign = {".": "point", ",": "comma"}[decimal]
    return tuple(
        f"{name}: numbers such as {text} beside {whole} look as if a {sign} grouped digits, but in other "
        f"columns it is the decimal sign, as which it is taken here, too; if {text} is "
        f"{text.replace(decimal, '')}, write it without the {sign}"
        for name, text, whole in surely_grouped(cells, decimal).iter_rows()
        if text.count(decimal) == 1
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
    cells = cells.filter(pl.col("alike") & pl.col(COLUMN).is_in(mostly.implode()))
    months = _months(frame, cells, missing)
    return cells.filter(~pl.col(COLUMN).is_in(months)) if months else cells


def _months(frame: pl.DataFrame, cells: pl.DataFrame, missing: Sequence[str]) -> list[str]:
    """The columns of months such as 10.2021, which most are told from by their first cell."""
    first = cells.group_by(COLUMN).agg(pl.col(TEXT).first())
    likely = first.filter(pl.col(TEXT).str.contains(LIKE_MONTH))[COLUMN]
    return [name for name in likely.to_list() if dotted_months(frame[name], missing).is_sure]


def _decimal(cells: pl.DataFrame, separator: str, thousands: str) -> str:
    if thousands in OTHER:
        return OTHER[thousands]
    texts = _different(cells)
    with_comma = [text for text in texts if "," in text]
    if any(re.fullmatch(r"[+-]?\d{1,3}(,\d{3})*\.\d*", text) for text in with_comma):
        return "."
    if any(not re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+", text) for text in with_comma):
        return ","
    if thousands == "auto" and (group := _grouping(cells)):
        return OTHER[group]
    if separator == ";" and thousands == "auto" and _fit_both_ways(texts):
        return ","
    has_points = any(re.fullmatch(r"[+-]?\d*\.\d+([eE][+-]?\d+)?", text) for text in texts)
    return "," if with_comma and separator != "," and not has_points else "."


def _grouping(cells: pl.DataFrame) -> str:
    """That of a point and a comma which a column surely has between groups of digits, if none has it before
    decimals; "" without one."""
    found = [sign for sign in OTHER if len(surely_grouped(cells, sign)) and not has_decimals(cells, sign)]
    return found[0] if len(found) == 1 else ""


def _thousands(cells: pl.DataFrame, decimal: str) -> str:
    groups = (group for group in GROUPS_TO_SAY if group != decimal)
    return next((group for group in groups if len(grouped_columns(cells, group, decimal))), "")
