"""The runs of a folder, newest first."""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlpcli.errors import RunError, StorageError, UsageError
from mlpcli.runs import record
from mlpcli.runs.folder import RunFolder, is_removed, parse_id
from mlpcli.runs.record import RunRecord

# An id has its zone's time, and zones are up to 26 hours apart.
_RECENT = timedelta(days=2)


@dataclass(frozen=True)
class BrokenRun:
    """A run whose run.json cannot be read, and why."""

    id: str
    reason: str


def list_runs(runs: Path) -> list[RunRecord | BrokenRun]:
    """Every folder of `runs` that holds a run.json, newest start first; no `runs` is no runs.

    One that is broken is listed as such, by the time in its id. Runs of the same moment are ordered by
    their number; a run that has a place from `place_for` is listed by that. Raises UsageError where `runs`
    is a file, StorageError where it cannot be read.
    """
    entries = map(_entry, run_folders(runs))
    return sorted((entry for entry in entries if entry), key=_age, reverse=True)


def run_folders(runs: Path) -> list[RunFolder]:
    """The folders of `runs` that hold a run.json, in no order. Raises as `list_runs` does."""
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
    # Others are leftovers: a run is made known by its record.
    return [folder for folder in folders if os.path.lexists(folder.record) and not is_removed(folder.path)]


def place_for(runs: Path, started: datetime) -> str | None:
    """What `started`, a time with its zone, has to be listed by to come first; None if it does already.

    It does not where a run is from the future, for the clock was set back. To be quick among thousands,
    this reads those runs alone whose ids are of the last two days, or later, or have no time. A `runs` that
    cannot be read can still be written to, and has no order to keep.
    """
    since = started.replace(tzinfo=None) - _RECENT
    found: list[RunFolder] = []
    with suppress(StorageError):
        found = run_folders(runs)
    newest = max((_age(_read(folder))[0] for folder in found if _may_be_after(since, folder)), default=0.0)
    if newest < started.timestamp():
        return None
    # Nothing comes after the last millisecond that there is.
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
    """What to list of a run, None where it was removed since its folder was seen."""
    try:
        return _present_record(folder)
    except RunError as error:
        return BrokenRun(folder.id, error.message) if os.path.lexists(folder.record) else None


def _present_record(folder: RunFolder) -> RunRecord:
    found = record.read(folder)
    if found.status != "running":
        return found
    # Imported here because its packages cost a fifth of the time that listing takes without them.
    from mlpcli.runs.lock import as_it_is

    return as_it_is(folder, found)


def _age(run: RunRecord | BrokenRun) -> tuple[float, float, int, str]:
    parts = parse_id(run.id)
    if isinstance(run, RunRecord):
        return run.place.timestamp(), run.start.timestamp(), parts.number, run.id
    time = _local(parts.time) if parts.time else 0.0
    return time, time, parts.number, run.id


def _local(time: datetime) -> float:
    # A time zone can carry the first year of all over its edge.
    with suppress(ValueError, OverflowError, OSError):
        return time.timestamp()
    return 0.0
