"""A file of rows of one shape, read by position.

Rows are read into arrays instead of being mapped: pages of a mapped file count as memory of the process, and
remain in it as long as the machine has room.
"""

import os
import threading
import weakref
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.stores.disk_space import hold
from mlpcli.errors import DataError


@dataclass(frozen=True, eq=False)
class RowFile:
    """`shape[0]` rows of `shape[1:]` one after the other, from byte `offset` of the file at `path`.

    `label` is what messages call it. The file is opened at the first read; several threads may read it.
    """

    path: Path
    label: str
    offset: int
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __len__(self) -> int:
        return self.shape[0]

    @property
    def row_bytes(self) -> int:
        return prod(self.shape[1:]) * self.dtype.itemsize

    def part(self, first: int, rows: int) -> "RowFile":
        """Some rows of the file. It is opened now, unless it has no more rows than these."""
        if (first, rows) == (0, len(self)):
            return self
        part = replace(self, offset=self.offset + first * self.row_bytes, shape=(rows, *self.shape[1:]))
        vars(part)["_descriptor"] = os.dup(self._descriptor)
        weakref.finalize(part, os.close, vars(part)["_descriptor"])
        return part

    def hold(self) -> None:
        """Open the file now, and keep it from being removed while these rows are used. Raises OSError."""
        hold(self._descriptor)

    def read(self, start: int, stop: int) -> NDArray[Any]:
        """The rows `start` to `stop`, as they are in the file. Raises DataError if it cannot be read."""
        rows: NDArray[Any] = np.empty((stop - start, *self.shape[1:]), self.dtype)
        view = memoryview(rows.reshape(-1).view(np.uint8).data)
        place = self.offset + start * self.row_bytes
        try:
            # One call reads 2 GB at most.
            while view and (count := self._read_into(view, place)):
                view, place = view[count:], place + count
        except OSError as error:
            what = f"{self.label} cannot be read: {error.strerror or error}"
            raise DataError(what, "check the file and its permissions") from error
        if view:
            raise DataError(f"{self.label} became shorter while it was read", "restore the file")
        return rows

    def _read_into(self, view: memoryview, place: int) -> int:
        if hasattr(os, "preadv"):
            return os.preadv(self._descriptor, [view], place)
        with self._lock:  # on Windows
            os.lseek(self._descriptor, place, os.SEEK_SET)
            content = os.read(self._descriptor, len(view))
        view[: len(content)] = content
        return len(content)

    @cached_property
    def _descriptor(self) -> int:
        descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, descriptor)
        if hasattr(os, "posix_fadvise"):
            # Blocks are read in random order: reading ahead of them would be in vain.
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_RANDOM)
        return descriptor
