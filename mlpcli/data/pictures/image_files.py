"""Finds image files, and checks what can be checked without opening them."""

import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from mlpcli.data.bad_values import for_every, listed, together
from mlpcli.errors import DataError

# Pillow recognizes content, not extensions, in dozens of formats: only these are decoded.
FORMATS: Mapping[str, tuple[str, ...]] = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "BMP": (".bmp",),
    "GIF": (".gif",),
    "WEBP": (".webp",),
    "TIFF": (".tif", ".tiff"),
}
SUFFIXES = tuple(suffix for suffixes in FORMATS.values() for suffix in suffixes)


def find_images(path: Path, others: list[str] | None = None) -> list[Path]:
    """The image files of a folder and its subfolders, by extension, sorted; hidden ones are skipped.

    Other files are added to `others`. Links to folders are followed; a folder with several paths is read
    once. Raises DataError if there is no image file, and naming all folders that cannot be read.
    """
    return [Path(one) for one in find_files(path, [] if others is None else others)]


def find_files(path: Path, others: list[str]) -> list[str]:
    """As `find_images`, as texts, which take a tenth of the time; other files are added to `others`."""
    errors: list[DataError] = []
    # The order of paths, not of texts: `a/2` stands before `a-b/1`.
    found = sorted(_found(os.fspath(path), errors, others), key=lambda one: one.split(os.sep))
    if errors:
        raise together(errors)
    if not found:
        endings = " ".join(SUFFIXES)
        raise DataError(
            f"{path} contains no image file", f"put images there, which end in {endings}, or leave it out"
        )
    return found


def find_images_of_classes(path: Path, classes: Sequence[str]) -> dict[str, list[Path]]:
    """The image files of every class that has a folder of its exact name in `path`, in class order.

    The folder of a class called `a/b` is `b` in `a`. Raises DataError if no class has one; and naming all
    other folders, all image files outside the class folders, and everything that `find_images` refuses.
    """
    folders: dict[str, Path] = {}
    others: list[str] = []
    files: list[str] = []
    for name, found in _below(path, "", classes):
        if found is None:
            files.append(name)
        elif name in classes:
            folders[name] = found
        else:
            others.append(name)
    _check_sorted(path, classes, folders, others, files)
    present = [name for name in classes if name in folders]
    return dict(zip(present, for_every(lambda name: find_images(folders[name]), present), strict=True))


def check_file(path: Path) -> None:
    """Raises DataError for a path that cannot be an image, as far as is known without opening it."""
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


def _found(path: str, errors: list[DataError], others: list[str]) -> Iterator[str]:
    folders = [path]
    links: list[str] = []
    seen: set[str] = set()
    while folders or links:
        # Links last, so that a folder that is also reached without them is named by its own path.
        folder = (folders or links).pop()
        if (real := os.path.realpath(folder)) in seen:
            continue
        seen.add(real)
        try:
            inside = entries(folder)
        except DataError as error:
            errors.append(error)
            continue
        for entry in inside:
            if is_folder(entry):
                (links if entry.is_symlink() else folders).append(entry.path)
            elif entry.name.lower().endswith(SUFFIXES):
                yield entry.path
            else:
                others.append(entry.path)


def _below(folder: Path, above: str, classes: Sequence[str]) -> Iterator[tuple[str, Path | None]]:
    """The names of the folders, with their paths, and of the image files where class folders are expected."""
    for entry in sorted(entries(folder), key=lambda entry: entry.name):
        name = above + entry.name
        if not is_folder(entry):
            if entry.name.lower().endswith(SUFFIXES):
                yield name, None
        elif name not in classes and any(one.startswith(f"{name}/") for one in classes):
            yield from _below(folder / entry.name, f"{name}/", classes)
        else:
            yield name, folder / entry.name


def _check_sorted(
    path: Path, classes: Sequence[str], folders: Collection[str], others: list[str], files: list[str]
) -> None:
    names = f"the run's classes are {listed(classes, len(classes))}"
    errors = []
    if others:
        errors.append(
            DataError(
                f"{path} has folders that are not named after a class of the run: "
                f"{listed(others, len(others))}",
                f"rename each to the exact name of its class, or move it elsewhere; {names}",
            )
        )
    if files:
        errors.append(
            DataError(
                f"{path} has images outside the class folders: {listed(files, len(files))}",
                "move each into the folder of its class",
            )
        )
    if not folders and not errors:
        errors.append(DataError(f"{path} has no folder of images", f"make one for each class; {names}"))
    if errors:
        raise together(errors)


def entries(folder: str | Path) -> list[os.DirEntry[str]]:
    """The entries of a folder, without hidden ones and what macOS puts beside files in archives.

    Raises DataError if it cannot be read.
    """
    try:
        with os.scandir(folder) as listing:
            return [entry for entry in listing if not entry.name.startswith((".", "__MACOSX"))]
    except OSError as error:
        raise DataError(
            f"the folder {folder} could not be read: {error.strerror}",
            "change the folder's permissions, or leave it out",
        ) from error


def is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # A link to itself.
        return False
