from datetime import date

import polars as pl
import pytest

from mlpcli.data.tables.kinds import look, sample
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


def test_types_of_a_file_are_kept() -> None:
    assert kind(1, 2) == "number"
    assert kind(True, None) == "boolean"
    assert kind(date(2020, 1, 2)) == "date"


def test_texts_that_are_different_in_most_rows_are_left_out() -> None:
    seen = look(pl.Series([f"name {n}" for n in range(50)]), NumberFormat(), MISSING)
    assert seen.kind is None
    assert seen.reason == "has 50 different texts in 50 rows, like an id or free text"
    assert kind(*(f"name {n}" for n in range(20))) == "category"


def test_a_column_without_values_is_left_out() -> None:
    assert look(pl.Series(["", "NA"]), NumberFormat(), MISSING).reason == "has no values"


def test_rows_from_everywhere_are_looked_at() -> None:
    some = sample(pl.DataFrame({"a": range(50_000)}))
    assert 10_000 <= some.height <= 20_000
    assert some["a"].max() > 49_000  # type: ignore[operator]
