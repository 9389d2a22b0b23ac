"""The runs of a folder, newest first."""

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heappush, heappushpop
from math import inf
from operator import itemgetter
from pathlib import Path

from mlpcli.errors import RunError, StorageError, UsageError
from mlpcli.runs import record
from mlpcli.runs.expected_files import is_run, missing_files
from mlpcli.runs.folder import RunFolder, is_removed, parse_id
from mlpcli.runs.record import RunRecord

# An id contains local time, which is at most 12 hours behind UTC.
_BEHIND_UTC = timedelta(hours=12).total_seconds()
# Between the first and the last time zone.
_ZONES = timedelta(hours=26).total_seconds()
# How long after its config a run's record can be started, on a slow disk too.
_SECONDS_TO_BEGIN = 60.0

_NO_RIGHTS = "change the folder's permissions"
_FIXES = {
    errno.EACCES: _NO_RIGHTS,
    errno.EPERM: _NO_RIGHTS,
    errno.ELOOP: "a link in the path leads back to itself: name the folder of the runs, or mend the link",
    errno.ENAMETOOLONG: "check the name: no folder can have one that long",
}

_LISTED = RunFolder(Path()).listed.name

_Age = tuple[float, float, int, str]


@dataclass(frozen=True)
class BrokenRun:
    """A run whose run.json is missing or cannot be read, or that lacks another file, with the reason."""

    id: str
    reason: str


def list_runs(runs: Path, limit: int | None = None) -> list[RunRecord | BrokenRun]:
    """The runs in `runs`, newest first, like `recorded_runs`, but also checked for missing files.

    A run is broken if its run.json is, or if it lacks a file that it must have. Other files are not read:
    only `verify_runs` finds damage in them. A run that a process is working on may lack files. Raises as
    `recorded_runs` does.
    """
    return [_with_files(RunFolder(runs / run.id), run) for run in recorded_runs(runs, limit)]


def recorded_runs(runs: Path, limit: int | None = None) -> list[RunRecord | BrokenRun]:
    """The runs in `runs` by their records, newest first; none if `runs` does not exist.

    With a `limit`, only the newest ones: others are not opened if their ids and the times of their files
    show that they are older. Runs with a missing or broken record are sorted by the time in their ids. Runs
    of the same time are ordered by their number; a time from `place_for` takes precedence over the start.
    Raises UsageError if `runs` is a file, StorageError if it cannot be read.
    """
    return _newest(_folders(runs), limit, _entry)


def run_folders(runs: Path) -> list[RunFolder]:
    """The folders in `runs` that are runs, broken or not, in any order. Raises as `recorded_runs` does."""
    return [folder for folder in _folders(runs) if is_run(folder)]


def _folders(runs: Path) -> list[RunFolder]:
    """What may be a run by its name."""
    try:
        with os.scandir(runs) as entries:
            folders = [RunFolder(runs / entry.name) for entry in entries]
    except FileNotFoundError:
        return []
    except NotADirectoryError as error:
        raise UsageError(f"{runs} is a file", "give the folder that holds the runs") from error
    except OSError as error:
        raise StorageError(
            f"{runs} could not be read: {error.strerror}", _FIXES.get(error.errno or 0, "check the disk")
        ) from error
    return [folder for folder in folders if not is_removed(folder.path)]


def place_for(runs: Path, started: datetime) -> str | None:
    """The time to list a run by so that it comes first; None if `started`, with its zone, already does that.

    It does not if the clock was set back, so that other runs are from the future. If `runs` is not readable,
    there is no order to keep; it may still be writable.
    """
    found: list[RunFolder] = []
    with suppress(StorageError):
        found = run_folders(runs)
    newest = max((_age(run)[0] for run in _newest(found, 1, _read)), default=0.0)
    if newest < started.timestamp():
        return None
    # No time comes after the last one that datetime can represent.
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(newest + 0.001, UTC).isoformat(timespec="milliseconds")
    return None


def _newest(
    folders: Sequence[RunFolder],
    limit: int | None,
    read: Callable[[RunFolder], RunRecord | BrokenRun | None],
) -> list[RunRecord | BrokenRun]:
    """Up to `limit` runs, newest first, read in the order of the latest times that they can have."""
    if limit is None:
        return sorted(filter(None, map(read, folders)), key=_age, reverse=True)
    by_time = sorted(((_latest(folder), folder) for folder in folders), key=itemgetter(0), reverse=True)
    # A heap: the oldest of those found comes first.
    found: list[tuple[_Age, RunRecord | BrokenRun]] = []
    for latest, folder in by_time if limit else ():
        if len(found) == limit:
            oldest = found[0][0][0]
            if latest < oldest:
                break
            if _begun(folder, latest) < oldest:
                continue
        if run := read(folder):
            (heappush if len(found) < limit else heappushpop)(found, (_age(run), run))
    return [run for _, run in sorted(found, key=itemgetter(0), reverse=True)]


def _latest(folder: RunFolder) -> float:
    """The latest time, as a timestamp, that a run can be listed by, as far as the name of its folder says."""
    time = parse_id(folder.id).time
    # Of text, because making a Path takes longer than looking for the file.
    if time is None or os.path.lexists(os.path.join(folder.path, _LISTED)):
        return inf
    return time.replace(tzinfo=UTC).timestamp() + _BEHIND_UTC


def _begun(folder: RunFolder, latest: float) -> float:
    """The latest time that a run can have begun at, as far as its config says; `latest` is that of its id.

    The config is written once, just before the start. In a copy it may be newer, but never older.
    """
    with suppress(OSError):
        written = os.stat(folder.config).st_mtime + _SECONDS_TO_BEGIN
        if latest != inf and latest - _ZONES <= written:
            return written
    return latest


def _read(folder: RunFolder) -> RunRecord | BrokenRun:
    try:
        return record.read(folder)
    except RunError as error:
        return BrokenRun(folder.id, error.message)


def _entry(folder: RunFolder) -> RunRecord | BrokenRun | None:
    """The list entry of a run; None if it was removed since its folder was found, or has not started yet."""
    if not os.path.lexists(folder.record) and _is_live(folder):
        return None
    try:
        found = record.read(folder)
        return found if found.status != "running" else _as_it_is(folder, found)
    except RunError as error:
        return BrokenRun(folder.id, error.message) if is_run(folder) else None


def _with_files(folder: RunFolder, run: RunRecord | BrokenRun) -> RunRecord | BrokenRun:
    if isinstance(run, BrokenRun) or run.status == "running":
        return run
    missing = missing_files(folder, run)
    return BrokenRun(run.id, _are_missing(missing)) if missing else run


def _are_missing(names: Sequence[str]) -> str:
    return f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} missing"


def _is_live(folder: RunFolder) -> bool:
    # Imported here because its packages would make listing a fifth slower.
    from mlpcli.runs.lock import is_live

    return is_live(folder)


def _as_it_is(folder: RunFolder, found: RunRecord) -> RunRecord:
    from mlpcli.runs.lock import as_it_is

    return as_it_is(folder, found)


def _age(run: RunRecord | BrokenRun) -> _Age:
    parts = parse_id(run.id)
    if isinstance(run, RunRecord):
        return run.place.timestamp(), run.start.timestamp(), parts.number, run.id
    time = _local(parts.time) if parts.time else 0.0
    return time, time, parts.number, run.id


def _local(time: datetime) -> float:
    # A time zone can move the year 1 out of datetime's range.
    with suppress(ValueError, OverflowError, OSError):
        return time.timestamp()
    return 0.0
