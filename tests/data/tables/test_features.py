from pathlib import Path

import numpy as np
import pytest

from mlpcli.config.sources.table import Table
from mlpcli.data.tables.features import find_features
from mlpcli.data.tables.schema import MISSING, NumberFormat
from mlpcli.errors import DataError
from tests.data.tables.files import read

ROWS = 30


@pytest.mark.parametrize(
    ("cell", "fix"),
    [
        (
            "win prize {} now",
            "free text is not read: add columns of numbers, of dates or of texts that come back",
        ),
        ("same", "add columns that differ from row to row"),
    ],
)
def test_a_table_without_features_is_told_what_they_may_be(cell: str, fix: str, tmp_path: Path) -> None:
    lines = (f"{cell.format(row)},{'ham' if row % 2 else 'spam'}\n" for row in range(ROWS))
    file = read(tmp_path, f"text,label\n{''.join(lines)}", header=True)
    section = Table(source="table", path=file.path, target=("label",))
    with pytest.raises(DataError, match="has no column to predict from: text") as caught:
        find_features(file, section, ["label"], NumberFormat(), MISSING, np.arange(ROWS))
    assert caught.value.fix == fix
