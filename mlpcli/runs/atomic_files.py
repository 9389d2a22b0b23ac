"""Atomic writes: after any failure, power loss included, a file has its old content or its new one."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mlpcli.errors import StorageError
from mlpcli.processes.termination import ends_in_order
from mlpcli.runs.indented_json import indented

_FREE_SPACE = "free some space on that disk, or write to another one"
_HIGHER_LIMIT = "raise the limit that `ulimit -f` shows, or write to a disk that takes larger files"
_OTHER_FOLDER = "write to a folder that you may write to, or change the permissions of this one"
_FIXES = {
    errno.ENOSPC: _FREE_SPACE,
    errno.EDQUOT: _FREE_SPACE,
    errno.EFBIG: _HIGHER_LIMIT,
    errno.EACCES: _OTHER_FOLDER,
    errno.EPERM: _OTHER_FOLDER,
    errno.EROFS: _OTHER_FOLDER,
    errno.ENOENT: "create its folder first",
    errno.ENOTDIR: "one part of the path is a file: write to a folder",
    errno.EEXIST: "one part of the path is a file: write to a folder",
    errno.EISDIR: "a folder has that name: choose another name",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.ELOOP: "a link in the path leads back to itself: write to another folder, or mend the link",
}


def storage_error(path: Path, error: OSError) -> StorageError:
    """The error for a `path` that could not be written, with the system's reason and a fix."""
    fix = _FIXES.get(error.errno or 0, "check the disk, or write to another one")
    return StorageError(f"{path} could not be written: {error.strerror or error}", fix)


def is_for_want_of_space(error: StorageError) -> bool:
    """Whether a file could not be written because the disk, the user's share of it or its limit is full."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in (
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
    )


def require_writable(folder: Path, target: Path) -> None:
    """Raises StorageError, naming `target`, if its folder is missing or not writable."""
    if not folder.is_dir():
        code = errno.ENOTDIR if os.path.lexists(folder) else errno.ENOENT
        raise storage_error(target, OSError(code, os.strerror(code)))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise storage_error(target, OSError(errno.EACCES, os.strerror(errno.EACCES)))


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """The path of a temporary file next to `path`, which it replaces if the block succeeds.

    For writers that open their file themselves, such as safetensors. The temporary file exists and is empty;
    the block must write and close it. If the block or a later step fails, `path` is unchanged and the
    temporary file is removed. Raises StorageError for every OSError, also from the block.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with ends_in_order():
            try:
                mode = _claim(temporary)
                yield temporary
                # Some writers, such as safetensors, create a file that only its owner can read.
                os.chmod(temporary, mode)
                _sync(temporary)
                os.replace(temporary, path)
                sync_folder(path.parent)
            finally:
                # Also after KeyboardInterrupt and Terminated; after the rename there is nothing to remove.
                with suppress(OSError):
                    temporary.unlink()
    except OSError as error:
        raise storage_error(path, error) from error


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all. Raises StorageError."""
    with writing(path) as temporary, temporary.open("wb") as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` as UTF-8, with its line ends unchanged. Raises StorageError."""
    # In Python, file names that are not UTF-8 contain lone surrogates: write their original bytes.
    write_bytes(path, text.encode("utf-8", "surrogateescape"))


def write_json(path: Path, value: object, limit: int | None = None) -> None:
    """Write `value` to `path` as JSON.

    Raises StorageError, ValueError for NaN and infinities, and OverflowError for more than `limit` bytes.
    """
    # A lone surrogate (see write_text) becomes `\udcff`, which is JSON's own escape for it.
    content = (indented(value) + "\n").encode("utf-8", "backslashreplace")
    if limit is not None and len(content) > limit:
        raise OverflowError(f"would have {len(content):,} bytes, at most {limit:,} can be read")
    write_bytes(path, content)


def _claim(path: Path) -> int:
    """Create an empty file, and return its mode, which the user's umask determines."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    try:
        return stat.S_IMODE(os.fstat(descriptor).st_mode)
    finally:
        os.close(descriptor)


def _sync(path: Path) -> None:
    # Opened for writing because Windows cannot sync a read-only descriptor.
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk. Raises OSError."""
    if os.name == "nt":  # Windows cannot open a folder, and orders renames itself.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network and FUSE file systems cannot sync a folder. The file is already in place.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
