"""Digests of a run's files at the time of its completion."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.runs.untrusted_files import broken, require_own_file

LARGEST_TEXT = 128 * 2**20
"""The largest size in bytes of a text file to read. Older versions wrote a line per number of the confusion
matrices, 88 MB for two splits of 2,000 classes."""

# The other files need no digest here: run.json records that of model.tflite separately, and checkpoints and
# run.json contain their own.
_OF = RunFolder(Path())
DIGESTED = tuple(
    path.name for path in (_OF.config, _OF.resolved, _OF.model, _OF.metrics, _OF.evaluation, _OF.report)
)
"""The names of the files whose digests are recorded."""


def digests_of(folder: RunFolder) -> Mapping[str, str]:
    """The digests of a run's text files by file name. Raises RunError."""
    files = [folder.path / name for name in DIGESTED]
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
