"""Room for encoded rows: what of the folder is no longer needed, and whether the disk has space for more."""

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from mlpcli.errors import StorageError

if os.name != "nt":
    import fcntl

SUFFIX = ".rows"
SHARE_OF_DISK = 0.1
"""Of the disk: what the folder may take, besides what is in use and what is being added."""
_UNUSED_SECONDS = 90 * 24 * 3600
# A file that is being written was changed a moment ago.
_ABANDONED_SECONDS = 24 * 3600
_GB = 1e9


def hold(descriptor: int) -> None:
    """Mark an open file as in use, until it is closed."""
    if os.name != "nt":  # Windows removes no file that is open.
        # Some network file systems know no locks.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)


def make_room(folder: Path, size: int, label: str) -> None:
    """Remove files of the folder until one of `size` bytes may be added: those that nobody used for three
    months, and the longest unused ones while the folder or the disk is too full.

    Files that a process holds stay. Raises StorageError, which calls the new file `label`, if the disk has
    too little space.
    """
    total, _, free = shutil.disk_usage(folder)
    files = sorted(_files(folder))
    taken = sum(length for _, length, _ in files)
    for used, length, path in files:
        is_old = used < time.time() - _UNUSED_SECONDS
        if (is_old or taken + size > SHARE_OF_DISK * total or free < size) and _removed(path):
            taken, free = taken - length, free + length
    if free < size:
        raise StorageError(
            f"{label} needs {size / _GB:,.1f} GB in {folder}, where {free / _GB:,.1f} GB are free",
            "free some space on that disk, or set MLPCLI_DATA_HOME to a folder on another one",
        ) from OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """When each file was used last, its size, and its path."""
    for path in folder.iterdir():
        with suppress(OSError):
            facts = path.stat()
            if path.suffix == SUFFIX:
                yield facts.st_mtime, facts.st_size, path
            elif path.suffix == ".tmp" and facts.st_mtime < time.time() - _ABANDONED_SECONDS:
                path.unlink()


def _removed(path: Path) -> bool:
    """Remove a file unless a process holds it."""
    try:
        if os.name == "nt":
            path.unlink()
            return True
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(descriptor)
    except OSError:
        return False
    return True
