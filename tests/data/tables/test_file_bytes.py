import gzip
from pathlib import Path

import pytest

from mlpcli.data.tables import file_bytes
from mlpcli.data.tables.file_bytes import open_bytes
from mlpcli.errors import DataError
from tests.data.tables.files import read

TEXT = "name,y\nJürgen,1\nZoë,2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_recognized(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, TEXT.encode(encoding)).frame["name"].to_list() == ["Jürgen", "Zoë"]


def test_another_encoding_is_named_with_the_line(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, TEXT.encode("cp1252"))
    assert "is not UTF-8: line 2 contains the byte 0xfc, which is 'ü' in the encoding cp1252" in str(
        caught.value
    )
    assert "encoding: cp1252" in caught.value.fix


def test_another_encoding_can_be_said(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT.encode("cp1252"), encoding="cp1252").frame.row(0) == ("Jürgen", "1")
    with pytest.raises(DataError, match="there is no encoding called klingon"):
        read(tmp_path, TEXT, encoding="klingon")
    with pytest.raises(DataError, match="is not in the encoding ascii: byte 9 does not fit"):
        read(tmp_path, TEXT, encoding="ascii")


def test_a_gzipped_table_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, gzip.compress(TEXT.encode()), "t.csv.gz").frame.height == 2
    with pytest.raises(DataError, match="is a broken gzip file"):
        read(tmp_path, gzip.compress(TEXT.encode())[:-9], "t.csv.gz")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n3\0,4\n", "NUL bytes are in line 3; no table of text has any"),
        (b"a,b\n1\0,2\n" + b"3\0,\0\n" * 20, "in line 2, line 3, .*, line 11 and 11 more lines; no table"),
        (b"PK\x03\x04xl/workbook", "is a workbook or an archive"),
        ("a,ü".encode()[:-1], "ends in the middle of a character"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        read(tmp_path, content)
    assert caught.value.fix


def test_places_without_a_file_are_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is a folder, not a table"):
        open_bytes(tmp_path, "auto")
    with pytest.raises(DataError, match="does not exist"):
        open_bytes(tmp_path / "none.csv", "auto")
    with pytest.raises(DataError, match="is not a regular file"):
        open_bytes(Path("/dev/null"), "auto")


def test_places_are_found_in_any_part_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_bytes, "_CHUNK", 5)
    with pytest.raises(DataError, match="line 4 contains the byte 0xff"):
        read(tmp_path, "a,b\nü,2\nü,2\n".encode() + b"\xff,1\n")
