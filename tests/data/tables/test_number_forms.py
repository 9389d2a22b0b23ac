from collections.abc import Mapping
from pathlib import Path

import pytest

from mlpcli.data.tables.matching import Matched, matched
from mlpcli.data.tables.schema import NumberFormat, NumberSpan, TableColumn, TableSchema
from mlpcli.errors import DataError
from tests.data.tables.files import read

GERMAN, ENGLISH, PLAIN = NumberFormat(",", "."), NumberFormat(".", ","), NumberFormat()
PRICES, RATES = NumberSpan(800.0, 4000.5, False), NumberSpan(0.5, 9.5, False)
ANYTHING, COUNTS = NumberSpan(-1.5, 90_000.5, False), NumberSpan(0.0, 90_000.0, True)


def found(
    folder: Path, text: str, form: NumberFormat, spans: Mapping[str, NumberSpan], separated_by: str = ";"
) -> Matched:
    columns = tuple(TableColumn(name, "number") for name in spans)
    names = (*spans, "y")
    schema = TableSchema(columns, ("y",), names, True, form, separated_by=separated_by, spans=spans)
    return matched(read(folder, text), schema, targets=False)


@pytest.mark.parametrize(
    ("text", "trained", "form"),
    [
        # Some numbers are such in one form alone.
        ('a,b\n"1,217.5",1\n"1,217",2\n', GERMAN, ENGLISH),
        ("a;b\n1.217,5;1\n1.217;2\n", ENGLISH, GERMAN),
        ("a;b\n1.217,5;1\n1.217;2\n", PLAIN, GERMAN),
        ("a;b\n45,5;1\n", PLAIN, GERMAN),
        ("a;b\n0,217;1\n", ENGLISH, GERMAN),
        ("a,b\n45.5,1\n", GERMAN, ENGLISH),
        ('a,b\n"1,217,000",1\n', GERMAN, ENGLISH),
        ("a;b\n1 217,5;1\n", PLAIN, NumberFormat(",", " ")),
        # The other column says so.
        ("a\tb\n1.217\t7,5\n", ENGLISH, GERMAN),
        # The range and the separator.
        ('a,b\n"1,217",1\n', GERMAN, ENGLISH),
        ("a;b\n1.217;1\n", PLAIN, GERMAN),
        # The separator, where the form of training fits none.
        ('a,b\n"1,217",1\n', PLAIN, ENGLISH),
    ],
)
def test_a_file_in_another_form_is_read_in_its_own(
    tmp_path: Path, text: str, trained: NumberFormat, form: NumberFormat
) -> None:
    separated_by = ";" if trained is GERMAN else ","
    read = found(tmp_path, text, trained, {"a": PRICES, "b": RATES}, separated_by)
    assert read.numbers.form == form
    assert read.numbers.is_other
    assert "unlike those of the training file" in read.notices[0]
    with pytest.raises(DataError, match="its numbers have"):
        read.require_numbers_as_trained()


def test_the_notice_names_a_value_and_how_it_is_read(tmp_path: Path) -> None:
    read = found(tmp_path, 'a,b\n7,1\n"1,217.5",1\n', GERMAN, {"a": PRICES, "b": RATES})
    assert read.notices == (
        f"{tmp_path}/t.csv: its numbers have '.' as the decimal sign and ',' between groups of digits, "
        "unlike those of the training file: a: 1,217.5 in line 3 is read as 1217.5",
    )


def test_a_narrow_blank_between_groups_is_called_a_space(tmp_path: Path) -> None:
    read = found(tmp_path, "a;b\n1\u202f217,5;1\n", ENGLISH, {"a": PRICES, "b": RATES}, ",")
    assert "',' as the decimal sign and a space between groups of digits" in read.notices[0]


@pytest.mark.parametrize(
    ("text", "trained"),
    [
        ("a;b\n1.217,5;1\n1.217;2\n", GERMAN),
        ("a;b\n1.217;1\n", GERMAN),
        ('a,b\n"1,217.5",1\n', ENGLISH),
        ("a,b\n1217,1\n", PLAIN),
        ("a,b\n1217.5,1.217\n", PLAIN),
        # Another separator, but only in the form of training are these numbers as they were.
        ("a;b\n1217;1.217\n", PLAIN),
        # A point is a decimal sign where training had commas and no groups.
        ("a;b\n1217.5;1.2\n", NumberFormat(",")),
        # What is no number in any form is left for the reader.
        ("a,b\n12.17.5,1\n", PLAIN),
        # Mixed forms.
        ('a,b\n1.5,"1,5"\n', PLAIN),
        ("a,b\n,\n", GERMAN),
    ],
)
def test_a_file_in_the_form_of_training_is_read_so_without_a_word(
    tmp_path: Path, text: str, trained: NumberFormat
) -> None:
    separated_by = "," if trained in (PLAIN, ENGLISH) else ";"
    read = found(tmp_path, text, trained, {"a": PRICES, "b": RATES}, separated_by)
    assert (read.numbers.form, read.notices) == (trained, ())
    read.require_numbers_as_trained()


@pytest.mark.parametrize(
    ("text", "trained", "spans"),
    [
        # By its range alone.
        ("a\tb\n1,217\t1\n", GERMAN, {"a": PRICES}),
        ("a,b\n1.217,1\n", PLAIN, {"a": PRICES}),
        ("a\tb\n1.217\t1\n", PLAIN, {"a": COUNTS}),
        # By its separator alone.
        ('a,b\n"1,217",1\n', GERMAN, {"a": ANYTHING}),
        ("a;b\n1.217;1\n", ENGLISH, {"a": ANYTHING}),
        # By the ranges of two columns, each for another form.
        ("a\tb\n1,217\t1,217\n", GERMAN, {"a": PRICES, "b": RATES}),
        # In none of the two it is as in training, and nothing says which it is.
        ("a\tb\n1,217\t1\n", PLAIN, {"a": ANYTHING}),
    ],
)
def test_a_file_that_perhaps_is_in_another_form_is_refused(
    tmp_path: Path, text: str, trained: NumberFormat, spans: Mapping[str, NumberSpan]
) -> None:
    separated_by = ";" if trained is GERMAN else ","
    with pytest.raises(DataError, match=r"a: 1.217 in line 2 can be read in two ways") as caught:
        found(tmp_path, text, trained, spans, separated_by)
    assert "signs between groups of digits: 1217; or with another" in caught.value.fix


def test_the_refusal_says_both_readings_and_how_to_write_them(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        found(tmp_path, "a\tb\n1,217\t1\n", GERMAN, {"a": PRICES})
    assert caught.value.message == (
        f"{tmp_path}/t.csv: a: 1,217 in line 2 can be read in two ways, as 1.217 as the training file is "
        "read or 1217; training had 800 to 4000.5"
    )
    assert caught.value.fix == (
        "write such numbers without signs between groups of digits: 1217; or with another number of "
        "decimals, if this is 1.217: 1,2170"
    )
    for text in ("1217", "1,2170"):
        assert found(tmp_path, f"a\tb\n{text}\t1\n", GERMAN, {"a": PRICES}).numbers.notices == ()


def test_what_nothing_decides_is_read_as_in_training_with_a_notice(tmp_path: Path) -> None:
    read = found(tmp_path, "a\tb\n45\t1\n1,217\t1\n", GERMAN, {"a": ANYTHING})
    assert read.numbers.form == GERMAN
    assert read.numbers.notices == (
        f"{tmp_path}/t.csv: a: 1,217 in line 3 is read as 1.217, as in the training file; if it is 1217, "
        "write it without a sign between its digits",
    )


def test_all_rows_of_a_long_file_are_looked_at(tmp_path: Path) -> None:
    text = "a\n" + "1000\n" * 3000 + '"1,217.5"\n'
    assert found(tmp_path, text, GERMAN, {"a": PRICES}).numbers.form == ENGLISH


def test_columns_may_have_any_name(tmp_path: Path) -> None:
    text = 'column,text,alike\n"1,217.5",1,2\n'
    spans = {"column": PRICES, "text": RATES, "alike": RATES}
    assert found(tmp_path, text, GERMAN, spans).numbers.form == ENGLISH


def test_numbers_to_predict_say_it_too(tmp_path: Path) -> None:
    spans = {"a": RATES, "y": PRICES}
    schema = TableSchema(
        (TableColumn("a", "number"),), ("y",), ("a", "y"), True, GERMAN, separated_by=";", spans=spans
    )
    read_again = matched(read(tmp_path, 'a,y\n1,"1,217"\n'), schema, targets=True)
    assert read_again.numbers.form == ENGLISH
