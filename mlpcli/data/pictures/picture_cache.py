"""Image files that were read once, kept in the user's cache folder as one array.

An entry belongs to files of these names and sizes, read in this way. It is used at once if they have the
inodes and times that they had when they were read; if others, as after a copy, if their content is the same.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from functools import reduce
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from mlpcli.data.bad_values import for_every, together
from mlpcli.data.files.data_home import data_home
from mlpcli.data.files.numpy_files import stored_array
from mlpcli.data.pictures.decoding import Job, Part, content_digest
from mlpcli.data.pictures.decoding_pool import read_files
from mlpcli.data.pictures.duplicates import Duplicates, find_duplicates
from mlpcli.data.pictures.read_image import white_of
from mlpcli.data.preprocessing.resize import Resize, White
from mlpcli.data.stores.disk_rows import whole_file
from mlpcli.data.stores.row_file import RowFile
from mlpcli.errors import DataError
from mlpcli.processes.termination import before_the_end

# Changes whenever the same file would give another row, or something else is found in it.
_VERSION = 5
_PIXELS, _FOUND = "pixels.npy", "found.json"
_UNUSED_SECONDS = 90 * 24 * 3600


@dataclass(frozen=True)
class PictureFiles:
    """Image files in the order of their rows.

    `labels` are the class numbers; `split_of` are the numbers of their splits. The names of files are
    relative to `folder` for the cache, so that the folder can be moved.
    """

    folder: Path
    files: Sequence[str]
    labels: NDArray[np.int32]
    split_of: NDArray[np.int32]


@dataclass(frozen=True)
class Found:
    """What is known of the files of an entry: digests of their inodes and times, of their content, and of the
    pixels; the number of files with further frames, of those that are cut or have margins in their rows, and
    of those of more than 8 bits, by kind; the values of these that are white; and which are alike."""

    times: str
    content: str
    pixels: int
    more: int
    reframed: int
    deep: tuple[int, int]
    white: White
    duplicates: Duplicates


@dataclass(frozen=True)
class Pictures:
    """Pixels uint8 `[files, height, width, channels]` in a file, and what was found; `notice` says why they
    could not be kept. The file is open, and may be removed."""

    file: RowFile
    found: Found
    notice: str = ""

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """All of them in memory."""
        return self.file.read(0, len(self.file))


def read_pictures(files: PictureFiles, resize: Resize, progress: Callable[[int], None]) -> Pictures:
    """The pixels of all files, from the cache if they were read before. `progress` gets the files done.

    Raises DataError naming every file that cannot be read, and StorageError if the disk is full.
    """
    try:
        facts = _stats(files.files)
    except DataError:
        # Those that are there may be broken too, and one round names all.
        with tempfile.TemporaryDirectory() as folder:
            _read(files, resize, Path(folder), "", 0, progress)
        raise
    key, times = _digests(files, facts, resize)
    size = sum(one.st_size for one in facts)
    home = data_home() / "images"
    with ExitStack() as entered:
        try:
            home.mkdir(parents=True, exist_ok=True)
            entered.enter_context(FileLock(home / f"{key}.lock"))
            part = _emptied(home / f"{key}.part")
        except OSError as error:
            part = Path(entered.enter_context(tempfile.TemporaryDirectory()))
            pictures = _read(files, resize, part, times, size, progress)
            why = f"the decoded images could not be kept in {home} ({error.strerror})"
            return replace(pictures, notice=f"{why}, so the next training decodes them again")
        entered.callback(shutil.rmtree, part, ignore_errors=True)
        entered.enter_context(before_the_end(lambda: shutil.rmtree(part, ignore_errors=True)))
        if kept := _kept(home / key, files, times):
            return kept
        pictures = _read(files, resize, part, times, size, progress)
        shutil.rmtree(home / key, ignore_errors=True)
        os.replace(part, home / key)
        _forget_unused(home)
        return pictures


def _stats(files: Sequence[str]) -> list[os.stat_result]:
    try:
        return list(map(os.stat, files))
    except OSError:
        # One after the other, to name all that cannot be read.
        return for_every(_stat, files)


def _stat(file: str) -> os.stat_result:
    try:
        return os.stat(file)
    except OSError as error:
        raise DataError(f"{file} could not be read: {error.strerror}", "check the file") from error


def _digests(files: PictureFiles, facts: Sequence[os.stat_result], resize: Resize) -> tuple[str, str]:
    """The digest of how and what is read, but for the content of the files; and that of their inodes."""
    skipped = len(os.fspath(files.folder))
    names = [f"{name[skipped:]}\0{one.st_size}" for name, one in zip(files.files, facts, strict=True)]
    how = [str(_VERSION), repr(resize), *names, str(files.labels.tolist()), str(files.split_of.tolist())]
    # The time of the last change of the inode too: it tells if a file with an old time took another's place.
    # And its number: a folder that takes another's place by its name changes no time of its files.
    times = [f"{one.st_mtime_ns} {one.st_ctime_ns} {one.st_dev} {one.st_ino}" for one in facts]
    return _digest(how), _digest(times)


def _digest(texts: Sequence[str]) -> str:
    content = "\n".join(texts).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _emptied(folder: Path) -> Path:
    # What a killed process left: the lock is held, so nobody is using it.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _kept(entry: Path, files: PictureFiles, times: str) -> Pictures | None:
    """What is kept of these files; None if nothing is, or if it is not whole."""
    try:
        stored = json.loads((entry / _FOUND).read_text())
        duplicates = Duplicates(**stored.pop("duplicates"))
        deep, white = tuple(stored.pop("deep")), White(*stored.pop("white"))
        found = Found(**stored, duplicates=duplicates, deep=deep, white=white)
        if found.times != times:
            if found.content != _digest([_content(file) for file in files.files]):
                return None
            found = replace(found, times=times)
            _write(entry / _FOUND, found)
        file = stored_array(entry / _PIXELS).on_disk()
        if len(file) != len(files.files) or _digest_of_pixels(file) != found.pixels:
            return None
        file.hold()
        os.utime(entry)
    except (OSError, ValueError, TypeError, LookupError, EOFError, DataError):
        return None
    return Pictures(file, found)


def _digest_of_pixels(file: RowFile) -> int:
    return reduce(lambda before, block: zlib.crc32(block.data, before), whole_file(file).blocks(), 0)


def _content(file: str) -> str:
    with open(file, "rb") as opened:
        return content_digest(opened)


def _read(
    files: PictureFiles,
    resize: Resize,
    folder: Path,
    times: str,
    size: int,
    progress: Callable[[int], None],
) -> Pictures:
    with open(folder / _PIXELS, "wb") as target:
        shape = (len(files.files), *resize.gives)
        header = {"descr": "|u1", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(target, header)
        offset = target.tell()
    job = Job(files.files, resize, str(folder / _PIXELS), offset)
    parts = _decoded(job, size, progress)
    grey, floats = zip(*(part.largest for part in parts), strict=True)
    white = white_of(White(max(grey), max(floats)))
    if white != resize.whites:
        # Only now it is known how bright they are.
        of_all = replace(resize, white=white.grey, white_of_floats=white.floats)
        parts = _decoded(replace(job, resize=of_all), size, progress)
    file = stored_array(folder / _PIXELS).on_disk()
    # The folder is renamed, or removed.
    file.hold()
    digests = [digest for part in parts for digest in part.digests]
    found = Found(
        times,
        _digest(digests),
        _digest_of_pixels(file),
        sum(part.more for part in parts),
        sum(part.reframed for part in parts),
        (sum(part.deep[0] for part in parts), sum(part.deep[1] for part in parts)),
        white,
        find_duplicates(whole_file(file), digests, files.labels, files.split_of),
    )
    _write(folder / _FOUND, found)
    return Pictures(file, found)


def _decoded(job: Job, size: int, progress: Callable[[int], None]) -> list[Part]:
    parts = read_files(job, size, progress)
    if errors := [DataError(*one) for part in parts for one in part.errors]:
        raise together(errors)
    return parts


def _write(path: Path, found: Found) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(found)))
    os.replace(part, path)


def _forget_unused(home: Path) -> None:
    """Deletes entries that no training has used for three months."""
    for entry in home.iterdir():
        if entry.is_dir() and entry.stat().st_mtime < time.time() - _UNUSED_SECONDS:
            shutil.rmtree(entry, ignore_errors=True)
