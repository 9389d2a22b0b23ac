"""Reads many image files as rows of one size, into one file of pixels.

Pillow spends most of the time for a small image in Python, where threads take turns: 60,000 small photos take
16 s with two threads, as with one, and 9 s with two processes.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mlpcli.data.pictures.image_files import check_file
from mlpcli.data.pictures.read_image import Picture, read_open
from mlpcli.data.preprocessing.resize import Resize, White
from mlpcli.errors import DataError

FILES_A_PART = 64


@dataclass(frozen=True)
class Part:
    """What became of the files from `start` on.

    `digests` are those of their content; `more` counts files with further frames, and `reframed` those that
    are cut or have margins in their rows; `deep` counts those of more than 8 bits, by kind, and `largest` are
    their largest values; `errors` are message and fix of each that could not be read.
    """

    start: int
    digests: tuple[str, ...]
    more: int
    reframed: int
    deep: tuple[int, int]
    largest: White
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Job:
    """The files to read, and the file `target` that gets their rows, from its byte `offset` on."""

    files: Sequence[str]
    resize: Resize
    target: str
    offset: int

    @property
    def starts(self) -> range:
        """Where the parts start."""
        return range(0, len(self.files), FILES_A_PART)

    def do(self, starts: Sequence[int], report: Callable[[Part], None]) -> None:
        """Reads the parts that start there. Raises OSError if the target cannot be written."""
        with open(self.target, "r+b") as target:
            for start in starts:
                report(self._part(start, target))

    def _part(self, start: int, target: BinaryIO) -> Part:
        files = self.files[start : start + FILES_A_PART]
        row = self.resize.height * self.resize.width * self.resize.channels
        rows, digests, more, reframed, largest = [], [], 0, 0, []
        errors: list[tuple[str, str]] = []
        for file in files:
            try:
                digest, picture = _read(file, self.resize)
            except DataError as error:
                errors.append((error.message, error.fix))
                continue
            rows.append(self.resize.apply([picture.pixels]).tobytes())
            digests.append(digest)
            more += picture.more
            reframed += self.resize.changes_frame(picture.pixels)
            largest.append(picture.largest)
        # If one of them is broken, nothing of the target is used.
        target.seek(self.offset + start * row)
        target.write(b"".join(rows))
        kinds = list(zip(*largest, strict=True)) or [(), ()]
        deep = (sum(one > 0 for one in kinds[0]), sum(one > 0 for one in kinds[1]))
        brightest = White(*(max(kind, default=0) for kind in kinds))
        return Part(start, tuple(digests), more, reframed, deep, brightest, tuple(errors))


def content_digest(file: BinaryIO) -> str:
    """The digest of an open file's content."""
    digest = hashlib.blake2b(digest_size=16)
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def _read(name: str, resize: Resize) -> tuple[str, Picture]:
    path = Path(name)
    check_file(path)
    try:
        with open(name, "rb") as file:
            digest = content_digest(file)
            file.seek(0)
            picture = read_open(file, path, resize.channels, resize, white=resize.whites)
    except OSError as error:
        raise DataError(
            f"{path} could not be read: {error.strerror or error}", "restore the file, or leave it out"
        ) from error
    return digest, picture


def processes() -> int:
    """How many processes read at once."""
    return min(os.cpu_count() or 1, 8)
