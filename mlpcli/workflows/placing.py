"""Files and folders that appear under their name once they are whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from mlpcli.runs.atomic import storage_error


@contextmanager
def placing(target: Path, suffix: str) -> Iterator[Path]:
    """A path that ends in `suffix`, in a folder of its own beside `target`.

    The file or folder that the block leaves there takes the place of `target` when the block ends well, and
    is gone with all else in that folder when it does not. Raises StorageError for every OSError, those of
    the block included.
    """
    try:
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".tmp") as folder:
            made = Path(folder, f"new{suffix}")
            yield made
            _sync(made)
            if target.is_dir():
                # A folder cannot replace one that holds files: the old one goes when all is done.
                os.replace(target, Path(folder, "old"))
            os.replace(made, target)
    except OSError as error:
        raise storage_error(target, error) from error


def size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    return sum(file.stat().st_size for file in _files(path))


def _files(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]


def _sync(path: Path) -> None:
    for file in _files(path):
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())
