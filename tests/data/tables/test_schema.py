import json
from dataclasses import asdict, replace

import pytest

from mlpcli.data.tables.schema import MISSING, NumberFormat, TableColumn, TableSchema, missing_texts
from mlpcli.runs.typed_json import build

SCHEMA = TableSchema(
    (TableColumn("age", "number"), TableColumn("born", "date", "%Y"), TableColumn("sex", "category")),
    ("pay",),
    ("id", "sex", "age", "born", "pay"),
    True,
    NumberFormat(",", "."),
    labels={"yes.": "yes"},
)


def test_it_comes_back_from_its_json() -> None:
    assert build(TableSchema, json.loads(json.dumps(asdict(SCHEMA)))) == SCHEMA


def test_it_knows_texts_and_what_is_left_out() -> None:
    assert SCHEMA.texts == (False, False, True)
    assert SCHEMA.others == ("id",)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"names": ("age", "age")}, "names: a column is listed twice"),
        ({"targets": ("age",)}, "expected different ones, all of them in names"),
        ({"targets": ("nobody",)}, "expected different ones, all of them in names"),
        ({"targets": ()}, "expected at least one"),
        ({"columns": ()}, "expected at least one"),
        ({"columns": SCHEMA.columns[::-1]}, "expected categories after all others"),
        ({"encoding": "zlib"}, "separator, encoding: expected ones"),
        ({"encoding": "idna"}, "separator, encoding: expected ones"),
        ({"separator": ";" * 5}, "separator, encoding: expected ones"),
        ({"missing": ("", "\ud800")}, "expected texts that are Unicode"),
        ({"labels": {"\ud800": "yes"}}, "expected texts that are Unicode"),
    ],
)
def test_what_does_not_fit_together_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(SCHEMA, **changes)  # type: ignore[arg-type]


def test_only_dates_and_counted_times_have_a_format() -> None:
    for kind, form in (("date", None), ("category", "%Y")):
        with pytest.raises(ValueError, match="format: expected one for dates"):
            TableColumn("a", kind, form)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="format: expected one of seconds since 1970"):
        TableColumn("a", "number", "%Y")


@pytest.mark.parametrize("form", [("x", ""), (".", "."), (".", "ab")])
def test_signs_of_numbers_are_different_characters(form: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="expected"):
        NumberFormat(*form)


def test_a_format_of_dates_is_short() -> None:
    with pytest.raises(ValueError, match="format: expected at most 100 characters"):
        TableColumn("a", "date", "%Y" * 51)


def test_listed_texts_mean_missing_values_beside_the_usual_ones() -> None:
    assert missing_texts(None, True) == MISSING
    assert set(missing_texts(("gone",), True)) == {*MISSING, "gone"}
    assert missing_texts(("gone",), False) == ("", "gone")
