"""Reads NumPy's files without ever unpickling: first the header, and the values only when needed."""

import io
import lzma
import os
import struct
import tokenize
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from math import prod
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from mlpcli.data.stores.encoded import content_of, encoded
from mlpcli.data.stores.row_file import RowFile
from mlpcli.errors import DataError

SAVE_AGAIN = "save the arrays again with numpy.savez(path, x_train=..., y_train=...) or numpy.save"
# zipfile raises RuntimeError for encrypted members, and a subclass of it for unknown compression; NumPy lets
# tokenize's errors through for some broken headers, and others for impossible sizes and names.
_BROKEN = (
    zipfile.BadZipFile,
    struct.error,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    tokenize.TokenError,
    SyntaxError,
)
# What is read at once of rows that are encoded.
_AT_ONCE = 8 * 2**20
# Of a member of a zip archive, without its name and its extra field: the lengths of these come last.
_LOCAL_HEADER = struct.Struct("<4s22xHH")


class ArrayFileError(DataError):
    """The content of a file is not an array of numbers; `fix` is addressed to whoever saved the file."""


@dataclass(frozen=True)
class StoredArray:
    """An array in a file: the only one of an .npy (`key` None), or a member of an .npz.

    `content` is that of the file if it was read already, such as from standard input.
    """

    path: Path
    key: str | None
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    content: bytes | None = field(default=None, repr=False, kw_only=True)

    def __str__(self) -> str:
        return str(self.path) if self.key is None else f"{self.path}: {self.key}"

    @property
    def nbytes(self) -> int:
        return prod(self.shape) * self.dtype.itemsize

    def read(self) -> NDArray[Any]:
        """The values, in the type and shape of the header. Raises ArrayFileError if the file is broken."""
        with _opened(self.path, self.key, self.content) as (handle, _):
            return npy.read_array(handle, allow_pickle=False)

    def on_disk(self) -> RowFile:
        """The rows where they lie in the file. If it is compressed, or has them in Fortran order, they are
        encoded in parts in the cache folder, at the first time.

        Raises ArrayFileError, and StorageError if there is no room for them.
        """
        return self._in_place() or self._encoded()

    def _encoded(self) -> RowFile:
        with _translated(self.path):
            made_from = {"array": content_of(self.path), "key": self.key}
        rows = max(1, _AT_ONCE * self.shape[0] // max(1, self.nbytes))
        return encoded(made_from, str(self), self.nbytes, partial(self.slices, rows))

    def _in_place(self) -> RowFile | None:
        with _translated(self.path):
            offset = 0 if self.key is None else _member_offset(self.path, f"{self.key}.npy")
            if offset is None:
                return None
            with self.path.open("rb") as handle:
                handle.seek(offset)
                shape, is_fortran, dtype = _full_header(handle)
                if is_fortran and len(shape) > 1:
                    return None
                return RowFile(self.path, str(self), handle.tell(), shape, dtype)

    def slices(self, rows: int) -> Iterator[NDArray[Any]]:
        """The values, `rows` along the first axis at a time. Only an array that has its first axis varying
        fastest, which NumPy calls Fortran order, is read into memory as a whole.

        Raises ArrayFileError as `read` does.
        """
        with _opened(self.path, self.key, self.content) as (handle, _):
            shape, is_fortran, dtype = _full_header(handle)
            if is_fortran and len(shape) > 1:
                array = self.read()
                yield from (array[start : start + rows] for start in range(0, len(array), rows))
                return
            size = prod(shape[1:]) * dtype.itemsize
            for start in range(0, shape[0], rows):
                count = min(rows, shape[0] - start)
                content = handle.read(count * size)
                yield np.frombuffer(content, dtype).reshape(count, *shape[1:])


def npz_keys(path: Path, content: bytes | None = None) -> tuple[str, ...]:
    """The names of the arrays in an .npz, or in its content if that was read already."""
    with _translated(path), zipfile.ZipFile(_file(path, content)) as archive:
        return tuple(name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy"))


def stored_array(path: Path, key: str | None = None, content: bytes | None = None) -> StoredArray:
    """Reads the header of an .npy, or of the member `key` of an .npz, which must exist.

    `content` is that of the file if it was read already; `path` is then for messages only.

    Raises DataError if the file is missing, and ArrayFileError if it is broken, truncated, or contains
    anything but numbers.
    """
    with _opened(path, key, content) as (handle, size):
        stored = StoredArray(path, key, *_header(handle), content=content)
        check_type(stored)
        if min(stored.shape, default=0) < 0 or stored.nbytes != size - handle.tell():
            raise ArrayFileError(f"{stored} does not have the size given in its header", SAVE_AGAIN)
    return stored


def _header(handle: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    shape, _, dtype = _full_header(handle)
    return shape, dtype


def _full_header(handle: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """The shape, whether its first axis varies fastest, and the type."""
    version = npy.read_magic(handle)
    # Version 3 differs only for structured types with non-ASCII field names, which no network takes.
    read = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}.get(version)
    if read is None:
        raise ValueError(version)
    shape, is_fortran, dtype = read(handle)
    return shape, is_fortran, dtype


def _member_offset(path: Path, name: str) -> int | None:
    """Where the content of a member of a zip archive begins; None if it is compressed."""
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo(name)
    if member.compress_type != zipfile.ZIP_STORED:
        return None
    with path.open("rb") as handle:
        handle.seek(member.header_offset)
        fixed = handle.read(_LOCAL_HEADER.size)
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(fixed)
    return member.header_offset + _LOCAL_HEADER.size + int(name_length) + int(extra_length)


def check_type(stored: StoredArray) -> None:
    """Raises ArrayFileError if an array has a type other than numbers."""
    if stored.dtype.hasobject:
        raise ArrayFileError(
            f"{stored} contains Python objects, which are never unpickled; expected numbers",
            "save numbers: array.astype('float32'); for class names, number them with numpy.unique(array, "
            "return_inverse=True), and list the names in `classes`",
        )
    if stored.dtype.kind in "US":
        raise ArrayFileError(
            f"{stored} contains text ({stored.dtype}); expected numbers",
            "number the classes with numpy.unique(..., return_inverse=True), and name them in `classes`",
        )
    if stored.dtype.kind not in "biuf":
        raise ArrayFileError(
            f"{stored} has type {stored.dtype}; expected integers or floating-point numbers",
            "convert it before saving, for example with array.astype('float32')",
        )


@contextmanager
def _opened(path: Path, key: str | None, content: bytes | None) -> Iterator[tuple[IO[bytes], int]]:
    """The bytes of one array, starting with its header, and their number."""
    with _translated(path):
        if key is None and content is not None:
            yield io.BytesIO(content), len(content)
        elif key is None:
            with path.open("rb") as handle:
                yield handle, path.stat().st_size
        else:
            with zipfile.ZipFile(_file(path, content)) as archive, archive.open(f"{key}.npy") as member:
                yield member, archive.getinfo(f"{key}.npy").file_size


def _file(path: Path, content: bytes | None) -> Path | IO[bytes]:
    return path if content is None else io.BytesIO(content)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    # Opening a pipe would wait for ever.
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        raise DataError(f"{path} is not a regular file", "save the arrays in a regular file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # NumPy warns that headers of old files are slower to read.
            yield
    except FileNotFoundError as error:
        raise DataError(f"{path} does not exist", "correct the path, or put the file there") from error
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}", "check the file and its permissions"
        ) from error
    except _BROKEN as error:
        kind = "zip archive of arrays (.npz)" if path.suffix == ".npz" else "NumPy array (.npy)"
        raise ArrayFileError(f"{path} is broken or is not a {kind}", SAVE_AGAIN) from error
