"""Remove runs."""

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath, Paths, each_text
from mlpcli.errors import UsageError
from mlpcli.processes.deferred_signals import signals_wait
from mlpcli.runs.find_run import find, shows_all
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.leftovers import sweep, sweep_unbegun
from mlpcli.runs.lock import locked
from mlpcli.runs.removal import added_files, remove, require_removable


@dataclass(frozen=True)
class RunToRemove:
    """A run about to be removed; `added` are the names in its folder that this tool did not write."""

    folder: RunFolder
    added: Sequence[str]


def remove_runs(
    references: Paths,
    *,
    runs: AnyPath = RUNS,
    agree: Callable[[Sequence[RunToRemove]], bool] | None = None,
    told: Callable[[RunToRemove], object] | None = None,
) -> tuple[str, ...]:
    """Remove runs with everything in their folders, and return their ids.

    All are found and locked before the first is removed. If `agree` is given and returns false, nothing is
    removed. `told` gets each run once it is removed. Raises UsageError if no run is named, or for a
    run that does not exist or is a link, RunError for a folder that may not be a run,
    RunInUseError for a live run, and StorageError.
    """
    names = each_text(references)
    if not names:
        raise UsageError("there is no run to remove", f"name one; {shows_all(Path(runs))}")
    folders = _folders(names, Path(runs))
    with ExitStack() as locks:
        for folder in folders:
            locks.enter_context(locked(folder, needs_space=False))
            sweep(folder)
        doomed = [RunToRemove(folder, added_files(folder)) for folder in folders]
        if agree and not agree(doomed):
            return ()
        for parent in {folder.path.parent for folder in folders}:
            sweep_unbegun(parent)
        for run in doomed:
            # A first signal is deferred: a removal that has begun is completed and reported.
            with signals_wait():
                remove(run.folder)
                if told:
                    told(run)
    return tuple(folder.id for folder in folders)


def _folders(references: Sequence[str], runs: Path) -> list[RunFolder]:
    """The folders of the runs, without duplicates, as absolute paths without `.` and `..`."""
    found: dict[Path, RunFolder] = {}
    for reference in references:
        folder = RunFolder(Path(os.path.abspath(find(reference, runs).path)))
        require_removable(folder)
        found.setdefault(folder.path.resolve(), folder)
    return list(found.values())
