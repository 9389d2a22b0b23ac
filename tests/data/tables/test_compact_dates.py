from typing import Any

import polars as pl
import pytest

from mlpcli.data.tables.compact_dates import compact_format
from mlpcli.data.tables.kinds import look
from mlpcli.data.tables.schema import MISSING, NumberFormat


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ([20230103, 20230104], "%Y%m%d"),
        (["20230103", "NA", " 20240229"], "%Y%m%d"),
        ([20230103.0, None, 20230105.0], "%Y%m%d"),
        ([202311, 202402], "%Y%m"),
        ([2023010310, 2023010311], "%Y%m%d%H"),
        ([202301031430, 202301031431], "%Y%m%d%H%M"),
        ([20230103143000, 20230103143001], "%Y%m%d%H%M%S"),
        ([2021, 2022], ""),
        ([202301, 202302], ""),
        ([20230103, 20230103], ""),
        ([20230103, 20231301], ""),
        ([20230103, 20230229], ""),
        ([20230103, 21230103], ""),
        (["20230103", "202301"], ""),
        ([20230103.5, 20230104.5], ""),
        ([True, False], ""),
        ([], ""),
    ],
)
def test_numbers_are_dates_if_all_of_them_look_so(values: list[Any], form: str) -> None:
    assert compact_format(pl.Series("x", values, strict=False), MISSING) == form


def test_numbers_of_a_column_of_that_name_are_months_of_one_year() -> None:
    assert compact_format(pl.Series("yyyymm", [202301, 202302]), MISSING) == "%Y%m"


def test_numbers_that_look_like_dates_are_told_with_the_line_that_makes_them_some() -> None:
    seen = look(pl.Series("day", ["20230103", "20230104"]), NumberFormat(), MISSING)
    assert (seen.kind, seen.told("day")) == (
        "number",
        (
            "day: its numbers look like dates, and are taken as numbers; columns: "
            '{day: {kind: date, format: "%Y%m%d"}} changes it',
        ),
    )
