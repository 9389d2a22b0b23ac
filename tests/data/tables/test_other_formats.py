import pickle
import sqlite3
from io import BytesIO
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from mlpcli.data.tables.read_table import read_table
from mlpcli.errors import DataError
from tests.data.tables.files import read


def refused(folder: Path, content: str | bytes, name: str) -> DataError:
    with pytest.raises(DataError) as caught:
        read(folder, content, name)
    return caught.value


def arrays() -> bytes:
    stream = BytesIO()
    np.save(stream, np.zeros(3))
    return stream.getvalue()


def feather() -> bytes:
    stream = BytesIO()
    pl.DataFrame({"a": [1], "b": [2]}).write_ipc(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "what", "fix"),
    [
        ("a.xlsx", b"PK\x03\x04", "a workbook", "save it as a.csv and give that file"),
        ("a.docx", b"PK\x03\x04", "a document", "save its table as a.csv"),
        ("a.zip", b"PK\x03\x04", "a workbook or an archive", "save the table in it as a.csv"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook", "save it as a.csv"),
        ("a.npy", arrays(), "a NumPy array", "numpy.savez('a.npz', x=..., y=...)"),
        ("a.feather", feather(), "a Feather or Arrow file", ".write_parquet('a.parquet')"),
        ("a.h5", b"\x89HDF\r\n\x1a\n\0", "an HDF5 file", "numpy.savez('a.npz', x=..., y=...)"),
        ("a.mat", b"MATLAB 5.0 MAT-file", "a MATLAB file", "numpy.savez"),
        ("a.pkl", pickle.dumps([1]), "a pickle, which may run code when it is read", "numpy.savez"),
        ("a.png", b"\x89PNG\r\n", "an image", "a folder of images per class"),
        ("a.bz2", b"BZh91AY", "an archive", "unpack it"),
        ("a.json", '[{"a": 1}]', "an array of JSON", "polars.read_json("),
        ("a.arff", "% about\n\n@RELATION iris\n", "an ARFF file", "save it as a.csv"),
    ],
)
def test_other_formats_are_told_with_how_they_become_tables(
    tmp_path: Path, name: str, content: str | bytes, what: str, fix: str
) -> None:
    error = refused(tmp_path, content, name)
    assert error.message == f"{tmp_path / name} is {what}, not a table of text, parquet or jsonl"
    assert fix in error.fix


def test_a_database_is_told(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.sqlite") as database:
        database.execute("create table people (age integer)")
    database.close()
    with pytest.raises(DataError, match="is a database"):
        read_table(tmp_path / "a.sqlite")


def test_a_header_in_brackets_is_no_json(tmp_path: Path) -> None:
    assert read(tmp_path, "[a],b\n1,2\n").names == ("[a]", "b")


def test_the_fix_of_an_array_of_json_works(tmp_path: Path) -> None:
    error = refused(tmp_path, '[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]', "a.json")
    call = f"polars.read_json({str(tmp_path / 'a.json')!r}).write_ndjson('a.jsonl')"
    assert error.fix == f"save it with an object per line: {call}"
    pl.read_json(str(tmp_path / "a.json")).write_ndjson(tmp_path / "a.jsonl")
    assert read_table(tmp_path / "a.jsonl").frame.rows() == [(1, "x"), (2, "y")]
