from dataclasses import replace
from pathlib import Path

import pytest

from mlpcli.data.tables.schema import NumberFormat, NumberSpan
from mlpcli.errors import DataError
from mlpcli.inference.inputs.labelled_tables import open_labelled_table
from tests.data.tables.files import written
from tests.inference.inputs.test_table_rows import FACTS, WHOLE, rows


def test_labelled_rows_have_their_targets(tmp_path: Path) -> None:
    found = open_labelled_table(written(tmp_path, "y,age,sex\nYes,1,male\nno,2,male\n"), FACTS, WHOLE)
    assert found.targets.tolist() == [1, 0]
    assert rows(found.inputs).values.tolist() == [[1, 0, 1], [2, 0, 1]]
    houses = replace(FACTS, task="regression", classes=(), targets=1)
    numbers = open_labelled_table(written(tmp_path, "y,age,sex\n1.5,1,male\n2,2,male\n"), houses, WHOLE)
    assert numbers.targets.tolist() == [[1.5], [2]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("age,sex\n1,male\n", "lacks the column y"),
        ("age,sex,y\n1,male,maybe\n2,male,no\n", "column y: found 'maybe' in 1 row, first in line 2"),
        ("age,sex,y\n1,male,\n2,male,no\n", "the target y is missing in line 2"),
    ],
)
def test_rows_without_known_targets_cannot_be_scored(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        open_labelled_table(written(tmp_path, text), FACTS, WHOLE)


def test_targets_in_another_form_than_in_training_are_read_with_the_rows(tmp_path: Path) -> None:
    assert WHOLE.table is not None
    facts = replace(FACTS, task="regression", classes=(), targets=1)
    spans = {"y": NumberSpan(0.0, 9000.5, False)}
    german = replace(WHOLE, table=replace(WHOLE.table, numbers=NumberFormat(",", "."), spans=spans))
    found = open_labelled_table(written(tmp_path, 'y,age,sex\n"1,217.5","1,217",male\n'), facts, german)
    assert (found.targets.tolist(), rows(found.inputs).values.tolist()) == ([[1217.5]], [[1217, 0, 1]])
