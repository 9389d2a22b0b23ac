"""Who is working on a run. The lock is the operating system's: it ends with its owner, however that ends."""

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

# Whoever asks whether a run is live holds its lock for a moment: long enough to outlast many who ask.
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
    """The run is this process's inside the block.

    Raises RunInUseError naming the owner where another live process has it, StorageError where the folder
    cannot be written to, and RunError where the lock is no file. What a dead owner left is taken over. A
    full disk is an error only if the block `needs_space`; without, others are not told who the owner is.
    """
    if os.path.lexists(folder.lock):
        # Opened for locking, a file is made empty, wherever a link leads.
        require_own_file(folder.lock)
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


def is_live(folder: RunFolder) -> bool:
    """Whether a process that still runs is working on the run."""
    if os.path.islink(folder.lock) or not os.path.isfile(folder.lock):
        return False
    lock = FileLock(folder.lock, timeout=_SECONDS_TO_ASK, poll_interval=_SECONDS_TO_ASK / 4)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:  # A folder that cannot be written to is nobody's.
        return False
    lock.release()
    return False


def as_it_is(folder: RunFolder, record: RunRecord) -> RunRecord:
    """The record of a run; one that says `running` is believed only while a process works on the run.

    A process that was killed had no time to say otherwise. Raises RunError where run.json is gone by now.
    """
    if record.status != "running" or is_live(folder):
        return record
    # The process may have ended well after the record was read.
    record = records.read(folder)
    if record.status != "running":
        return record
    return replace(record, status="interrupted", error="its process ended without a word")


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
    except RunError:  # It has just begun or just ended.
        owner = ""
    return RunInUseError(f"{folder.id} is in use{owner}", "wait until it ends, or end it")
