"""Exports that appear under their name only when complete."""

import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from mlpcli.errors import StorageError
from mlpcli.processes.deferred_signals import signals_wait
from mlpcli.runs.atomic_files import storage_error, sync_folder

# The temporary folder of an export. Only this tool uses such a name.
_WORK = re.compile(r"\.mlpcli-export-[0-9a-f]{16}")
_LOCK = ".lock"
_OLD = "old"
_NEW = "new"
_TRIES = 10
_SECONDS_TO_FINISH = 3600.0


@contextmanager
def placing(target: Path, suffix: str, require_place: Callable[[], object]) -> Iterator[Path]:
    """A path that ends in `suffix`, in a temporary folder next to `target`.

    What the block writes there is put at `target` if the block succeeds; otherwise it is removed with the
    temporary folder. A kill leaves that folder, for `sweep_exports`. After the block `require_place` is
    called, and its errors are raised: only what it accepts is replaced. Raises StorageError for every
    OSError, also from the block. After an error `target` is unchanged.
    """
    try:
        with _work_folder(target.parent) as work:
            made = work / f"{_NEW}{suffix}"
            yield made
            _sync(made)
            try:
                _put(made, target, require_place)
            except OSError:
                # What appeared after the last look is refused in the same words.
                require_place()
                raise
            sync_folder(target.parent)
    except OSError as error:
        raise storage_error(target, error) from error


def _put(made: Path, target: Path, require_place: Callable[[], object]) -> None:
    """Move an export to `target`. Raises OSError if something appears there after `require_place`."""
    # In this order, so that what is replaced was looked at.
    is_there = os.path.lexists(target)
    require_place()
    if not is_there:
        _put_first(made, target)
        return
    if target.is_dir():
        # A folder cannot replace one that contains files. If anything fails before the new one is in place,
        # the old one is moved back: now, or by the next export.
        aside = made.parent / _OLD
        aside.mkdir()
        os.rename(target, aside / target.name)
    os.replace(made, target)


def _put_first(made: Path, target: Path) -> None:
    if made.is_file():
        try:
            # Unlike a rename, it fails if something is there.
            os.link(made, target)
        except FileExistsError:
            raise
        except OSError:
            # Some disks, such as of cameras and sticks, have no hard links.
            os.rename(made, target)
    else:
        # It fails if a file is there, or a folder that is not empty.
        os.rename(made, target)


def sweep_exports(parent: Path) -> tuple[str, ...]:
    """Remove what killed exports left in a folder, and move back what they had moved aside.

    Returns the names of what was moved back. Raises StorageError if that fails.
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
        # Just created, or its process was killed then. A live process then creates another folder.
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
    """Whether a folder without a lock is left from a removal, so that nothing in it is the only copy.

    An export locks its folder before writing anything else to it.
    """
    with suppress(FileNotFoundError):
        held = os.listdir(work)
        is_replaced = _OLD in held and not any(name.startswith(_NEW) for name in held)
        return is_replaced or time.time() - work.stat().st_mtime > _SECONDS_TO_FINISH
    return False


@contextmanager
def _work_folder(parent: Path) -> Iterator[Path]:
    """A new folder, locked by this process inside the block."""
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
        # Until it is locked, another export may remove the folder as left by a dead process.
        with suppress(Timeout, FileNotFoundError):
            lock.acquire()
            if (work / _LOCK).exists():
                return work, lock
            lock.release()
    raise OSError(errno.EBUSY, "other exports keep removing its temporary folder")


def _close(work: Path, lock: FileLock) -> list[str]:
    """Remove a folder whose lock is held, and return what was moved back. A first signal is deferred."""
    with signals_wait():
        try:
            restored = _put_back(work)
        except OSError as error:
            # The folder is kept, because it contains the only copy.
            lock.release()
            raise StorageError(
                f"the files in {work / _OLD} could not be moved back into {work.parent}: "
                f"{error.strerror or error}",
                "move them back by hand",
            ) from error
        _remove(work, lock)
    return restored


def _remove(work: Path, lock: FileLock) -> None:
    # The lock is removed last: by it the next export recognizes what a kill left here.
    with suppress(OSError):
        for path in work.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != _LOCK:
                path.unlink()
    lock.release()
    shutil.rmtree(work, ignore_errors=True)


def _put_back(work: Path) -> list[str]:
    """Undo an incomplete replacement, recognized by the new export still being in its folder."""
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
