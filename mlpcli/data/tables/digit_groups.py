"""Columns of a table whose numbers have a sign between groups of digits, as far as their own cells say so."""

import re

import polars as pl

# No column of a file is called so.
COLUMN, TEXT = "\0column", "\0text"
OTHER = {".": ",", ",": "."}
"""The decimal sign for each that groups digits, of the two that may be either."""
# So many different numbers with the sign, all in groups of three digits, and so many different whole ones of
# three digits without it, but no larger ones: one or two, such as 999, may stand for missing values.
_GROUPED, _UNGROUPED = 8, 3
# Clock times such as 20.15 and versions such as 7.6 are written like decimals, too, but none of these is.
_DECIMALS = r"^(?:[+-]?0?{0}[0-9]|-[0-9]+{0}[0-9]|[+-]?[0-9]+{0}[0-9]{{4,}})"
_CLOCK_TIMES = r"^(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]$"


def cells_of(texts: pl.DataFrame) -> pl.DataFrame:
    """All cells below each other, as the columns COLUMN and TEXT."""
    return texts.unpivot(variable_name=COLUMN, value_name=TEXT)


def grouped_columns(cells: pl.DataFrame, sign: str, decimal: str) -> pl.DataFrame:
    """The cells of the columns that have a sign, and in all cells that have it between groups of digits."""
    pattern = rf"^[+-]?[1-9][0-9]{{0,2}}(?:{re.escape(sign)}[0-9]{{3}})+(?:{re.escape(decimal)}[0-9]*)?$"
    text = pl.col(TEXT)
    having = cells.filter(text.str.contains(sign, literal=True))
    others = having.filter(~text.str.contains(pattern))[COLUMN].unique()
    fitting = having.filter(~pl.col(COLUMN).is_in(others.implode()))[COLUMN].unique()
    return cells.filter(pl.col(COLUMN).is_in(fitting.implode()))


def surely_grouped(cells: pl.DataFrame, sign: str) -> pl.DataFrame:
    """Of the columns in which a point, or a comma, can only be between groups of digits, as 1.107 is beside
    894: the COLUMN, and a number `with` the sign and one `without` it."""
    text = pl.col(TEXT)
    # Texts are looked at before they are grouped: one group at a time takes minutes for thousands of columns.
    cells = grouped_columns(cells, sign, OTHER[sign]).unique(maintain_order=True)
    cells = cells.with_columns(
        text.str.contains(sign, literal=True).alias("grouped"),
        text.str.contains("^[+-]?[1-9][0-9]{2}$").alias("ungrouped"),
        text.str.contains("[0-9]{4}").alias("larger"),
    )
    found = cells.group_by(COLUMN, maintain_order=True).agg(
        text.filter(pl.col("grouped")).first().alias("with"),
        text.filter(pl.col("ungrouped")).first().alias("without"),
        pl.col("grouped", "ungrouped").sum(),
        pl.col("larger").any(),
    )
    is_sure = (pl.col("grouped") >= _GROUPED) & (pl.col("ungrouped") >= _UNGROUPED) & ~pl.col("larger")
    return found.filter(is_sure).select(COLUMN, "with", "without")


def has_decimals(cells: pl.DataFrame, sign: str) -> bool:
    """Whether a column has numbers with a sign that can only be that of decimals."""
    text = pl.col(TEXT)
    found = cells.filter(text.str.contains(_DECIMALS.format(re.escape(sign))))[COLUMN].unique()
    having = cells.filter(pl.col(COLUMN).is_in(found.implode()) & text.str.contains(sign, literal=True))
    return bool(having.select((~text.str.contains(_CLOCK_TIMES)).any()).item())
