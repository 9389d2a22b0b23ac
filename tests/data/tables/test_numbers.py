import numpy as np
import polars as pl
import pytest

from mlpcli.data.tables.find_number_format import find_number_format
from mlpcli.data.tables.numbers import parse_numbers, whole_number
from mlpcli.data.tables.schema import MISSING, NumberFormat

GERMAN = NumberFormat(",", ".")


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        (" 3 ", NumberFormat(), 3),
        ("+.5e1", NumberFormat(), 5),
        ("1,5", NumberFormat(","), 1.5),
        ("1.5", NumberFormat(","), 1.5),
        ("1.234", GERMAN, 1234),
        ("1.234.567,5", GERMAN, 1234567.5),
        ("12", GERMAN, 12),
        ("1,234", NumberFormat(".", ","), 1234),
        ("-1 234", NumberFormat(".", " "), -1234),
        ("\u22121.5", NumberFormat(), -1.5),
        ("\uff17\uff10\uff0e5", NumberFormat(), 70.5),
        ("(1,234.50)", NumberFormat(".", ","), -1234.5),
        ("7.000,50-", GERMAN, -7000.5),
        ("12.50-", NumberFormat(), -12.5),
        ("1\u2019234.50", NumberFormat(".", "'"), 1234.5),
        ("92\u202f587,5", NumberFormat(",", "\u202f"), 92587.5),
        *((f"92{blank}587,5", NumberFormat(",", " "), 92587.5) for blank in " \u00a0\u202f\u2009\u2007"),
        ("92\u202f587,5", NumberFormat(",", "\u00a0"), 92587.5),
    ],
)
def test_a_text_is_its_number(text: str, form: NumberFormat, value: float) -> None:
    found = parse_numbers(pl.Series([text]), form, MISSING)
    assert found.values.tolist() == [value]
    assert not len(found.wrong)


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1,2,3",
        "12,34",
        "1.2.3",
        "0x10",
        "1_000",
        "5 apples",
        "--5",
        "1,23,456",
        "2-",
        "1.5-",
        "-1.50-",
    ],
)
def test_what_is_no_number_is_wrong(text: str) -> None:
    for form in (NumberFormat(), NumberFormat(".", ",")):
        found = parse_numbers(pl.Series(["1", text]), form, MISSING)
        assert found.wrong.tolist() == [1]
        assert np.isnan(found.values[1])


def test_missing_values_are_neither_numbers_nor_wrong() -> None:
    found = parse_numbers(pl.Series(["1", "", " ", "NA", "nan", "?", None]), NumberFormat(), MISSING)
    assert found.missing.tolist() == [1, 2, 3, 4, 5, 6]
    assert not len(found.wrong)


def test_nan_is_wrong_where_it_does_not_mean_a_missing_value() -> None:
    assert parse_numbers(pl.Series(["1", "nan"]), NumberFormat(), ("", "-9")).wrong.tolist() == [1]


def test_columns_of_numbers_are_taken_as_they_are() -> None:
    found = parse_numbers(pl.Series([1, None, 3]), NumberFormat(), MISSING)
    assert found.values[[0, 2]].tolist() == [1, 3]
    assert found.missing.tolist() == [1]


@pytest.mark.parametrize("column", [["5", "-999", "-999.0 ", "?"], [5, -999, -999, None]])
def test_a_number_may_mean_a_missing_value(column: list[object]) -> None:
    found = parse_numbers(pl.Series(column), NumberFormat(), ("", "?", "-999"))
    np.testing.assert_array_equal(found.values, [5, np.nan, np.nan, np.nan])
    assert found.missing.tolist() == [1, 2, 3]
    assert not len(found.wrong)


@pytest.mark.parametrize("text", ["inf", "Inf", "-Infinity", "+INF"])
def test_infinite_numbers_can_mean_missing_ones(text: str) -> None:
    parsed = parse_numbers(pl.Series(["1", text, "2"]), NumberFormat(), ("", text))
    assert (parsed.missing.tolist(), parsed.wrong.tolist()) == ([1], [])
    assert np.isnan(parsed.values[1])


def test_blanks_of_any_width_group_digits_in_one_file() -> None:
    texts = pl.Series("a", ["1 234,5", "1\u00a0234,5", "12\u202f345,5", "5,5"])
    form = find_number_format(texts.to_frame(), ";", MISSING, "auto", "auto")
    assert form == NumberFormat(",", " ")
    assert parse_numbers(texts, form, MISSING).values.tolist() == [1234.5, 1234.5, 12345.5, 5.5]
    assert whole_number("1\u202f234", form) == "1234"
