"""The runs of a folder, newest first."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlpcli.errors import RunError, StorageError, UsageError
from mlpcli.runs import record
from mlpcli.runs.expected_files import is_run, missing_files
from mlpcli.runs.folder import RunFolder, is_removed, parse_id
from mlpcli.runs.record import RunRecord

# An id contains local time, and time zones are up to 26 hours apart.
_RECENT = timedelta(days=2)


@dataclass(frozen=True)
class BrokenRun:
    """A run whose run.json is missing or cannot be read, or that lacks another file, with the reason."""

    id: str
    reason: str


def list_runs(runs: Path) -> list[RunRecord | BrokenRun]:
    """All runs in `runs`, newest first, like `recorded_runs`, but also checked for missing files.

    A run is broken if its run.json is, or if it lacks a file that it must have. Other files are not read:
    only `verify_runs` finds damage in them. A run that a process is working on may lack files. Raises as
    `recorded_runs` does.
    """
    return [_with_files(RunFolder(runs / run.id), run) for run in recorded_runs(runs)]


def recorded_runs(runs: Path) -> list[RunRecord | BrokenRun]:
    """All runs in `runs` by their records, newest first; none if `runs` does not exist.

    Runs with a missing or broken record are sorted by the time in their ids. Runs of the same time are
    ordered by their number; a time from `place_for` takes precedence over the start. Raises UsageError if
    `runs` is a file, StorageError if it cannot be read.
    """
    entries = map(_entry, run_folders(runs))
    return sorted((entry for entry in entries if entry), key=_age, reverse=True)


def run_folders(runs: Path) -> list[RunFolder]:
    """The folders in `runs` that are runs, broken or not, in any order. Raises as `recorded_runs` does."""
    try:
        with os.scandir(runs) as entries:
            folders = [RunFolder(runs / entry.name) for entry in entries]
    except FileNotFoundError:
        return []
    except NotADirectoryError as error:
        raise UsageError(f"{runs} is a file", "give the folder that holds the runs") from error
    except OSError as error:
        raise StorageError(
            f"{runs} could not be read: {error.strerror}", "change the folder's permissions"
        ) from error
    return [folder for folder in folders if is_run(folder) and not is_removed(folder.path)]


def place_for(runs: Path, started: datetime) -> str | None:
    """The time to list a run by so that it comes first; None if `started`, with its zone, already does that.

    It does not if the clock was set back, so that other runs are from the future. To be fast with thousands
    of runs, this reads only those whose ids are of the last two days or later, or have no time. If `runs` is
    not readable, there is no order to keep; it may still be writable.
    """
    since = started.replace(tzinfo=None) - _RECENT
    found: list[RunFolder] = []
    with suppress(StorageError):
        found = run_folders(runs)
    newest = max((_age(_read(folder))[0] for folder in found if _may_be_after(since, folder)), default=0.0)
    if newest < started.timestamp():
        return None
    # No time comes after the last one that datetime can represent.
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(newest + 0.001, UTC).isoformat(timespec="milliseconds")
    return None


def _may_be_after(since: datetime, folder: RunFolder) -> bool:
    time = parse_id(folder.id).time
    return time is None or time > since


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


def _age(run: RunRecord | BrokenRun) -> tuple[float, float, int, str]:
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
