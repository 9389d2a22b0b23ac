"""A folder of images per class, perhaps within a folder per split."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from mlpcli.data.bad_values import for_every, listed, together
from mlpcli.data.pictures.image_files import SUFFIXES, check_file, entries, find_files, is_folder
from mlpcli.errors import DataError

_NAMES = {
    "train": ("train", "training"),
    "validation": ("validation", "valid", "val"),
    "test": ("test", "testing"),
}
_SPLITS = {name: split for split, names in _NAMES.items() for name in names}


@dataclass(frozen=True)
class ClassFolders:
    """The image files below `path`: for each split, the files of every class.

    Without split folders, all files are in `train`, whose folder is then "". `folders` are the names of the
    folders of splits. `notices` tell what is not read, and what is missing.
    """

    path: Path
    folders: Mapping[str, str]
    classes: tuple[str, ...]
    splits: Mapping[str, Mapping[str, Sequence[str]]]
    notices: tuple[str, ...]

    def files(self, split: str) -> list[str]:
        """The files of a split in the order of its rows: by class, and sorted."""
        return list(chain.from_iterable(self.splits[split].values()))


@dataclass(frozen=True)
class _Split:
    folder: Path
    files: Mapping[str, Sequence[str]]
    others: Sequence[str]


def find_class_folders(path: Path, with_validation: bool) -> ClassFolders:
    """The image files of a folder that has a folder per class, or `train`, `validation` and `test` folders
    of such; the validation folder is left out unless `with_validation`.

    A folder called `train` is a split if it has folders and no images of its own. Raises DataError if there
    are less than two classes, for class folders without images, for images outside of them, for splits
    without training images, and for classes that only other splits have.
    """
    if not path.is_dir():
        found = "is a file, expected a folder" if path.exists() else "does not exist"
        raise DataError(f"{path} {found}", "give the folder that has a folder of images per class")
    roots, beside = _roots(path)
    notices = []
    if not with_validation and (left := roots.pop("validation", None)):
        notices.append(f"{left} is not read, because of validation: 0")
    splits = dict(zip(roots, for_every(_read_split, roots.values()), strict=True))
    classes = tuple(splits["train"].files)
    _check_classes(splits, classes)
    if beside:
        notices.append(
            f"{path} also has the folders {listed(beside, len(beside))}, which are no splits: not read"
        )
    notices += _absent(splits, classes)
    others = [one for split in splits.values() for one in split.others]
    if others:
        notices.append(
            f"{len(others):,} files of {path} do not end like images and are not read: "
            f"{listed(others, len(others))}"
        )
    ordered = {
        split: {name: found.files[name] for name in classes if name in found.files}
        for split, found in splits.items()
    }
    folders = {split: "" if root == path else root.name for split, root in roots.items()}
    return ClassFolders(path, folders, classes, ordered, tuple(notices))


def _roots(path: Path) -> tuple[dict[str, Path], list[str]]:
    """The folder of each split in the order train, validation, test, and the names of the folders beside."""
    folders = sorted(entry.name for entry in entries(path) if is_folder(entry))
    named: dict[str, list[str]] = {}
    for name in folders:
        if (split := _SPLITS.get(name.lower())) and _holds_classes(path / name):
            named.setdefault(split, []).append(name)
    if not named or ("train" not in named and sum(map(len, named.values())) < len(folders)):
        return {"train": path}, []
    if twice := [names for names in named.values() if len(names) > 1]:
        raise DataError(
            f"{path} has the folders {' and '.join(twice[0])}, which mean the same split",
            "move the images into one of them",
        )
    if "train" not in named:
        raise DataError(
            f"{path} has {listed(folders, len(folders))}, but no folder train",
            "name the training folder train",
        )
    read = {split: path / named[split][0] for split in _NAMES if split in named}
    return read, [name for name in folders if path / name not in read.values()]


def _holds_classes(folder: Path) -> bool:
    inside = entries(folder)
    return any(map(is_folder, inside)) and not any(one.name.lower().endswith(SUFFIXES) for one in inside)


def _read_split(folder: Path) -> _Split:
    inside = sorted(entries(folder), key=lambda entry: entry.name)
    names = [entry.name for entry in inside if is_folder(entry)]
    loose = [one.name for one in inside if one.name not in names and one.name.lower().endswith(SUFFIXES)]
    _check_names(folder, names, loose)
    others: list[str] = []
    found: dict[str, Sequence[str]] = {}
    errors: list[DataError] = []
    for name in names:
        try:
            found[name] = find_files(folder / name, others)
        except DataError as error:
            errors.append(error)
    if errors:
        raise together([*errors, *_unreadable(chain.from_iterable(found.values()))])
    return _Split(folder, found, others)


def _unreadable(files: Iterable[str]) -> Iterator[DataError]:
    """What would be found when the files are read, for one round to name all mistakes."""
    for file in files:
        try:
            check_file(Path(file))
        except DataError as error:
            yield error


def _check_names(folder: Path, names: Sequence[str], loose: Sequence[str]) -> None:
    errors = []
    if loose:
        errors.append(
            DataError(
                f"{folder} has images outside the class folders: {listed(loose, len(loose))}",
                "move each into the folder of its class",
            )
        )
    elif not names:
        errors.append(DataError(f"{folder} is empty", "make a folder of images for each class in it"))
    if broken := [name for name in names if not name.isprintable()]:
        errors.append(
            DataError(
                f"{folder} has folders whose names cannot be shown: {listed(map(repr, broken), len(broken))}",
                "rename them: their names are those of the classes",
            )
        )
    if blank := [name for name in names if name != name.strip()]:
        errors.append(
            DataError(
                f"{folder} has folders whose names begin or end with a blank: "
                f"{listed(map(repr, blank), len(blank))}",
                "rename them: their names are those of the classes",
            )
        )
    if errors:
        raise together(errors)


def _check_classes(splits: Mapping[str, _Split], classes: Sequence[str]) -> None:
    folder = splits["train"].folder
    if len(classes) == 1:
        raise DataError(
            f"{folder} has only one folder, {classes[0]}; expected one for each of two or more classes",
            f"add the folder of another class; or if {classes[0]} has the class folders, write "
            f"path: {folder / classes[0]}",
        )
    errors = []
    for split in splits.values():
        unseen = [name for name in split.files if name not in classes]
        if unseen:
            errors.append(
                DataError(
                    f"{split.folder} has classes that {folder} does not have: {listed(unseen, len(unseen))}",
                    "a network never predicts a class that it has not seen: add training images, "
                    "or move these folders elsewhere",
                )
            )
    if errors:
        raise together(errors)


def _absent(splits: Mapping[str, _Split], classes: Sequence[str]) -> Iterator[str]:
    for split in splits.values():
        absent = [name for name in classes if name not in split.files]
        if absent:
            yield (
                f"{split.folder} has no images of these classes: {listed(absent, len(absent))}. "
                "Their scores are 0, which lowers macro_f1"
            )
