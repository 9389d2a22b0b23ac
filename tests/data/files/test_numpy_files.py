import io
import os
import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib import format as npy

from mlpcli.data.files.numpy_files import npz_keys, stored_array
from mlpcli.errors import DataError

# As NumPy wrote it under Python 2, with long integers.
OLD_HEADER = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1L,), }"


@pytest.fixture
def npz(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.arange(6, dtype=np.float32).reshape(3, 2), names=np.array([{}], dtype=object))
    return path


def test_keys_of_an_npz(npz):
    assert npz_keys(npz) == ("x", "names")


def test_header_gives_shape_and_type(npz):
    stored = stored_array(npz, "x")
    assert (stored.shape, stored.dtype, str(stored)) == ((3, 2), np.float32, f"{npz}: x")


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_reads_members(tmp_path, save):
    save(tmp_path / "a.npz", x=np.asfortranarray([[1, 2], [3, 4]]))
    assert stored_array(tmp_path / "a.npz", "x").read().tolist() == [[1, 2], [3, 4]]


def test_reads_npy(tmp_path):
    np.save(tmp_path / "a.npy", np.array([1, 2]))
    assert stored_array(tmp_path / "a.npy").read().tolist() == [1, 2]


def test_objects_are_refused_and_not_unpickled(npz):
    with pytest.raises(DataError, match="names contains Python objects, .*; expected numbers") as caught:
        stored_array(npz, "names")
    assert "astype" in caught.value.fix


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.array(["cat"]), "contains text"),
        (np.array([1j]), "has type complex128"),
        (np.array(["2020-01-01"], dtype="datetime64[D]"), "has type datetime64"),
    ],
)
def test_other_types_are_refused(tmp_path, values, message):
    np.save(tmp_path / "a.npy", values)
    with pytest.raises(DataError, match=message):
        stored_array(tmp_path / "a.npy")


def test_missing_file(tmp_path):
    with pytest.raises(DataError, match="nowhere.npz does not exist") as caught:
        npz_keys(tmp_path / "nowhere.npz")
    assert "correct the path" in caught.value.fix


def test_folder_in_the_place_of_a_file(tmp_path):
    with pytest.raises(DataError, match="cannot be read: Is a directory"):
        stored_array(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("read", [npz_keys, stored_array])
def test_a_pipe_is_not_waited_for(tmp_path, read):
    os.mkfifo(tmp_path / "a.npz")
    with pytest.raises(DataError, match=r"a\.npz is not a regular file") as caught:
        read(tmp_path / "a.npz")
    assert caught.value.fix == "save the arrays in a regular file"


def test_not_a_zip(tmp_path):
    path = tmp_path / "a.npz"
    path.write_text("hello")
    with pytest.raises(DataError, match=r"a\.npz is broken or is not a zip archive of arrays") as caught:
        npz_keys(path)
    assert "numpy.savez" in caught.value.fix


def test_cut_short(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, np.zeros(100))
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(DataError, match="does not have the size given in its header"):
        stored_array(path)


def test_bytes_behind_the_values(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, np.zeros(100))
    path.write_bytes(path.read_bytes() + bytes(8))
    with pytest.raises(DataError, match="does not have the size given in its header"):
        stored_array(path)


def test_damaged_member(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.zeros(1000))
    content = bytearray(path.read_bytes())
    content[2000] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match="is broken"):
        stored_array(path, "x").read()


@pytest.mark.parametrize("shape", [(-1, 2), (10**12,)])
def test_impossible_shape(tmp_path, shape):
    header = io.BytesIO()
    npy.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": shape})
    (tmp_path / "a.npy").write_bytes(header.getvalue())
    with pytest.raises(DataError, match="does not have the size given in its header"):
        stored_array(tmp_path / "a.npy")


@given(body=st.binary(max_size=200), magic=st.sampled_from([b"", b"\x93NUMPY\x01\x00", b"\x93NUMPY\x02\x00"]))
def test_any_bytes_are_an_array_or_an_error(tmp_path_factory, body, magic):
    path = tmp_path_factory.mktemp("fuzz") / "a.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", magic + body)
    with pytest.raises(DataError):
        stored_array(path, "x")


def test_the_long_header_of_an_old_file_is_no_warning(tmp_path):
    path = tmp_path / "a.npy"
    path.write_bytes(npy.magic(1, 0) + struct.pack("<H", 118) + OLD_HEADER.ljust(117) + b"\n" + bytes(8))
    assert stored_array(path).read().tolist() == [0]
