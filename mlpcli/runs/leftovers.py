"""Leftovers of killed processes: never read, and removed by the next process that works there."""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from mlpcli.runs.folder import RunFolder, is_removed, parse_id
from mlpcli.runs.lock import is_live

_TEMPORARY = ".*.tmp"
# A run that was just created has no record yet.
_SECONDS_TO_BEGIN = 3600.0


def sweep(folder: RunFolder) -> None:
    """Remove the temporary files of a run whose lock is held: no other process writes them."""
    for path in (*folder.path.glob(_TEMPORARY), *folder.checkpoints.glob(_TEMPORARY)):
        with suppress(OSError):
            path.unlink()


def sweep_unbegun(runs: Path) -> None:
    """Remove the folders of runs that were killed before their record was written, an hour ago or more,
    and the remains of removed runs.

    Folders with names or contents that are not from this tool are kept.
    """
    with suppress(OSError):
        for entry in list(os.scandir(runs)):
            if entry.is_dir(follow_symlinks=False):
                _sweep_folder(RunFolder(runs / entry.name))


def _sweep_folder(folder: RunFolder) -> None:
    # A folder that cannot be read, or is gone by now, must not prevent the removal of others.
    with suppress(OSError):
        if is_removed(folder.path) or (_is_unbegun(folder) and not is_live(folder)):
            shutil.rmtree(folder.path, ignore_errors=True)


def _is_unbegun(folder: RunFolder) -> bool:
    """Whether a folder contains only what is written before a run's record, and no checkpoint.

    Training creates `checkpoints/` and locks the folder before it writes the first file: a folder with other
    files but without `.lock` is not from this tool.
    """
    ours = {
        *(folder.config, folder.resolved, folder.model, folder.checkpoints),
        *(folder.lock, folder.owner, folder.listed),
    }
    held = set(folder.path.iterdir())
    temporary = {path for path in held if path.match(_TEMPORARY)}
    old = time.time() - folder.path.stat().st_mtime > _SECONDS_TO_BEGIN
    if parse_id(folder.id).time is None or not old or not held <= ours | temporary:
        return False
    if folder.checkpoints in held and any(folder.checkpoints.iterdir()):
        return False
    return folder.lock in held or held == {folder.checkpoints}
