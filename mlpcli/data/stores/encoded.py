"""Rows that were encoded once, in parts, and are kept in the user's cache folder.

A file has a header of 4,096 bytes, JSON and spaces, and then the rows one after the other, little-endian. Its
name is a digest of what the rows were made from, so that the same data is found again wherever it lies, and
other data never. The folder can be deleted at any time; what was not used for long is removed if it becomes
too large, see `room`.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from mlpcli.data.files.data_home import data_home
from mlpcli.data.stores.disk_rows import BLOCK_BYTES, Array, DiskRows, whole_file
from mlpcli.data.stores.disk_space import SUFFIX, make_room
from mlpcli.data.stores.row_file import RowFile
from mlpcli.runs.atomic_files import storage_error, writing
from mlpcli.runs.strict_json import parse
from mlpcli.runs.typed_json import build

_HEADER_BYTES = 4096
_FORMAT = 1
_FOLDER = "rows"


@dataclass(frozen=True)
class _Header:
    """`digest` is `sha256:` and that of the rows. Raises ValueError for another format or type."""

    format: int
    dtype: str
    row: tuple[int, ...]
    rows: int
    digest: str

    def __post_init__(self) -> None:
        if self.format != _FORMAT:
            raise ValueError(f"format: expected {_FORMAT}, found {self.format}")
        if np.dtype(self.dtype).kind not in "biuf" or min(self.row, default=1) < 1 or self.rows < 0:
            raise ValueError("dtype, row, rows: expected rows of numbers")


def encoded(
    made_from: Mapping[str, object], label: str, size: int, blocks: Callable[[], Iterable[Array]]
) -> RowFile:
    """The rows of all `blocks`, at least one of `[rows, ...]`, of `size` bytes together; from the cache if
    they are there already.

    `made_from` is what the rows depend on, as JSON: the digest of the original content, and whatever they
    were fitted to. `label` is what messages call the rows. The file is not removed while its rows are used.
    Raises StorageError if they cannot be written or there is no room, and what `blocks` raises.
    """
    key = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()
    path = data_home() / _FOLDER / f"{key}{SUFFIX}"
    return open_encoded(path, label) or _made(path, label, size, blocks)


def _made(path: Path, label: str, size: int, blocks: Callable[[], Iterable[Array]]) -> RowFile:
    """The rows, once they were written by this process or by another that is about to."""
    with ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(_alone(path.with_suffix(".lock")))
            found = open_encoded(path, label)
            if found is None:
                make_room(path.parent, size + _HEADER_BYTES, label)
        except OSError as error:
            raise storage_error(path, error) from error
        if found is None:
            write_encoded(path, blocks())
            found = open_encoded(path, label)
    if found is None:
        raise storage_error(path, OSError("it is not what was written"))
    return found


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process makes the same rows. Without the lock they would be made twice."""
    # Imported here because most rows are not made, but used.
    from filelock import FileLock

    with FileLock(lock):
        try:
            yield
        finally:
            with suppress(OSError):  # Windows
                lock.unlink()


def stored(values: Array, label: str) -> DiskRows:
    """The rows of an array, which is written to the cache folder so that it need not be in memory. Raises
    StorageError."""
    digest = hashlib.sha256(np.ascontiguousarray(values).data).hexdigest()
    made_from = {"values": digest, "type": values.dtype.str, "shape": values.shape}
    step = max(1, BLOCK_BYTES * len(values) // max(1, values.nbytes))
    blocks = (values[start : start + step] for start in range(0, len(values), step))
    return whole_file(encoded(made_from, label, values.nbytes, lambda: blocks))


def open_encoded(path: Path, label: str) -> RowFile | None:
    """The rows of a file that `write_encoded` wrote; None if there is none, or if it is damaged."""
    try:
        with path.open("rb") as file:
            header = build(_Header, parse(file.read(_HEADER_BYTES).decode("ascii")))
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except (OSError, ValueError, TypeError):
        return None
    rows = RowFile(path, label, _HEADER_BYTES, (header.rows, *header.row), np.dtype(header.dtype))
    is_whole = size == _HEADER_BYTES + header.rows * rows.row_bytes
    if not is_whole or header.digest != f"sha256:{digest}":
        return None
    try:
        rows.hold()
        # The time says when the file was used last.
        os.utime(path)
    except OSError:
        return None
    return rows


def write_encoded(path: Path, blocks: Iterable[Array]) -> None:
    """Write the rows of `blocks` to `path`, whole or not at all. Raises StorageError."""
    digest, rows, row, dtype = hashlib.sha256(), 0, (0,), np.dtype("<f4")
    with writing(path) as temporary, temporary.open("wb") as file:
        file.seek(_HEADER_BYTES)
        for block in blocks:
            row, dtype = block.shape[1:], block.dtype.newbyteorder("<")
            content = np.ascontiguousarray(block, dtype).reshape(-1).view(np.uint8).data
            digest.update(content)
            file.write(content)
            rows += len(block)
        header = _Header(_FORMAT, dtype.str, row, rows, f"sha256:{digest.hexdigest()}")
        file.seek(0)
        file.write(json.dumps(asdict(header)).encode().ljust(_HEADER_BYTES))


def content_of(path: Path) -> str:
    """The digest of a file's content, for `made_from`. Raises OSError."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
