from datetime import date

import polars as pl
import pytest

from mlpcli.data.tables.kinds import Look, look, look_at_all, sample
from mlpcli.data.tables.schema import MISSING, NumberFormat


def kind(*values: object, form: NumberFormat = NumberFormat()) -> str | None:  # noqa: B008
    return look(pl.Series(values), form, MISSING).kind


def test_numbers_are_numbers_even_with_missing_ones() -> None:
    assert kind("1", "2.5", "?", "") == "number"
    assert kind("1,5", "2", form=NumberFormat(",")) == "number"


def test_a_few_texts_among_numbers_are_mistakes_and_not_categories() -> None:
    assert kind(*map(str, range(9)), "abc") == "number"
    assert kind(*map(str, range(30)), *["unknown"] * 20) == "number"


def test_digits_with_leading_zeros_are_codes() -> None:
    seen = look(pl.Series(["01067", "50667", "80331", "?"]), NumberFormat(), MISSING)
    assert (seen.kind, seen.instead) == ("category", "number")
    assert seen.notice == "codes such as 01067 are taken as categories"
    assert look(pl.Series([f"{n:05}" for n in range(50)]), NumberFormat(), MISSING).kind is None
    assert kind("0", "10", "0.5") == kind("00.5", "1.5") == kind("0", "1") == "number"


@pytest.mark.parametrize(
    "error", ["#NV", "#DIV/0!", "#WERT!", "#REF!", "#NAME?", "#BEZUG!", "#VALEUR!", "#NULL!"]
)
def test_errors_of_spreadsheets_are_missing_numbers(error: str) -> None:
    assert kind("1", "2", error, "3", error) == "number"


def test_numbers_among_texts_are_texts() -> None:
    assert kind("1", "2", "XL", "L") == "category"


@pytest.mark.parametrize("words", [("yes", "no"), ("TRUE", "False"), ("t", "f", ""), ("Y", "Y")])
def test_words_for_true_and_false_are_booleans(words: tuple[str, ...]) -> None:
    assert kind(*words) == "boolean"


def test_dates_have_their_format() -> None:
    seen = look(pl.Series(["3/4/2020", "5/6/2020"]), NumberFormat(), MISSING)
    assert (seen.kind, seen.format) == ("date", "%d/%m/%Y")
    assert "day before month" in seen.notice
    assert look(pl.Series(["2020-01-02"]), NumberFormat(), MISSING).notice == ""


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["06.2022", "07.2022", "?", "11.2022"], "%m.%Y"),
        ([f"{month}.2022" for month in range(1, 13)], "%m.%Y"),
        ([f"{year}.{month:02}" for year in (2021, 2022) for month in range(1, 13)], "%Y.%m"),
    ],
)
@pytest.mark.parametrize("numbers", [NumberFormat(), NumberFormat(",", ".")])
def test_months_with_a_point_are_dates(texts: list[str], form: str, numbers: NumberFormat) -> None:
    seen = look(pl.Series("x", texts), numbers, MISSING)
    instead = "category" if numbers.thousands else "number"
    assert (seen.kind, seen.format, seen.instead) == ("date", form, instead)
    assert seen.notice == f"its numbers are read as months, as {form}"


def test_a_few_numbers_that_may_be_months_are_told() -> None:
    texts = ["10.2022", "11.2022", "12.2022"]
    seen = look(pl.Series("x", texts), NumberFormat(), MISSING)
    assert (seen.kind, seen.order_format, seen.is_sure) == ("number", "%m.%Y", False)
    assert seen.told("x") == (
        "x: its numbers look like months, and are taken as numbers; "
        'columns: {x: {kind: date, format: "%m.%Y"}} changes it',
    )
    assert look(pl.Series("Monat", texts), NumberFormat(), MISSING).kind == "date"
    # Where points group digits, they are no numbers.
    assert look(pl.Series("x", texts), NumberFormat(",", "."), MISSING).format == "%m.%Y"


@pytest.mark.parametrize("texts", [["06.2022", "06.2122", "07.2022"], ["06.2022"], ["6.2", "7.25", "8.2022"]])
def test_other_numbers_are_no_months(texts: list[str]) -> None:
    assert look(pl.Series("date", texts), NumberFormat(), MISSING).kind == "number"


RATES = [f"1.{1985 + row * 11 % 32}" for row in range(64)]


@pytest.mark.parametrize(
    "texts",
    [
        RATES,
        [f"{row % 4 + 1}.{1950 + row * 17 % 100}" for row in range(200)],
        [f"{row % 12 + 1}.{1900 + row * 37 % 200}" for row in range(300)],
    ],
)
def test_numbers_close_together_are_no_months(texts: list[str]) -> None:
    assert look(pl.Series("x", texts), NumberFormat(), MISSING) == Look("number")


@pytest.mark.parametrize(
    "texts",
    [
        [f"12.{year}" for year in range(1990, 2020)],
        [f"{month}.{year}" for year in range(1901, 2020) for month in (3, 6, 9, 12)],
        [f"{row % 12 + 1}.{1935 + row * 37 % 75}" for row in range(300)],
        [f"{row % 4 * 3 + 1}.{2003 + row * 7 % 20}" for row in range(40)],
    ],
)
def test_months_of_years_in_order_or_of_a_few_decades_are_dates(texts: list[str]) -> None:
    assert look(pl.Series("x", texts), NumberFormat(), MISSING).format == "%m.%Y"
    assert look(pl.Series("month", RATES), NumberFormat(), MISSING).format == "%m.%Y"


def test_decimals_are_told_where_their_sign_groups_digits() -> None:
    texts = [f"{row // 10}.{row % 10}" for row in range(50)]
    as_written = "0.0 is read as a number if it is written 0,0, as points group digits elsewhere"
    seen = look(pl.Series(texts), NumberFormat(",", "."), MISSING)
    assert seen.reason == f"has 50 different texts in 50 rows: {as_written}"
    seen = look(pl.Series(texts[:10] * 5), NumberFormat(",", "."), MISSING)
    assert seen.notice == f"its texts are taken as categories: {as_written}"


def test_the_century_of_two_digits_is_told() -> None:
    seen = look(pl.Series(["05.08.85", "16.08.41"]), NumberFormat(), MISSING)
    assert (
        seen.notice
        == "its years of two digits are read as 1969 to 2068; if others are meant, write all with four"
    )
    assert (seen.format, seen.instead) == ("%d.%m.%y", "")


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["05.08.22", "06.08.22"], "%d.%m.%y: day, month, year"),
        (["22-08-05", "22-08-06"], "%y-%m-%d: year, month, day"),
        (["05-08-2085", "16-08-2085"], ""),
        (["5/8/85", "6/8/85"], "%d/%m/%y, day before month"),
    ],
)
def test_which_part_of_a_date_is_the_year_is_told_if_it_may_be_another(texts: list[str], told: str) -> None:
    told = told and f"its dates are read as {told}"
    assert look(pl.Series(texts), NumberFormat(), MISSING).notice == told


def test_types_of_a_file_are_kept() -> None:
    assert kind(1, 2) == "number"
    assert kind(True, None) == "boolean"
    assert kind(date(2020, 1, 2)) == "date"


def test_texts_that_are_different_in_most_rows_are_left_out() -> None:
    seen = look(pl.Series([f"name {n}" for n in range(50)]), NumberFormat(), MISSING)
    assert seen.kind is None
    assert seen.reason == "has 50 different texts in 50 rows, like an id or free text"
    assert kind(*(f"name {n}" for n in range(20))) == "category"


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (["75%", "5,5 %"], "75% is read as a number if it is written without its unit"),
        (["75 kg", "8 kg"], "75 kg is read as a number if it is written without its unit"),
        (["$1,234.50", "-$7"], "$1,234.50 is read as a number if it is written without its unit"),
        (["92\u202f587,50 \u20ac", "7 \u20ac"], "92\u202f587,50 \u20ac is read as a number if it is written"),
        (["USD 12", "USD 7"], "USD 12 is read as a number if it is written without its unit"),
        (["1:15:00", "0:57:30"], "1:15:00 is read as a number if it is written as one, such as its seconds"),
        (["01.01.2023", "2023-02-02"], "01.01.2023 is read as a date if all rows have the same form"),
        (["Januar 2021", "Mai 2022"], "Januar 2021 is read as a date if it is written as 2024-03"),
        (
            ["2021Q1", "2022-Q3"],
            "2021Q1 is read as a date if it is written as its first month, such as 2024-04",
        ),
        (["Q1 2021", "Q2/2022"], "Q1 2021 is read as a date if it is written as its first month"),
        (["Page 2020", "Page 2021"], ""),
        ([f"{month:02}/22" for month in range(1, 13)], "01/22 is read as a date if it is written as 2024-03"),
        (["01/22", "12/23"], ""),
        (
            ["14.01.21 00:54 Uhr", "15.01.21 1:10 Uhr"],
            "14.01.21 00:54 Uhr is read as a date if it is written as 2024",
        ),
        (["juil. 2023", "ao\u00fbt 2023"], "juil. 2023 is read as a date if it is written as 2024-03"),
        (["Dez-22", "Mai-23"], "Dez-22 is read as a date if it is written as 2024-03"),
        (["14 janv. 2023", "1 mai 2023"], "14 janv. 2023 is read as a date if it is written as 2024-03-01"),
        (["2 mai 2023", "1 juin 2023"], "2 mai 2023 is read as a date if it is written as 2024-03-01"),
        (
            ["Mo, 29.05.2020", "Di, 30.05.2020"],
            "Mo, 29.05.2020 is read as a date if it is written as 2024-03-01",
        ),
        (["22-Jun", "3-Jul"], "22-Jun is read as a date if it is written with its year, as 2024-03-01"),
        (["KW 23/2020", "KW 24/2020"], "KW 23/2020 is read as a date if it is written as 2024-W09"),
        (["R$ 7.063,99", "R$ 850,51"], "R$ 7.063,99 is read as a number if it is written without its unit"),
        (["US$ 5.00", "US$ 6"], "US$ 5.00 is read as a number if it is written without its unit"),
        (["kr 5", "kr 6,5"], "kr 5 is read as a number if it is written without its unit"),
        (["\u20ba5", "\u20ba6"], "\u20ba5 is read as a number if it is written without its unit"),
        (["\u20b9 5", "\u20b9 6"], "\u20b9 5 is read as a number if it is written without its unit"),
        (["5 m\u00b2", "6,5 m\u00b2"], "5 m\u00b2 is read as a number if it is written without its unit"),
        (["1.2.3", "1.2.4"], ""),
        (["12.34.56.78", "10.0.0.17"], ""),
        (["1a", "2b"], ""),
        (["XL", "M"], ""),
        (["id 1", "id 2"], ""),
    ],
)
def test_numbers_and_dates_that_are_read_as_texts_are_told(texts: list[str], read: str) -> None:
    seen = look(pl.Series(texts), NumberFormat(), MISSING)
    assert (seen.kind, seen.instead) == ("category", "" if read else "{kind: date, format: ...}")
    assert seen.notice.startswith(f"its texts are taken as categories: {read}" if read else "")
    assert bool(seen.notice) is bool(read)


def test_errors_of_unknown_languages_beside_numbers_are_told() -> None:
    texts = ["5", "#SAYI/0!", "4,5", "Err:502", "#YOK!", "###"]
    seen = look(pl.Series(texts), NumberFormat(","), MISSING)
    assert (seen.kind, seen.notice) == (
        "category",
        "its texts are taken as categories: #SAYI/0! is an error of a spreadsheet; "
        'missing_values: ["#SAYI/0!", "Err:502", "#YOK!", "###"] makes numbers of the others',
    )
    assert look(pl.Series(["XL", "#SAYI!"]), NumberFormat(), MISSING).notice == ""


def test_numbers_with_units_that_are_left_out_are_told() -> None:
    seen = look(pl.Series([f"{n}.5 kg" for n in range(50)]), NumberFormat(), MISSING)
    assert seen.reason == (
        "has 50 different texts in 50 rows: 0.5 kg is read as a number if it is written without its unit"
    )


def test_a_column_without_values_is_left_out() -> None:
    assert look(pl.Series(["", "NA"]), NumberFormat(), MISSING).reason == "has no values"


def test_rows_from_everywhere_are_looked_at() -> None:
    some = sample(pl.DataFrame({"a": range(50_000)}))
    assert 10_000 <= some.height <= 20_000
    assert some["a"].max() > 49_000  # type: ignore[operator]


@pytest.mark.parametrize("form", [NumberFormat(), NumberFormat(",", ".")])
@pytest.mark.parametrize("missing", [MISSING, ("-999",)])
def test_all_columns_are_looked_at_as_each_is(form: NumberFormat, missing: tuple[str, ...]) -> None:
    columns: dict[str, list[object]] = {
        "plain": ["1", "-2.5", "3e2", "4"],
        "whole": ["1", "20", "300", "4"],
        "grouped": ["1.000", "2.000", "3.000", "4.000"],
        "spaced": [" 1", "2 ", "3", "4"],
        "missing": ["1", "?", "", "4"],
        "not a number": ["nan", "nan", "inf", "1"],
        "sentinel": ["-999"] * 4,
        "codes": ["01", "02", "3", "4"],
        "spaced codes": [" 01", "02", "3", "4"],
        "words": ["a", "b", "a", "b"],
        "null": ["1", None, "2", "3"],
        "typed": [1, 2, 3, 4],
        "dates": ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"],
    }
    frame = pl.DataFrame(columns, strict=False)
    assert look_at_all(frame, form, missing) == {name: look(frame[name], form, missing) for name in columns}
    assert look_at_all(frame.head(0), form, missing).keys() == columns.keys()


def test_of_many_plain_columns_none_is_looked_at_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("mlpcli.data.tables.kinds.look")
    frame = pl.DataFrame({f"c{number}": ["1.5", "2", "-3"] for number in range(50)})
    assert {seen.kind for seen in look_at_all(frame, NumberFormat(), MISSING).values()} == {"number"}
