from datetime import datetime

import polars as pl
import pytest

from mlpcli.data.tables.date_formats import find_formats, nearest_format
from mlpcli.data.tables.dates import parse_dates
from mlpcli.data.tables.schema import MISSING

DAY = 86_400
FIRST = (datetime(2020, 1, 15) - datetime(1970, 1, 1)).total_seconds()


@pytest.mark.parametrize(
    ("text", "form", "seconds"),
    [
        ("2020-01-15", "%Y-%m-%d", FIRST),
        ("2020-01-15 12:00", "%Y-%m-%d %H:%M", FIRST + DAY / 2),
        ("2020-01-15 12:00:01", "%Y-%m-%d %H:%M:%S", FIRST + DAY / 2 + 1),
        ("2020-01-15T12:00:01.5", "%Y-%m-%dT%H:%M:%S%.f", FIRST + DAY / 2 + 1.5),
        ("2020-01-15T12:00:00+02:00", "%Y-%m-%dT%H:%M:%S%.f%#z", FIRST + DAY / 2 - 7200),
        ("2020-01-15T12:00:00Z", "%Y-%m-%dT%H:%M:%S%.f%#z", FIRST + DAY / 2),
        ("2020-01-15 12:00:01,500", "%Y-%m-%d %H:%M:%S,%3f", FIRST + DAY / 2 + 1.5),
        ("2020/1/15", "%Y/%m/%d", FIRST),
        ("15.01.2020", "%d.%m.%Y", FIRST),
        ("15/1/2020", "%d/%m/%Y", FIRST),
        ("1/15/2020", "%m/%d/%Y", FIRST),
        ("1/15/2020 3:00 PM", "%m/%d/%Y %I:%M %p", FIRST + 15 * 3600),
        ("Jan 15, 2020", "%b %d, %Y", FIRST),
        ("2020-01", "%Y-%m", FIRST - 14 * DAY),
        ("15.01.20", "%d.%m.%y", FIRST),
        ("15.01.20 12:00", "%d.%m.%y %H:%M", FIRST + DAY / 2),
        ("15/1/20", "%d/%m/%y", FIRST),
        ("1/15/20", "%m/%d/%y", FIRST),
        ("15-01-20", "%d-%m-%y", FIRST),
        ("15 Jan 20", "%d %b %y", FIRST),
        ("15 January 2020", "%d %B %Y", FIRST),
        ("20200115 1200", "%Y%m%d %H%M", FIRST + DAY / 2),
        ("20200115_1200", "%Y%m%d_%H%M", FIRST + DAY / 2),
        ("20200115-120001", "%Y%m%d-%H%M%S", FIRST + DAY / 2 + 1),
        ("15JAN2020", "%d%b%Y", FIRST),
        ("15JAN20", "%d%b%y", FIRST),
        ("15JAN2020:12:00:01", "%d%b%Y:%H:%M:%S", FIRST + DAY / 2 + 1),
        ("20200115T120001Z", "%Y%m%dT%H%M%S%#z", FIRST + DAY / 2 + 1),
        ("Wed, 15 Jan 2020 12:00:00 +0200", "%a, %d %b %Y %H:%M:%S %z", FIRST + DAY / 2 - 7200),
        ("Wed, 15 Jan 2020 12:00:00 GMT", "%a, %d %b %Y %H:%M:%S GMT", FIRST + DAY / 2),
        ("Wed Jan 15 12:00:00 2020", "%a %b %d %H:%M:%S %Y", FIRST + DAY / 2),
        ("Jan 2020", "%b %Y", FIRST - 14 * DAY),
        ("January 2020", "%B %Y", FIRST - 14 * DAY),
        ("Jan-2020", "%b-%Y", FIRST - 14 * DAY),
        ("January-2020", "%B-%Y", FIRST - 14 * DAY),
        ("Jan/2020", "%b/%Y", FIRST - 14 * DAY),
        ("2020 January", "%Y %B", FIRST - 14 * DAY),
        ("Jan-20", "%b-%y", FIRST - 14 * DAY),
        ("Jan '20", "%b '%y", FIRST - 14 * DAY),
        ("01/2020", "%m/%Y", FIRST - 14 * DAY),
        ("1-2020", "%m-%Y", FIRST - 14 * DAY),
        ("2020/01", "%Y/%m", FIRST - 14 * DAY),
        ("2020年01月", "%Y年%m月", FIRST - 14 * DAY),
        ("2020年1月15日", "%Y年%m月%d日", FIRST),
        ("2020年1月15日 12:00", "%Y年%m月%d日 %H:%M", FIRST + DAY / 2),
        ("2020年01月15日12時00分", "%Y年%m月%d日%H時%M分", FIRST + DAY / 2),
        ("2020. 01. 15.", "%Y. %m. %d.", FIRST),
        ("15. 1. 2020", "%d. %m. %Y", FIRST),
        ("15. January 2020", "%d. %B %Y", FIRST),
        ("15-January-2020", "%d-%B-%Y", FIRST),
        ("15/Jan/2020:12:00:00 +0200", "%d/%b/%Y:%H:%M:%S %z", FIRST + DAY / 2 - 7200),
        ("Wed, 15 Jan 2020", "%a, %d %b %Y", FIRST),
        ("Wednesday, January 15, 2020 12:00 PM", "%A, %B %d, %Y %I:%M %p", FIRST + DAY / 2),
        ("Wed 2020-01-15", "%a %Y-%m-%d", FIRST),
        ("2020-W03", "%G-W%V", FIRST - 2 * DAY),
        ("2020W03", "%GW%V", FIRST - 2 * DAY),
        ("2020-W03-3", "%G-W%V-%u", FIRST),
    ],
)
def test_a_date_is_recognized_and_read(text: str, form: str, seconds: float) -> None:
    assert find_formats(pl.Series([text]))[0] == form
    found = parse_dates(pl.Series([text, "?", "soon"]), form, MISSING)
    assert found.values[0] == seconds
    assert (found.missing.tolist(), found.wrong.tolist()) == ([1], [2])


@pytest.mark.parametrize("text", ["3.5", "12:30", "abc", "12", "10-20", "a-1 b-2", "Page 2020", "2020-Q1"])
def test_what_is_no_date_has_no_format(text: str) -> None:
    assert find_formats(pl.Series([text])) == []


@pytest.mark.parametrize(
    "texts",
    [
        [f"{year}/{year % 100 + 1:02}" for year in range(2000, 2012)],
        [f"{year}-{year % 100 + 1:02}" for year in range(2000, 2012)],
        [f"{number}/1000" for number in range(1, 13)],
        ["2023/01", "2023/02", "2023/03", "2023/04", "2023/13"],
        [f"Jun-{day:02}" for day in range(1, 31)],
    ],
)
def test_seasons_parts_numbers_and_days_are_no_months(texts: list[str]) -> None:
    assert find_formats(pl.Series(texts)) == []


def test_what_may_be_day_or_month_is_decided_by_the_other_dates() -> None:
    assert find_formats(pl.Series(["3/4/2020", "3/13/2020"])) == ["%m/%d/%Y"]
    assert find_formats(pl.Series(["3/4/2020", "5/6/2020"])) == ["%d/%m/%Y", "%m/%d/%Y"]


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["22-01-05", "22-03-17", "22-12-30"], "%y-%m-%d"),
        (["05-01-22", "17-03-22", "30-12-22"], "%d-%m-%y"),
        (["05.08.22"], "%d.%m.%y"),
    ],
)
def test_a_short_year_is_where_it_puts_the_dates_closer_together(texts: list[str], form: str) -> None:
    found = find_formats(pl.Series(texts))
    assert found[0] == form
    assert {"%y" + form[2] + "%m" + form[2] + "%d", "%d" + form[2] + "%m" + form[2] + "%y"} <= set(found)


def test_the_nearest_format_is_that_of_some() -> None:
    assert nearest_format(pl.Series(["soon", "2020-01-15", "later"])) == ("%Y-%m-%d", "2020-01-15", "soon")
    assert nearest_format(pl.Series(["soon", "later"])) is None
