from pathlib import Path

import polars as pl

from mlpcli.data.series.read_rows import numbers_of
from mlpcli.data.tables.read_table import read_table
from tests.data.series.examples import schema


def test_a_channel_that_is_true_or_false_by_type_is_1_or_0(tmp_path: Path) -> None:
    pl.DataFrame({"a": [0.5, 2], "b": [True, False]}).write_parquet(tmp_path / "t.parquet")
    found = schema(features=("a", "b"))
    numbers = numbers_of(read_table(tmp_path / "t.parquet"), found.channels, found)
    assert numbers.tolist() == [[0.5, 1], [2, 0]]
