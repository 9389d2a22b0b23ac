"""Checks of the path that a command writes to."""

import os
import re
from pathlib import Path

from mlpcli.errors import UsageError
from mlpcli.runs.atomic_files import require_writable
from mlpcli.runs.folder import refuse_runs
from mlpcli.shell_words import path_word

# What TensorFlow and mlpcli write into a SavedModel, as relative paths.
_SAVED_MODEL = re.compile(
    r"saved_model\.pb|fingerprint\.pb|variables|variables/variables\.(index|data-\d{5}-of-\d{5})"
    r"|assets|assets\.extra|assets\.extra/mlpcli\.json"
)
_OURS = Path("assets.extra", "mlpcli.json")


def require_place(
    target: Path, suggestion: str, *, folder: bool, force: bool, what: str = "this export"
) -> None:
    """Check that a command may write `what`, a file or a `folder`, to `target`.

    With `force` it may replace a file by a file, and a SavedModel that this tool wrote by another. Raises
    UsageError for anything else there, for a link, and for a path inside a run's folder; fixes propose the
    name `suggestion`. Raises StorageError if the folder of `target` is missing or not writable.
    """
    refuse_runs(target)
    require_writable(target.parent, target)
    if not os.path.lexists(target):
        return
    _refuse_other_kinds(target, suggestion, folder, what)
    if not force:
        raise UsageError(
            f"{target} already exists", "choose another path with --output, or overwrite it with --force"
        )


def _refuse_other_kinds(target: Path, suggestion: str, folder: bool, what: str) -> None:
    other = "choose another path with --output"
    if target.is_symlink():
        raise UsageError(f"{target} is a link", f"{other}, or the path that it points to")
    if target.is_dir() and not folder:
        raise UsageError(
            f"{target} is a folder, but {what} is a file",
            f"name a file with --output, such as {path_word(target / suggestion)}",
        )
    if target.is_dir() and not _is_saved_model(target):
        raise UsageError(
            f"{target} is a folder with more than a SavedModel written by mlpcli, and is kept",
            f"{other}, such as {path_word(target / suggestion)}",
        )
    if not target.is_dir() and folder:
        raise UsageError(f"{target} is a file, but {what} is a folder", other)
    if not (target.is_dir() or target.is_file()):
        raise UsageError(f"{target} is neither a file nor a folder", other)


def _is_saved_model(folder: Path) -> bool:
    if folder.name in ("", os.pardir):  # The current folder, or one above it.
        return False
    held = list(folder.rglob("*"))
    return (folder / _OURS).is_file() and all(
        _SAVED_MODEL.fullmatch(path.relative_to(folder).as_posix()) and not path.is_symlink() for path in held
    )
