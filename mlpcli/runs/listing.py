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

# An id has its zone's time, and zones are up to 26 hours apart.
_RECENT = timedelta(days=2)


@dataclass(frozen=True)
class BrokenRun:
    """A run whose run.json is missing or cannot be read, or whose other files are missing; and why."""

    id: str
    reason: str


def list_runs(runs: Path) -> list[RunRecord | BrokenRun]:
    """All runs of `runs`, newest start first, as `recorded_runs` has them; broken ones as such.

    A run is broken if its run.json is, or if another file is missing that it must have. What is in the other
    files is not read: only `verify_runs` finds that they are damaged. A run that a process works on changes,
    and is not called broken for what it lacks. Raises as `recorded_runs` does.
    """
    return [_with_files(RunFolder(runs / run.id), run) for run in recorded_runs(runs)]


def recorded_runs(runs: Path) -> list[RunRecord | BrokenRun]:
    """All runs of `runs` by their records, newest start first; no `runs` is no runs.

    One whose record is missing or broken has its place by the time in its id. Runs of the same moment are
    ordered by their number; a run that has a place from `place_for` is listed by that. Raises UsageError
    where `runs` is a file, StorageError where it cannot be read.
    """
    entries = map(_entry, run_folders(runs))
    return sorted((entry for entry in entries if entry), key=_age, reverse=True)


def run_folders(runs: Path) -> list[RunFolder]:
    """The folders of `runs` that are runs, broken ones among them, in no order.

    Raises as `recorded_runs` does.
    """
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
    """What to list of a run, None where it was removed since its folder was seen, or has not begun yet."""
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
    # Imported here because its packages cost a fifth of the time that listing takes without them.
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
    # A time zone can carry the first year of all over its edge.
    with suppress(ValueError, OverflowError, OSError):
        return time.timestamp()
    return 0.0
