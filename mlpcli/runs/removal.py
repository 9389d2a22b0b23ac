"""Remove a run, so that no reader ever finds a part of one."""

import errno
import os
import shutil
from pathlib import Path

from mlpcli.errors import StorageError, UsageError
from mlpcli.runs.folder import RunFolder, parse_id, removed_name
from mlpcli.runs.record import read

_DENIED = (errno.EACCES, errno.EPERM)
_IN_USE = (errno.EBUSY, errno.ETXTBSY)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def require_removable(folder: RunFolder) -> None:
    """Raises UsageError for a link to a run, and RunError for a folder that may not be a run.

    A folder with a name from this tool counts as a run even if its run.json is missing or cannot be read.
    `find` returns no folder that contains neither run.json nor another file of a run.
    """
    if os.path.islink(folder.path):
        raise UsageError(
            f"{folder.path} is a link to a run",
            f"delete the link yourself, or name the run: {os.path.realpath(folder.path)}",
        )
    if parse_id(folder.id).time is None:
        read(folder)


def added_files(folder: RunFolder) -> list[str]:
    """The sorted names in a run's folder that this tool does not write. Raises StorageError."""
    try:
        return sorted(set(os.listdir(folder.path)) - {path.name for path in folder.files})
    except OSError as error:
        raise StorageError(
            f"{folder.path} could not be read: {error.strerror}", _fix(error, denied=folder.path)
        ) from error


def remove(folder: RunFolder) -> None:
    """Remove a run whose lock is held, with everything in its folder; links in it are not followed.

    The folder is first renamed to a name that is not a run's: a kill after that leaves a folder that will be
    swept, never a part of a run. Raises StorageError if that fails, and the run is then unchanged; or if
    something in the folder cannot be removed, and the error then names the folder with the rest.
    """
    rest = folder.path.with_name(removed_name())
    try:
        os.rename(folder.path, rest)
    except OSError as error:
        raise StorageError(
            f"{folder.path} could not be removed: {error.strerror or error}",
            f"{_fix(error, denied=folder.path.parent, used=folder.path)}, then remove the run again",
        ) from error
    try:
        shutil.rmtree(rest)
    except FileNotFoundError:
        # Another process is sweeping it too.
        shutil.rmtree(rest, ignore_errors=True)
    except OSError as error:
        raise StorageError(
            f"{folder.path} could not be removed completely: {error.strerror or error}",
            f"{_fix(error, denied=rest)}, then remove the rest by hand: {rest}",
        ) from error


def _fix(error: OSError, denied: Path, used: Path | None = None) -> str:
    """What to do about an error at `denied`, whose permissions count, or at `used`, which is in use."""
    if error.errno in _DENIED:
        return f"change the permissions of {denied}"
    if error.errno == errno.EROFS:
        return f"mount the file system of {denied} so that it can be written to"
    if error.errno in _IN_USE:
        return f"close the programs that use {used or denied}, or unmount what is mounted there"
    if error.errno in _FULL:
        return f"free some space on the disk of {denied}"
    return f"check the disk of {denied}"
