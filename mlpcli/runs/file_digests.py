"""What the files of a completed run were when it was completed."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.runs.untrusted_files import broken, require_own_file


def digests_of(folder: RunFolder) -> Mapping[str, str]:
    """The digest of every file of a run that has none elsewhere, by its name. Raises RunError.

    model.tflite's is recorded on its own, checkpoints hold theirs, and run.json has them all.
    """
    files = (folder.config, folder.resolved, folder.model, folder.metrics, folder.evaluation)
    return {path.name: file_digest(path) for path in files if os.path.lexists(path)}


def file_digest(path: Path) -> str:
    """`sha256:` and 64 digits, in bounded memory. Raises RunError where it is no file of the run's own."""
    require_own_file(path)
    try:
        with path.open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        raise broken(path, f"could not be read: {error.strerror}", "check the file's permissions") from error


def require_as_completed(path: Path, record: RunRecord) -> None:
    """Raises RunError where a file of a completed run is missing, or is not what it was then."""
    digest = record.digests.get(path.name)
    if digest is not None and file_digest(path) != digest:
        raise broken(path, "was changed after the run was completed")
