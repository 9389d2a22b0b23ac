"""The lock of a run. It is the operating system's, so it is released however its owner ends."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from mlpcli.errors import RunError, RunInUseError, StorageError
from mlpcli.runs import record as records
from mlpcli.runs.atomic_files import is_for_want_of_space, storage_error, write_json
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.runs.typed_json import read_typed
from mlpcli.runs.untrusted_files import require_own_file

# `is_live` holds the lock for a moment: this is long enough to outlast many such checks.
_SECONDS_TO_ACQUIRE = 1.0
_SECONDS_TO_ASK = 0.02


@dataclass(frozen=True)
class Owner:
    """The process that works on a run, and since when (ISO 8601)."""

    pid: int
    host: str
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.since}"


@contextmanager
def locked(folder: RunFolder, *, needs_space: bool = True) -> Iterator[None]:
    """Lock the run for this process inside the block.

    Raises RunInUseError naming the owner if another live process has it, StorageError if the folder is not
    writable, and RunError if the lock is not a file. The lock of a dead owner is taken over. A full disk is
    an error only if the block `needs_space`; otherwise the owner is then not recorded.
    """
    if os.path.lexists(folder.lock):
        # Opening the lock truncates the file, even one that a link points to.
        require_own_lock(folder)
    lock = FileLock(folder.lock, timeout=_SECONDS_TO_ACQUIRE)
    try:
        lock.acquire()
    except Timeout:
        raise _in_use(folder) from None
    except OSError as error:
        raise storage_error(folder.lock, error) from error
    try:
        _write_owner(folder, needs_space)
        yield
    finally:
        with suppress(OSError):
            folder.owner.unlink()
        lock.release()


def require_own_lock(folder: RunFolder) -> None:
    """Raises RunError if the lock, which exists, is not a regular file."""
    try:
        require_own_file(folder.lock)
    except RunError as error:
        error.fix = f"remove {folder.lock}: a lock holds nothing of the run"
        raise


def is_live(folder: RunFolder) -> bool:
    """Whether a live process is working on the run."""
    if os.path.islink(folder.lock) or not os.path.isfile(folder.lock):
        return False
    lock = FileLock(folder.lock, timeout=_SECONDS_TO_ASK, poll_interval=_SECONDS_TO_ASK / 4)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:  # Nobody can work in a folder that is not writable.
        return False
    lock.release()
    return False


def as_it_is(folder: RunFolder, record: RunRecord) -> RunRecord:
    """The record of a run, with `interrupted` instead of `running` if no process is working on the run.

    A killed process cannot update the record. Raises RunError if run.json is gone by now.
    """
    if record.status != "running" or is_live(folder):
        return record
    # The process may have completed after the record was read.
    record = records.read(folder)
    if record.status != "running":
        return record
    return replace(record, status="interrupted", error="its process ended unexpectedly")


def _write_owner(folder: RunFolder, needs_space: bool) -> None:
    now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    try:
        write_json(folder.owner, asdict(Owner(os.getpid(), socket.gethostname(), now)))
    except StorageError as error:
        if needs_space or not is_for_want_of_space(error):
            raise


def _in_use(folder: RunFolder) -> RunInUseError:
    try:
        owner = f" by {read_typed(Owner, folder.owner)}"
    except RunError:  # The owner has just started or just ended.
        owner = ""
    return RunInUseError(f"{folder.id} is in use{owner}", "wait until that process ends, or stop it")
