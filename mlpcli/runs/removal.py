"""Take a run away, so that no reader ever meets half of one."""

import os
import shutil

from mlpcli.errors import StorageError, UsageError
from mlpcli.runs.folder import RunFolder, parse_id, removed_name
from mlpcli.runs.record import read


def require_removable(folder: RunFolder) -> None:
    """Raises UsageError for a link to a run, and RunError for a folder that may be no run at all.

    A run whose run.json is missing or cannot be read is taken for one if its folder has a name that this
    tool gives. `find` returns no folder without run.json that holds no file of a run.
    """
    if os.path.islink(folder.path):
        raise UsageError(
            f"{folder.path} is a link to a run",
            f"delete the link yourself, or name the run: {os.path.realpath(folder.path)}",
        )
    if parse_id(folder.id).time is None:
        read(folder)


def added_files(folder: RunFolder) -> list[str]:
    """The names of what a run's folder holds besides the files that this tool puts there, in order."""
    try:
        return sorted(set(os.listdir(folder.path)) - {path.name for path in folder.files})
    except OSError as error:
        raise StorageError(
            f"{folder.path} could not be read: {error.strerror}", "change the folder's permissions"
        ) from error


def remove(folder: RunFolder) -> None:
    """Remove a run whose lock is held, with all that its folder holds; links in it are not followed.

    It takes a name that is no run's first: a kill after that leaves a folder that is swept, never half a
    run. Raises StorageError where that fails, and the run is whole; or where something in the folder cannot
    be removed, and the rest is under the name that the error tells.
    """
    rest = folder.path.with_name(removed_name())
    try:
        os.rename(folder.path, rest)
    except OSError as error:
        raise StorageError(
            f"{folder.path} could not be removed: {error.strerror or error}",
            f"change the permissions of {folder.path.parent}",
        ) from error
    try:
        shutil.rmtree(rest)
    except FileNotFoundError:
        # Another process sweeps it as well, and was faster.
        shutil.rmtree(rest, ignore_errors=True)
    except OSError as error:
        raise StorageError(
            f"{folder.path} could not be removed completely: {error.strerror or error}",
            f"remove the rest by hand: {rest}",
        ) from error
