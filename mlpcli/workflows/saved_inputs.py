"""What a network saw of its inputs, as PNG files."""

import io
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.errors import UsageError
from mlpcli.inference.inputs.predict_inputs import Rows
from mlpcli.runs.atomic_files import require_writable, storage_error, write_bytes
from mlpcli.runs.folder import refuse_runs

_OPTION = "--save-inputs"


class SavedInputs:
    """A folder with one PNG file for each input, called like the input's file: `photo.jpg` is `photo.png`,
    row 3 of `rows.npy` is `rows-3.png`, and another `photo` is `photo-2.png`.

    Raises UsageError for a file, for a folder that holds anything unless `force` says that files of the same
    names may be replaced, and for a place in a run's folder; StorageError where it cannot be written.
    """

    def __init__(self, folder: Path, force: bool) -> None:
        self._folder = folder
        self._taken: set[str] = set()
        self._counts: Counter[str] = Counter()
        refuse_runs(folder, _OPTION)
        if os.path.lexists(folder) and not folder.is_dir():
            raise UsageError(f"{folder} is a file, and {_OPTION} takes a folder", "name another folder")
        if folder.is_dir():
            require_writable(folder, folder)
            if not force and any(folder.iterdir()):
                raise UsageError(
                    f"{folder} holds files already",
                    f"name a new folder with {_OPTION}, or replace files of the same names with --force",
                )
        else:
            require_writable(folder.parent, folder)

    def saving(self, batches: Iterator[Rows]) -> Iterator[Rows]:
        """The batches, each once its rows are written; every file is written whole. Raises StorageError."""
        for batch in batches:
            self._make_folder()
            for name, row in zip(batch.names, batch.values, strict=True):
                write_bytes(self._folder / self._name(name), _png(row))
            yield batch

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError as error:
            raise storage_error(self._folder, error) from error

    def _name(self, name: str) -> str:
        """The name of the file for an input, which no other input has; letters' case does not tell apart."""
        stem, row = _stem_and_row(name)
        wanted = f"{stem}-{row}" if row else stem
        while True:
            self._counts[wanted.lower()] += 1
            number = self._counts[wanted.lower()]
            file = f"{wanted}-{number}.png" if number > 1 else f"{wanted}.png"
            if file.lower() not in self._taken:
                self._taken.add(file.lower())
                return file


def _stem_and_row(name: str) -> tuple[str, str]:
    """`a/photo.jpg` is photo, and no row; `a/rows.npy[3]` is row 3 of rows."""
    path, bracket, row = name.removesuffix("]").rpartition("[")
    if bracket and name.endswith("]") and row.isdecimal() and not os.path.lexists(name):
        return _stem(path), row
    return _stem(name), ""


def _stem(name: str) -> str:
    # What is no file, such as <stdin>, has characters that some file systems do not.
    return Path(name).stem.strip("<>") or "input"


def _png(row: Array) -> bytes:
    """Pixels `[height, width, 1 or 3]`, 0 to 255, as the bytes of a PNG file."""
    # Imported here because few predictions write pictures.
    from PIL import Image

    pixels = np.rint(row).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels).save(file, "PNG")
    return file.getvalue()
