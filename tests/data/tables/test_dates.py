from datetime import date, datetime, timedelta, timezone

import polars as pl
import pytest

from mlpcli.data.tables.date_formats import FORMATS
from mlpcli.data.tables.dates import example_date, format_in, is_format, parse_dates
from mlpcli.data.tables.schema import MISSING

FIRST = (datetime(2020, 1, 15) - datetime(1970, 1, 1)).total_seconds()


@pytest.mark.parametrize(
    ("form", "text", "year"),
    [("%d.%m.%y", "01.01.68", 2068), ("%d.%m.%y", "01.01.69", 1969), ("%D", "01/01/70", 1970)]
    + [("%Y-%m-%d", "2069-01-01", 2069), ("%F", "0069-01-01", 69)],
)
def test_years_of_two_digits_are_of_the_century_that_python_takes(form: str, text: str, year: int) -> None:
    (seconds,) = parse_dates(pl.Series([text]), form, MISSING).values
    assert datetime(1970, 1, 1) + timedelta(seconds=seconds) == datetime(year, 1, 1)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("%d.%m.%Y", "05.08.22"),
        ("%d.%m.%Y", "05.08.022"),
        ("%Y.%m.%d", "05.08.22"),
        ("%F", "22-08-05"),
        ("%d.%m.%Y %H:%M", "05.08.22 10:30"),
        ("%d.%m.%y", "05.08.2022"),
        ("%d.%m.%y", "05.08.2"),
        ("%Y", "22"),
        ("", "22-08-05"),
    ],
)
def test_a_year_has_as_many_digits_as_in_its_format(form: str, text: str) -> None:
    assert parse_dates(pl.Series([text]), form, MISSING).wrong.tolist() == [0]


def test_dates_by_type_need_no_format() -> None:
    zoned = datetime(2020, 1, 15, 1, tzinfo=timezone(timedelta(hours=1)))
    assert parse_dates(pl.Series([date(2020, 1, 15), None]), "", MISSING).values[0] == FIRST
    assert parse_dates(pl.Series([zoned]), "", MISSING).values[0] == FIRST


def test_texts_are_dates_as_iso_has_them_where_training_had_dates_by_type() -> None:
    texts = ["2020-01-15", "2020-01-15 00:00", "2020-01-15T00:00:00.000000", "2020-01-15T02:00:00+0200"]
    found = parse_dates(pl.Series([*texts, "", "15.1.2020"]), "", MISSING)
    assert found.values[:4].tolist() == [FIRST] * 4
    assert (found.missing.tolist(), found.wrong.tolist()) == ([4], [5])


def test_numbers_are_dates_if_their_digits_are_some() -> None:
    assert parse_dates(pl.Series([5, 6]), "%Y", MISSING).wrong.tolist() == [0, 1]
    for column in (pl.Series([20200115, None, 20201315]), pl.Series([20200115.0, float("nan"), 20200115.5])):
        found = parse_dates(column, "%Y%m%d", MISSING)
        assert found.values[0] == FIRST
        assert (found.missing.tolist(), found.wrong.tolist()) == ([1], [2])


def test_where_nothing_separates_numbers_each_has_all_of_its_digits() -> None:
    texts = pl.Series(["20200115", "2020115", "202001", "2020 115"])
    assert parse_dates(texts, "%Y%m%d", MISSING).wrong.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("form", "text", "meant"),
    [
        ("%Y%m", "202001", "2020-01-01"),
        ("%b %Y", "Feb 2020", "2020-02-01"),
        ("%G-W%V", "2020-W03", "2020-01-13"),
        ("%Y-%m-%d %H", "2020-01-15 00", "2020-01-15"),
        ("%Y%m%d%H", "2020011500", "2020-01-15"),
    ],
)
def test_months_weeks_and_hours_are_where_they_begin(form: str, text: str, meant: str) -> None:
    assert is_format(form)
    found, wanted = (parse_dates(pl.Series([one]), of, MISSING) for one, of in ((text, form), (meant, "%F")))
    assert found.values.tolist() == wanted.values.tolist()


def test_a_hyphen_before_a_year_is_no_sign() -> None:
    assert parse_dates(pl.Series(["May-2023"]), "%b %Y", MISSING).wrong.tolist() == [0]


@pytest.mark.parametrize(
    ("form", "text", "read"),
    [
        ("%Y-%m-%dT%H:%M:%S", "2022-01-10 00:45:49", "%Y-%m-%d %H:%M:%S"),
        ("%Y-%m-%d %H:%M%#z", " 2022-01-10T00:45Z", "%Y-%m-%dT%H:%M%#z"),
        ("%Y-%m-%dT%H:%M:%S", "2022-01-10T00:45:49", "%Y-%m-%dT%H:%M:%S"),
        ("%Y-%m-%dT%H:%M:%S", "2022-01-10 00:45", "%Y-%m-%dT%H:%M:%S"),
        ("%d.%m.%Y %H:%M", "10.01.2022T00:45", "%d.%m.%Y %H:%M"),
    ],
)
def test_another_file_may_have_the_other_separator_of_iso(form: str, text: str, read: str) -> None:
    assert format_in(pl.Series([text, None, ""]), form) == read


def test_a_format_is_one_that_can_be_read() -> None:
    assert is_format("%d.%m.%Y") and not is_format("day") and not is_format("%Q")
    assert is_format("%d.%m.%Y %H:%M%z") and not is_format("%d.%m.%Y %H:%M %Z")


def test_fractions_after_a_dot_are_those_of_strptime() -> None:
    form = "%Y-%m-%d %H:%M:%S.%f"
    assert is_format(form)
    found = parse_dates(pl.Series(["2020-01-15 00:00:01.5", "2020-01-15 00:00:01.250000"]), form, MISSING)
    assert found.values.tolist() == [FIRST + 1.5, FIRST + 1.25]


def test_digits_of_a_fraction_without_a_dot_must_be_counted() -> None:
    assert not is_format("%Y-%m-%d %H:%M:%S,%f")
    assert is_format("%Y-%m-%d %H:%M:%S,%3f")
    found = parse_dates(pl.Series(["2020-01-15 00:00:01,250"]), "%Y-%m-%d %H:%M:%S,%3f", MISSING)
    assert found.values.tolist() == [FIRST + 1.25]


def test_a_format_of_an_older_run_gives_no_warning() -> None:
    parse_dates(pl.Series(["2020-01-15 00:00:01,5"]), "%Y-%m-%d %H:%M:%S,%f", MISSING)


@pytest.mark.parametrize(
    ("form", "example"),
    [
        ("%Y-%m-%d %H:%M", "2024-03-25 13:45"),
        ("%d.%m.%Y", "25.03.2024"),
        ("%b %d, %Y %I:%M %p", "Mar 25, 2024 01:45 PM"),
        ("%Y-%m", "2024-03"),
        ("", "2024-03-25"),
    ],
)
def test_an_example_is_written_in_the_format(form: str, example: str) -> None:
    assert example_date(form) == example


@pytest.mark.parametrize("form", FORMATS)
def test_every_example_is_read_again(form: str) -> None:
    assert not len(parse_dates(pl.Series([example_date(form)]), form, MISSING).wrong)


def test_of_a_format_that_writes_nothing_the_example_is_itself() -> None:
    assert example_date("%Q") == "%Q"
