"""Reading of untrusted files of a run: regular files in its own folder, of limited size."""

import os
from pathlib import Path

from mlpcli.errors import RunError

RESTORE = "restore the file from a copy, or train again with `mlpcli train`"


def broken(path: Path, reason: str, fix: str = RESTORE) -> RunError:
    """The error for a damaged or unexpected file of a run."""
    return RunError(f"{path} {reason}", fix)


def require_own_file(path: Path) -> None:
    """Raises RunError if `path` is missing, not a regular file, or a link."""
    if not os.path.lexists(path):
        raise broken(path, "is missing")
    refuse_link(path)
    # Opening a pipe could block forever, and reading a device might never end.
    if not os.path.isfile(path):
        raise broken(path, "is not a file")


def require_own_folder(path: Path) -> None:
    """Raises RunError if a folder of a run is missing, not a folder, or a link."""
    refuse_link(path)
    if not os.path.isdir(path):
        raise broken(path, "is not a folder" if os.path.lexists(path) else "is missing")


def refuse_link(path: Path) -> None:
    """Raises RunError for a link, because it can lead out of the run's folder."""
    if os.path.islink(path):
        raise broken(path, "is a link, but a run's files must not be links")


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a file of a run, at most `limit` bytes. Raises RunError."""
    require_own_file(path)
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise broken(path, f"could not be read: {error.strerror}", "check the file's permissions") from error
    if len(content) > limit:
        raise broken(path, f"is larger than {limit:,} bytes")
    return content
