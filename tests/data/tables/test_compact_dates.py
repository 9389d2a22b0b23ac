from typing import Any

import polars as pl
import pytest

from mlpcli.data.tables.compact_dates import compact_format, year_last_formats
from mlpcli.data.tables.kinds import look
from mlpcli.data.tables.schema import MISSING, NumberFormat


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ([20230103, 20230104], "%Y%m%d"),
        (["20230103", "NA", " 20240229"], "%Y%m%d"),
        (["20230103.0", "", "20240229.0"], "%Y%m%d"),
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
    assert compact_format(pl.Series("x", values, strict=False), MISSING) == (form, ())


def test_numbers_of_a_column_of_that_name_are_months_of_one_year() -> None:
    assert compact_format(pl.Series("yyyymm", [202301, 202302]), MISSING).form == "%Y%m"


@pytest.mark.parametrize(("name", "form"), [("date", "%y%m%d"), ("code", "")])
def test_numbers_are_days_of_short_years_by_the_name_of_their_column(name: str, form: str) -> None:
    assert compact_format(pl.Series(name, ["230103", "231231"]), MISSING).form == form


def test_a_sign_for_a_missing_date_does_not_hide_the_others() -> None:
    days = [*range(20230101, 20230131), 99999999, 0]
    assert compact_format(pl.Series("x", days), MISSING) == ("%Y%m%d", ("0", "99999999"))
    seen = look(pl.Series("x", days), NumberFormat(), MISSING)
    assert seen.notice == "its numbers look like dates but for 0 and 99999999, and are taken as numbers"
    # What would be refused is not written by itself.
    assert (seen.as_date, seen.instead) == ("", '{kind: date, format: "%Y%m%d"}')


@pytest.mark.parametrize(
    ("texts", "formats"),
    [
        (["01032024", "31122024"], ["%d%m%Y"]),
        (["01032024", "12312024"], ["%m%d%Y"]),
        (["01032024", "02042024"], ["%d%m%Y", "%m%d%Y"]),
        (["01032024", "32122024"], []),
        (["01032024"], []),
        (["01067", "50667"], []),
    ],
)
def test_digits_that_end_with_a_year_are_dates(texts: list[str], formats: list[str]) -> None:
    assert year_last_formats(pl.Series(texts)) == formats
    seen = look(pl.Series(texts), NumberFormat(), MISSING)
    assert (seen.kind, seen.format) == (("date", formats[0]) if formats else ("category", None))


def test_numbers_that_look_like_dates_are_told_with_the_line_that_makes_them_some() -> None:
    seen = look(pl.Series("day", ["20230103", "20230104"]), NumberFormat(), MISSING)
    assert (seen.kind, seen.told("day")) == (
        "number",
        (
            "day: its numbers look like dates, and are taken as numbers; columns: "
            '{day: {kind: date, format: "%Y%m%d"}} changes it',
        ),
    )
