from pathlib import Path

import polars as pl
import pytest

from mlpcli.data.series.read_rows import numbers_of, times_of
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.schema import TableColumn
from mlpcli.errors import DataError
from tests.data.series.examples import schema


def test_a_channel_that_is_true_or_false_by_type_is_1_or_0(tmp_path: Path) -> None:
    pl.DataFrame({"a": [0.5, 2], "b": [True, False]}).write_parquet(tmp_path / "t.parquet")
    found = schema(features=("a", "b"))
    numbers = numbers_of(read_table(tmp_path / "t.parquet"), found.channels, found)
    assert numbers.tolist() == [[0.5, 1], [2, 0]]


def test_dates_in_texts_are_told_where_training_had_numbers(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("t,a\n2023-01-03T08:40:00,1\n2023-01-03T08:50:00,2\n")
    time = TableColumn("t", "number", "seconds since 1970")
    with pytest.raises(DataError) as caught:
        times_of(read_table(tmp_path / "t.csv"), schema(features=("a",), time=time))
    assert caught.value.message.endswith(
        "t has dates such as '2023-01-03T08:40:00'; expected seconds since 1970, as in training"
    )
    assert caught.value.fix.startswith("write the times of t as seconds since 1970")
