import io

import polars as pl

from mlpcli.data.tables.write_parquet import parquet_bytes


def test_columns_of_numbers_hold_numbers() -> None:
    rows = [("1", "x", "1.5", "7", 0.5), ("2", None, "", "x", 0.25)]
    names = ["whole", "text", "float", "mixed", "value"]
    file = parquet_bytes(names, rows, {"whole", "float", "mixed"})
    frame = pl.read_parquet(io.BytesIO(file))
    assert frame.schema == {
        "whole": pl.Int64,
        "text": pl.String,
        "float": pl.Float64,
        "mixed": pl.String,
        "value": pl.Float64,
    }
    assert frame.rows() == [(1, "x", 1.5, "7", 0.5), (2, None, None, "x", 0.25)]


def test_no_rows_are_a_file_too() -> None:
    assert pl.read_parquet(io.BytesIO(parquet_bytes(["a"], [], set()))).columns == ["a"]
