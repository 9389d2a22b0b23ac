"""The image files among what a user names: which there are, and what is known of them unopened."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from mlpcli.data.offenders import together
from mlpcli.errors import DataError

# Pillow recognizes content, not extensions, in dozens of formats: only these are let near a decoder.
FORMATS: Mapping[str, tuple[str, ...]] = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg", ".jpe"),
    "BMP": (".bmp",),
    "GIF": (".gif",),
    "WEBP": (".webp",),
    "TIFF": (".tif", ".tiff"),
}
_SUFFIXES = tuple(suffix for suffixes in FORMATS.values() for suffix in suffixes)


def find_images(path: Path) -> list[Path]:
    """The image files of a folder and its subfolders, by extension, sorted; hidden ones are passed over.

    Links to folders are followed; a folder that several ways lead to is read once. Raises DataError where
    there is none, and naming all folders that cannot be read.
    """
    errors: list[DataError] = []
    found = sorted(_found(path, errors))
    if errors:
        raise together(errors)
    if not found:
        raise DataError(f"{path} holds no image file", f"expected files ending in {' '.join(_SUFFIXES)}")
    return found


def check_file(path: Path) -> None:
    """Raises DataError for what cannot be an image, as far as that is known without opening it."""
    try:
        facts = os.stat(path)
    except OSError as error:
        raise DataError(f"{path} could not be read: {error.strerror}", "check the path") from error
    if stat.S_ISDIR(facts.st_mode):
        raise DataError(f"{path} is a folder, expected an image file", "name a file in it")
    if not stat.S_ISREG(facts.st_mode):
        raise DataError(f"{path} is not a regular file", "give an image file")
    if not facts.st_size:
        raise DataError(f"{path} is empty", "restore the file, or leave it out")


def _found(path: Path, errors: list[DataError]) -> Iterator[Path]:
    folders = [path]
    links: list[Path] = []
    seen: set[str] = set()
    while folders or links:
        # Links last: what they lead to is named by its own path where it is reached without them.
        folder = (folders or links).pop()
        if (real := os.path.realpath(folder)) in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(folder) as listing:
                entries = [entry for entry in listing if not entry.name.startswith(".")]
        except OSError as error:
            errors.append(
                DataError(
                    f"the folder {folder} could not be read: {error.strerror}",
                    "change the folder's permissions, or leave it out",
                )
            )
            continue
        for entry in entries:
            if _is_folder(entry):
                (links if entry.is_symlink() else folders).append(folder / entry.name)
            elif entry.name.lower().endswith(_SUFFIXES):
                yield folder / entry.name


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # A link to itself.
        return False
