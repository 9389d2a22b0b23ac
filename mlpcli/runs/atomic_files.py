"""Files written whole: a reader, or a machine that loses power, sees the old content or the new one."""

import errno
import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mlpcli.errors import StorageError
from mlpcli.termination import ends_in_order

_FREE_SPACE = "free some space on that disk, or write to another one"
_OTHER_FOLDER = "write to a folder that you may write to, or change the permissions of this one"
_FIXES = {
    errno.ENOSPC: _FREE_SPACE,
    errno.EDQUOT: _FREE_SPACE,
    errno.EACCES: _OTHER_FOLDER,
    errno.EPERM: _OTHER_FOLDER,
    errno.EROFS: _OTHER_FOLDER,
    errno.ENOENT: "create its folder first",
    errno.ENOTDIR: "one part of the path is a file: write to a folder",
    errno.EEXIST: "one part of the path is a file: write to a folder",
    errno.EISDIR: "a folder has that name: choose another name",
    errno.ENAMETOOLONG: "give it a shorter name",
}


def storage_error(path: Path, error: OSError) -> StorageError:
    """The error to raise where `path` could not be written, with the system's reason and a way out."""
    fix = _FIXES.get(error.errno or 0, "check the disk, or write to another one")
    return StorageError(f"{path} could not be written: {error.strerror or error}", fix)


def is_for_want_of_space(error: StorageError) -> bool:
    """Whether a file could not be written because the disk is full, or the user's share of it."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in (errno.ENOSPC, errno.EDQUOT)


def require_writable(folder: Path, target: Path) -> None:
    """Raises StorageError, which names `target`, where its folder is missing or may not be written to."""
    if not folder.is_dir():
        code = errno.ENOTDIR if os.path.lexists(folder) else errno.ENOENT
        raise storage_error(target, OSError(code, os.strerror(code)))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise storage_error(target, OSError(errno.EACCES, os.strerror(errno.EACCES)))


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """The path of a temporary file beside `path`, which takes its place when the block ends well.

    For writers that open their file themselves, such as safetensors. The block must leave a closed file
    at the temporary path, where an empty one awaits it. Where the block or anything after it fails,
    `path` is as it was before and the temporary file is gone. Raises StorageError for every OSError,
    those of the block included.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with ends_in_order():
            try:
                mode = _claim(temporary)
                yield temporary
                # Some writers, safetensors among them, put a file here that nobody else may read.
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
    """Write `text` to `path` as UTF-8 with its line ends as they are. Raises StorageError."""
    # File names that are not UTF-8 reach Python as lone surrogates: they go out as the bytes they were.
    write_bytes(path, text.encode("utf-8", "surrogateescape"))


def write_json(path: Path, value: object) -> None:
    """Write `value` to `path` as JSON. Raises StorageError, and ValueError for NaN and infinities."""
    text = json.dumps(value, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    # A lone surrogate (see write_text) becomes `\udcff`, which is JSON's own escape for it.
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def _claim(path: Path) -> int:
    """Make an empty file, and tell its mode: what the user's umask gives every new file."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    try:
        return stat.S_IMODE(os.fstat(descriptor).st_mode)
    finally:
        os.close(descriptor)


def _sync(path: Path) -> None:
    # Opened for writing because Windows refuses to sync a descriptor that only reads.
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk. Raises OSError."""
    if os.name == "nt":  # Windows has no way to open a folder, and orders renames by itself.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network and FUSE file systems cannot sync a folder. The file is in its place by then.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
