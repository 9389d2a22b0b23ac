from dataclasses import replace
from pathlib import Path

import pytest

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
