"""Files of a run read without trust: regular ones, its own, and of limited size."""

import os
from pathlib import Path

from mlpcli.errors import RunError

RESTORE = "restore the file from a copy, or train again with `mlpcli train`"


def broken(path: Path, reason: str, fix: str = RESTORE) -> RunError:
    """The error to raise where a file of a run is not what this tool writes."""
    return RunError(f"{path} {reason}", fix)


def require_own_file(path: Path) -> None:
    """Raises RunError where `path` is missing, no regular file, or a link out of the run."""
    if not os.path.lexists(path):
        raise broken(path, "is missing")
    refuse_link(path)
    # Opening a pipe would wait for ever, and a device may have no end.
    if not os.path.isfile(path):
        raise broken(path, "is not a file")


def require_own_folder(path: Path) -> None:
    """Raises RunError where a folder of a run is missing, no folder, or a link, which leads anywhere."""
    refuse_link(path)
    if not os.path.isdir(path):
        raise broken(path, "is not a folder" if os.path.lexists(path) else "is missing")


def refuse_link(path: Path) -> None:
    """Raises RunError for a link: what belongs to a run is in its folder, and a link leads anywhere."""
    if os.path.islink(path):
        raise broken(path, "is a link, but a run's files must not be links")


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a file of a run of at most `limit` bytes. Raises RunError."""
    require_own_file(path)
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise broken(path, f"could not be read: {error.strerror}", "check the file's permissions") from error
    if len(content) > limit:
        raise broken(path, f"is larger than {limit:,} bytes")
    return content
