import gzip
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from mlpcli.errors import DataError
from tests.data.tables.files import read

FRAME = pl.DataFrame({"age": [39, None], "sex": ["male", "female"], "born": [date(1990, 1, 2), None]})


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    FRAME.write_parquet(tmp_path / "p")
    file = read(tmp_path, (tmp_path / "p").read_bytes(), "t.parquet")
    assert file.frame.equals(FRAME) and file.header
    assert file.place(1) == "row 2"


def test_parquet_is_known_by_its_content(tmp_path: Path) -> None:
    FRAME.write_parquet(tmp_path / "p")
    assert read(tmp_path, (tmp_path / "p").read_bytes(), "t.csv").names == ("age", "sex", "born")


@pytest.mark.parametrize("name", ["t.jsonl", "t.ndjson", "t.txt"])
def test_lines_of_json_are_rows(tmp_path: Path, name: str) -> None:
    file = read(tmp_path, '{"a": 1, "b": "x"}\n{"a": 2.5, "b": null}\n', name)
    assert file.frame.rows() == [(1.0, "x"), (2.5, None)]
    assert file.place(1) == "line 2"


def test_json_may_be_gzipped(tmp_path: Path) -> None:
    assert read(tmp_path, gzip.compress(b'{"a": 1}\n{"a": 2}\n'), "t.jsonl.gz").frame.height == 2


def test_durations_of_parquet_are_seconds(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [timedelta(minutes=1.5), None]})
    frame.write_parquet(tmp_path / "p")
    assert read(tmp_path, (tmp_path / "p").read_bytes()).frame["a"].to_list() == [90.0, None]


def test_categories_of_parquet_are_texts(tmp_path: Path) -> None:
    pl.DataFrame({"a": ["x", "y"]}, schema={"a": pl.Categorical}).write_parquet(tmp_path / "p")
    assert read(tmp_path, (tmp_path / "p").read_bytes()).frame["a"].dtype == pl.String


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.jsonl", b'{"a": 1}\n{"a": \n', "line 2 is cut off"),
        ("t.parquet", b"PAR1 and nothing else", "cannot be read as parquet"),
    ],
)
def test_broken_files_are_data_errors(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        read(tmp_path, content, name)
    assert caught.value.fix
