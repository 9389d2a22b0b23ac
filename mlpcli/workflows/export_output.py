"""Exports that appear under their name once they are whole."""

import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from mlpcli.deferred_signals import signals_wait
from mlpcli.errors import StorageError
from mlpcli.runs.atomic_files import storage_error, sync_folder

# Where an export is made. Nobody but this tool gives a folder such a name.
_WORK = re.compile(r"\.mlpcli-export-[0-9a-f]{16}")
_LOCK = ".lock"
_OLD = "old"
_NEW = "new"
_TRIES = 10
_SECONDS_TO_FINISH = 3600.0


@contextmanager
def placing(target: Path, suffix: str) -> Iterator[Path]:
    """A path that ends in `suffix`, in a folder of its own beside `target`.

    The file or folder that the block leaves there takes the place of `target` when the block ends well, and
    is gone with all else in that folder when it does not. A kill leaves that folder, for `sweep_exports`.
    Raises StorageError for every OSError, those of the block included; `target` is then as it was.
    """
    try:
        with _work_folder(target.parent) as work:
            made = work / f"{_NEW}{suffix}"
            yield made
            _sync(made)
            if target.is_dir():
                # A folder cannot replace one that holds files. Whatever happens before the new one is in its
                # place, the old one is put back: now, or by the next export.
                (work / _OLD).mkdir()
                os.rename(target, work / _OLD / target.name)
            os.replace(made, target)
            sync_folder(target.parent)
    except OSError as error:
        raise storage_error(target, error) from error


def sweep_exports(parent: Path) -> tuple[str, ...]:
    """Remove what killed exports left in a folder; what one of them had moved aside is put back.

    Returns the names of what was put back. Raises StorageError where that cannot be done.
    """
    restored: list[str] = []
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        for entry in list(os.scandir(parent)):
            if _WORK.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                restored += _sweep(Path(entry.path))
    return tuple(restored)


def _sweep(work: Path) -> list[str]:
    lock = work / _LOCK
    if not os.path.lexists(lock):
        if _is_rest(work):
            shutil.rmtree(work, ignore_errors=True)
        # Just made, or killed just then. Its maker makes another one where this one goes.
        with suppress(OSError):
            work.rmdir()
        return []
    if lock.is_symlink():
        return []
    held = FileLock(lock, timeout=0)
    try:
        held.acquire()
    except (Timeout, OSError):
        return []
    return _close(work, held)


def _is_rest(work: Path) -> bool:
    """Whether a folder without a lock is what the removal of one left: nothing in it is the only copy.

    Whoever makes an export locks the folder before anything else is in it.
    """
    with suppress(FileNotFoundError):
        held = os.listdir(work)
        is_replaced = _OLD in held and not any(name.startswith(_NEW) for name in held)
        return is_replaced or time.time() - work.stat().st_mtime > _SECONDS_TO_FINISH
    return False


@contextmanager
def _work_folder(parent: Path) -> Iterator[Path]:
    """A new folder, locked by this process for as long as it works there."""
    work, lock = _make_work_folder(parent)
    try:
        yield work
    finally:
        _close(work, lock)


def _make_work_folder(parent: Path) -> tuple[Path, FileLock]:
    for _ in range(_TRIES):
        work = parent / f".mlpcli-export-{secrets.token_hex(8)}"
        work.mkdir(mode=0o700)
        lock = FileLock(work / _LOCK, timeout=0)
        # Another export can take the folder for a dead one's until it is locked.
        with suppress(Timeout, FileNotFoundError):
            lock.acquire()
            if (work / _LOCK).exists():
                return work, lock
            lock.release()
    raise OSError(errno.EBUSY, "other exports keep removing its temporary folder")


def _close(work: Path, lock: FileLock) -> list[str]:
    """Remove a folder whose lock is held, and say what of it was put back. A first signal waits for that."""
    with signals_wait():
        try:
            restored = _put_back(work)
        except OSError as error:
            # It is kept, for it holds the only one.
            lock.release()
            raise StorageError(
                f"{work / _OLD} holds what could not be put back into {work.parent}: "
                f"{error.strerror or error}",
                "move it back by hand",
            ) from error
        _remove(work, lock)
    return restored


def _remove(work: Path, lock: FileLock) -> None:
    # The lock goes last: by it the next export sees what a kill leaves here.
    with suppress(OSError):
        for path in work.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != _LOCK:
                path.unlink()
    lock.release()
    shutil.rmtree(work, ignore_errors=True)


def _put_back(work: Path) -> list[str]:
    """Undo a replacement that was not completed: the new one has not left its folder."""
    aside = work / _OLD
    if not aside.is_dir() or not list(work.glob(f"{_NEW}*")):
        return []
    restored = []
    for path in aside.iterdir():
        place = work.parent / path.name
        if not os.path.lexists(place):
            os.rename(path, place)
            restored.append(path.name)
    sync_folder(work.parent)
    return restored


def size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    return sum(file.stat().st_size for file in _files(path))


def _files(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]


def _sync(path: Path) -> None:
    for file in _files(path):
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())
    if path.is_dir():
        for folder in (path, *(inner for inner in path.rglob("*") if inner.is_dir())):
            sync_folder(folder)
