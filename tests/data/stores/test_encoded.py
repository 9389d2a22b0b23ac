import os

import numpy as np
import pytest

from mlpcli.data.stores.encoded import encoded, open_encoded, write_encoded
from mlpcli.data.stores.row_file import RowFile
from mlpcli.errors import StorageError
from mlpcli.runs.atomic_files import is_for_want_of_space

VALUES = np.arange(12, dtype=">f8").reshape(6, 2)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def blocks():
    yield VALUES[:4]
    yield VALUES[4:]


def test_rows_are_what_was_encoded_little_endian(tmp_path):
    write_encoded(tmp_path / "a.rows", blocks())
    rows = open_encoded(tmp_path / "a.rows", "mine")
    assert rows.dtype == np.dtype("<f8") and rows.shape == (6, 2)
    assert np.array_equal(rows.read(0, 6), VALUES)
    assert np.array_equal(rows.read(2, 5), VALUES[2:5])


def test_what_was_made_from_the_same_is_made_once(home):
    encoded({"of": "a"}, "mine", 96, blocks)
    again = encoded({"of": "a"}, "mine", 96, lambda: pytest.fail("made again"))
    assert np.array_equal(again.read(0, 6), VALUES)
    other = encoded({"of": "b"}, "mine", 96, lambda: [VALUES[:1]])
    assert len(other) == 1
    assert len([*(home / "rows").iterdir()]) == 2


@pytest.mark.parametrize("place", [3, 4096 + 3, None], ids=["header", "rows", "end"])
def test_damaged_rows_are_made_again(home, place):
    path = encoded({"of": "a"}, "mine", 96, blocks).path
    content = bytearray(path.read_bytes())
    if place is None:
        content.pop()
    else:
        content[place] ^= 1
    path.write_bytes(content)
    assert open_encoded(path, "mine") is None
    assert np.array_equal(encoded({"of": "a"}, "mine", 96, blocks).read(0, 6), VALUES)


@pytest.mark.parametrize("dtype", ["|O", "<U3", "nonsense", 3])
def test_no_type_but_numbers_is_read(tmp_path, dtype):
    write_encoded(tmp_path / "a.rows", blocks())
    content = (tmp_path / "a.rows").read_bytes()
    header = content[:4096].replace(b'"<f8"', repr(dtype).replace("'", '"').encode())
    (tmp_path / "a.rows").write_bytes(header + content[4096:])
    assert open_encoded(tmp_path / "a.rows", "mine") is None


def test_nothing_is_left_of_rows_that_could_not_be_made(home):
    def broken():
        yield VALUES
        raise StorageError("full", "make room")

    with pytest.raises(StorageError):
        encoded({"of": "a"}, "mine", 96, broken)
    assert [*(home / "rows").iterdir()] == []


def test_a_folder_that_cannot_be_made_is_named(home):
    home.write_text("a file")
    with pytest.raises(StorageError, match="home/rows"):
        encoded({"of": "a"}, "mine", 96, blocks)


def test_a_full_disk_is_found_before_anything_is_written(home):
    with pytest.raises(
        StorageError, match=r"mine needs 1,000,000,000.0 GB in .*rows, where .* GB are free"
    ) as found:
        encoded({"of": "a"}, "mine", 10**18, lambda: pytest.fail("written"))
    assert found.value.exit_code == 6 and "MLPCLI_DATA_HOME" in found.value.fix
    assert is_for_want_of_space(found.value)


def test_what_is_used_again_is_the_last_to_go(home):
    path = encoded({"of": "a"}, "mine", 96, blocks).path
    os.utime(path, (0, 0))
    encoded({"of": "a"}, "mine", 96, blocks)
    assert path.stat().st_mtime > 1e9


def test_a_missing_file_has_no_rows(tmp_path):
    assert open_encoded(tmp_path / "none.rows", "mine") is None
    assert isinstance(encoded({}, "mine", 96, blocks), RowFile)
