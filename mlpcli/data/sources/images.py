"""The source `images`: a user's own folder of image files."""

import inspect
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources.images import ImageFolder
from mlpcli.data.dataset import SourceRows, Split, StoredRows
from mlpcli.data.files.http import Opener, Progress
from mlpcli.data.pictures import alike, conversion
from mlpcli.data.pictures.class_folders import ClassFolders, find_class_folders
from mlpcli.data.pictures.duplicates import duplicate_notices
from mlpcli.data.pictures.image_files import FORMATS, SUFFIXES
from mlpcli.data.pictures.read_image import WHITE
from mlpcli.data.pictures.sampled_files import hold_deep, look_at
from mlpcli.data.preprocessing.resize import KEEPS, MODES, Resize
from mlpcli.data.sources.make_facts import task_of
from mlpcli.data.sources.open_source import OpenSource, Reading
from mlpcli.data.stores.disk_rows import whole_file
from mlpcli.data.stores.encoded import stored
from mlpcli.python_code import Call, assigned

if TYPE_CHECKING:
    from mlpcli.data.pictures.picture_cache import Found, PictureFiles, Pictures

_CHANNELS = {"gray": 1, "rgb": 3}
_SHORT = {"train": "train", "validation": "val", "test": "test"}
_IMPORTS = frozenset(
    {
        "import os",
        "import numpy as np",
        "from concurrent.futures import ThreadPoolExecutor",
        "from pathlib import Path",
        "from PIL import Image, ImageOps",
    }
)
_READ_IMAGE = '''\
def read_image(path):
    """The pixels of an image file, upright, in the size that the model takes."""
    with open(path, "rb") as file, Image.open(file, formats=FORMATS) as image:
        reduce(image, {height}, {width}, "{keep}")
        image = in_mode(ImageOps.exif_transpose(image), "{mode}"{white})
    return resized(image, {height}, {width}, "{keep}")
'''
_READ_FOLDER = '''\
def read_folder(folder):
    """The pixels of the images in the folders of all classes, and their class numbers."""
    files = []
    for number, name in enumerate(CLASSES):
        found = []
        for inside, folders, names in os.walk(folder / name, followlinks=True):
            folders[:] = [one for one in folders if not one.startswith(".")]
            found += [
                Path(inside) / one
                for one in names
                if one.lower().endswith(SUFFIXES) and not one.startswith(".")
            ]
        files += [(path, number) for path in sorted(found)]
    with ThreadPoolExecutor() as threads:
        x = np.stack(list(threads.map(read_image, [path for path, _ in files])))
    return x, np.array([number for _, number in files], dtype="int32")
'''
_HOLD_BACK = '''\
def hold_back_groups(x, y, group, share, seed):
    """Draw a share of the groups of images to hold back, so that images that are alike stay together."""
    first = np.flatnonzero(group == np.arange(len(y)))
    held = hold_back(first, y[first], share, seed)[2]
    is_held = np.isin(group, held)
    kept = np.flatnonzero(~is_held)
    return x[kept], y[kept], np.searchsorted(kept, group[kept]), x[is_held], y[is_held]
'''


@dataclass(frozen=True, eq=False)
class OpenImages(OpenSource):
    """A folder whose files have been found, and a few of them looked at.

    `section` has the size and the color that were chosen; `notices` say which, and what is not read.
    """

    section: ImageFolder
    found: ClassFolders
    notices: tuple[str, ...]

    @property
    def facts(self) -> DataFacts:
        classes = self.found.classes
        return DataFacts(self._name, "image", self._resize.gives, task_of(classes), classes, pixels=True)

    @property
    def bytes(self) -> int:
        files = sum(len(inside) for by_class in self.found.splits.values() for inside in by_class.values())
        return files * prod(self._resize.gives)

    @property
    def training_count(self) -> int:
        left = len(self.found.files("train"))
        for split in self._draws:
            left -= round(getattr(self.section, split) * left)
        return left

    def read(self, seed: int, progress: Progress | None, opener: Opener) -> SourceRows:
        read = self._read(progress)
        pixels = np.split(read.pictures.pixels, read.ends[:-1])
        rows = {
            name: Split(*part)
            for name, part in zip(self.found.splits, zip(pixels, read.labels, strict=True), strict=True)
        }
        return SourceRows(
            rows["train"],
            rows.get("test"),
            read.notices,
            validation=rows.get("validation"),
            groups=read.groups,
            white=read.pictures.found.white,
            reframed=read.pictures.found.reframed > 0,
        )

    def on_disk(self, progress: Progress | None = None) -> StoredRows:
        read = self._read(progress)
        whole, starts = read.pictures.file, [0, *read.ends[:-1]]
        rows = {
            name: Split(whole_file(whole.part(start, len(labels))), stored(labels, whole.label))
            for name, start, labels in zip(self.found.splits, starts, read.labels, strict=True)
        }
        return StoredRows(
            rows["train"],
            rows.get("test"),
            lambda _: read.notices,
            rows.get("validation"),
            groups=read.groups,
            white=read.pictures.found.white,
            reframed=read.pictures.found.reframed > 0,
        )

    def _read(self, progress: Progress | None) -> "_Read":
        # Imported here because the checks of a config read no pixels.
        from mlpcli.data.pictures.picture_cache import read_pictures

        files = self._files()
        report = partial(_report, progress, self._name, len(files.files))
        pictures = read_pictures(files, self._resize, report)
        ends = np.cumsum(np.bincount(files.split_of)).tolist()
        duplicates = pictures.found.duplicates
        notices = [*self.notices, *([pictures.notice] if pictures.notice else [])]
        if pictures.found.more:
            notices.append(
                f"{pictures.found.more:,} of {len(files.files):,} images have more than one frame or page; "
                "only the first is read"
            )
        notices += _white_notices(pictures.found, len(files.files))
        notices += duplicate_notices(duplicates, self._name_of(files.files), files.labels, bool(self._draws))
        pairs = np.array(duplicates.training, dtype=np.intp).reshape(-1, 2)
        labels = np.split(files.labels, ends[:-1])
        return _Read(pictures, ends, labels, alike.groups_of(pairs, labels[0]), tuple(notices))

    def script(self) -> Reading:
        """The lines that read the same files with Pillow, in the same order."""
        height, width, channels = self._resize.gives
        read_image = _READ_IMAGE.format(
            mode=MODES[channels], height=height, width=width, keep=self._resize.keep, white=self._script_white
        )
        apart = tuple(split for split in self.found.splits if split != "train")
        code = assigned("folder", Call("Path", [self.section.path])) + "\n"
        rest = "_train" if apart else ""
        for split in self.found.splits:
            ending = f"_{_SHORT[split]}" if apart else ""
            part = f' / "{self.found.folders[split]}"' if self.found.folders[split] else ""
            code += f"x{ending}, y{ending} = read_folder(folder{part})\n"
        constants = f"{assigned('FORMATS', list(FORMATS))}\n{assigned('SUFFIXES', SUFFIXES)}\n"
        functions = [constants, *_sources(conversion), read_image, _READ_FOLDER]
        if self._draws:
            code += f"group = groups_of(pairs_alike(x{rest}), y{rest})\n"
            functions += [*_sources(alike), _HOLD_BACK]
        return Reading(code, _IMPORTS, tuple(functions), apart, is_grouped=bool(self._draws))

    @property
    def _name(self) -> str:
        return self.section.path.resolve().name or str(self.section.path)

    @property
    def _resize(self) -> Resize:
        height, width = map(int, self.section.size)
        return Resize(height, width, _CHANNELS[self.section.color], keep=KEEPS[self.section.fit])

    @property
    def _script_white(self) -> str:
        """The arguments of a script's `in_mode` for images of more than 8 bits, where they are others."""
        if not hold_deep(self.found.files("train")):
            return ""
        white = self._read(None).pictures.found.white
        return "".join(f", {value}" for value in white) if white != WHITE else ""

    @property
    def _draws(self) -> tuple[str, ...]:
        """The splits that are drawn from the training rows."""
        shares = {"test": self.section.test, "validation": self.section.validation}
        return tuple(name for name, share in shares.items() if share and name not in self.found.splits)

    def _name_of(self, files: Sequence[str]) -> Callable[[int], str]:
        """What a notice calls the file of a row."""
        return lambda row: os.path.relpath(files[row], self.section.path)

    def _files(self) -> "PictureFiles":
        from mlpcli.data.pictures.picture_cache import PictureFiles

        files: list[str] = []
        labels, split_of = [], []
        for number, by_class in enumerate(self.found.splits.values()):
            for name, inside in by_class.items():
                files += inside
                labels.append(np.full(len(inside), self.found.classes.index(name), np.int32))
                split_of.append(np.full(len(inside), number, np.int32))
        return PictureFiles(self.section.path, files, np.concatenate(labels), np.concatenate(split_of))


@dataclass(frozen=True)
class _Read:
    """The pictures of all splits, the training rows first: where each split ends, and its class numbers.

    `groups` are those of the training rows, as in `SourceRows`.
    """

    pictures: "Pictures"
    ends: list[int]
    labels: list[NDArray[np.int32]]
    groups: NDArray[np.intp]
    notices: tuple[str, ...]


def open_images(section: ImageFolder) -> OpenImages:
    """Finds the files, and looks at a few if the section leaves size or color open. Raises DataError."""
    found = find_class_folders(section.path, section.validation > 0)
    notices = list(found.notices)
    if "auto" in (section.size, section.color):
        look = look_at(found.files("train"))
        if section.size == "auto":
            height, width = look.size
            section = section.model_copy(update={"size": look.size})
            if set(look.sizes) != {look.size}:
                cut = " without what is beside the middle" if look.differs and section.fit == "crop" else ""
                notices.append(
                    f"images of {look.shown_sizes} (height x width) are read as {height}x{width}{cut}; "
                    "data.size sets another size" + (", and fit: pad keeps all" if cut else "")
                )
        if section.color == "auto":
            section = section.model_copy(update={"color": "gray" if look.is_grey else "rgb"})
    return OpenImages(section, found, tuple(notices))


def _white_notices(found: "Found", count: int) -> Iterator[str]:
    """Which values of images of more than 8 bits are white, unless these are all of 16 bits."""
    (grey, floats), white = found.deep, found.white
    if grey and white.grey != WHITE.grey:
        bits = 16 if white.grey < WHITE.grey else 32
        yield (
            f"{grey:,} of {count:,} images are {bits}-bit grey with values of "
            f"{white.grey.bit_length()} bits: {white.grey:,} is read as white"
        )
    if floats:
        yield f"{floats:,} of {count:,} images have floats: {white.floats:,g} is read as white in all of them"


def _report(progress: Progress | None, name: str, total: int, done: int) -> None:
    if progress is not None:
        progress(name, done, total, "images")


def _sources(module: ModuleType) -> list[str]:
    """The source of the functions that a module defines, in the order in which it does."""
    functions = (one for one in vars(module).values() if inspect.isfunction(one))
    return [inspect.getsource(one) for one in functions if one.__module__ == module.__name__]
