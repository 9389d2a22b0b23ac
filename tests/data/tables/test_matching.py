from dataclasses import replace
from pathlib import Path

import pytest

from mlpcli.data.tables.matching import matched
from mlpcli.data.tables.schema import TableColumn, TableSchema
from mlpcli.errors import DataError
from tests.data.tables.files import read

SCHEMA = TableSchema(
    (TableColumn("age", "number"), TableColumn("sex", "category")),
    ("pay",),
    ("id", "sex", "age", "pay"),
    True,
)


def test_columns_go_by_their_names_in_any_order(tmp_path: Path) -> None:
    found = matched(read(tmp_path, "age,who,sex\n39,x,male\n"), SCHEMA, targets=False)
    assert found.file.frame["age"].to_list() == ["39"]
    assert found.extra == ("who",)


@pytest.mark.parametrize("row", ["7,male,39,1", "7,male,39", "male,39"])
def test_without_a_header_they_go_by_their_order(tmp_path: Path, row: str) -> None:
    found = matched(read(tmp_path, f"{row}\n{row}\n", header=False), SCHEMA, targets=False)
    assert found.file.frame.select("age", "sex").row(0) == ("39", "male")


def test_columns_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="lacks the columns sex, age") as caught:
        matched(read(tmp_path, "a,Age\n1,2\n"), SCHEMA, targets=False)
    assert caught.value.fix == "rename Age to age"
    with pytest.raises(DataError, match="lacks the column pay") as caught:
        matched(read(tmp_path, "age,sex\n1,x\n"), SCHEMA, targets=True)
    assert "add them" in caught.value.fix


def test_names_are_the_same_however_unicode_composes_them(tmp_path: Path) -> None:
    schema = replace(SCHEMA, columns=(TableColumn("fl\u00e4che", "number"),), names=("fl\u00e4che", "pay"))
    found = matched(read(tmp_path, "pay,fla\u0308che\n3,39\n"), schema, targets=False)
    assert (found.file.names, found.extra) == (("pay", "fl\u00e4che"), ())


def test_another_number_of_columns_without_a_header_is_an_error(tmp_path: Path) -> None:
    headless = replace(SCHEMA, header=False)
    with pytest.raises(DataError, match="has no header and 5 columns; the training file has 4, or 3 without"):
        matched(read(tmp_path, "1,2,3,4,5\n6,7,8,9,0\n"), headless, targets=False)
    with pytest.raises(DataError, match="has no header and 3 columns; the training file has 4$"):
        matched(read(tmp_path, "1,2,3\n6,7,8\n"), headless, targets=True)
