"""Digests of a run's files at the time of its completion."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from mlpcli.runs import metrics_csv
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.runs.untrusted_files import broken, require_own_file

LARGEST_TEXT = metrics_csv.LIMIT
"""The largest size in bytes of a text file to read: that of the largest kind."""


def digests_of(folder: RunFolder) -> Mapping[str, str]:
    """The digests of a run's text files by file name. Raises RunError.

    The other files need none here: run.json records the digest of model.tflite separately, and checkpoints
    and run.json contain their own.
    """
    files = (folder.config, folder.resolved, folder.model, folder.metrics, folder.evaluation)
    return {path.name: file_digest(path) for path in files if os.path.lexists(path)}


def file_digest(path: Path, limit: int | None = None) -> str:
    """`sha256:` and 64 digits, read in bounded memory.

    A file of more than `limit` bytes is not read. Raises RunError for it, and for no file of the run.
    """
    require_own_file(path)
    try:
        with path.open("rb") as file:
            # A sparse file takes no space, but hours to read.
            if limit is not None and os.fstat(file.fileno()).st_size > limit:
                raise broken(path, f"is larger than {limit:,} bytes")
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        raise broken(path, f"could not be read: {error.strerror}", "check the file's permissions") from error


def require_as_completed(path: Path, record: RunRecord) -> None:
    """Raises RunError if a file of a completed run is missing or was changed since."""
    digest = record.digests.get(path.name)
    if digest is not None and file_digest(path, LARGEST_TEXT) != digest:
        raise broken(path, "was changed after the run was completed")
