from pathlib import Path

import pytest

from mlpcli.data.tables.column_names import column_called, columns_called
from mlpcli.errors import DataError

NAMES = ("age", "sex", "2020")
PATH = Path("t.csv")


@pytest.mark.parametrize(
    ("given", "name"),
    [("sex", "sex"), (2, "sex"), ("2", "sex"), ("2020", "2020"), (3, "2020"), (2020, "2020")],
)
def test_a_column_is_a_name_or_a_position(given: str | int, name: str) -> None:
    assert column_called(given, NAMES, PATH, "target") == name


@pytest.mark.parametrize(
    ("given", "message", "fix"),
    [
        ("agee", "t.csv has no column called 'agee', which `target` names", "did you mean age?"),
        ("pay", "t.csv has no column called 'pay'", "known: age, sex, 2020"),
        (4, "`target` names column 4, but t.csv has 3", "write a position from 1 to 3"),
    ],
)
def test_a_column_that_there_is_not_is_an_error(given: str | int, message: str, fix: str) -> None:
    with pytest.raises(DataError) as caught:
        column_called(given, NAMES, PATH, "target")
    assert message in caught.value.message
    assert fix in caught.value.fix


def test_a_name_is_the_same_however_unicode_composes_it() -> None:
    names = ("age", "fl\u00e4che")
    assert column_called("fla\u0308che", names, PATH, "target") == "fl\u00e4che"


def test_all_unknown_columns_are_named_at_once() -> None:
    with pytest.raises(DataError, match=r"'x'.*; .*'y'"):
        columns_called(["x", "age", "y"], NAMES, PATH, "features")
    assert columns_called(["sex", 2], NAMES, PATH, "features") == ("sex",)
