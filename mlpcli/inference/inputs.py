"""What the user typed, as rows for the network."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.data.offenders import for_every
from mlpcli.errors import DataError
from mlpcli.inference.arrays import SUFFIXES, read_rows
from mlpcli.inference.facts import InputFacts
from mlpcli.inference.images import InvertMode, check_file, find_images, must_invert, read_image

_SEPARATOR = re.compile(r"\s*,\s*|\s+")
_BATCH = 256


@dataclass(frozen=True)
class Rows:
    """Some inputs: `values` `[n, *shape]`, uint8 for pixels and float32 otherwise, before preprocessing.

    `names` says where each comes from; `inverted` whether black and white were swapped.
    """

    names: tuple[str, ...]
    values: Array
    inverted: tuple[bool, ...]


_Row = tuple[str, Array, bool]
_Reader = Callable[[], Iterable[_Row]]


def read_inputs(
    texts: Sequence[str], facts: InputFacts, invert: InvertMode = "auto", batch: int = _BATCH
) -> Iterator[Rows]:
    """The inputs in the order given, at most `batch` rows at a time, read as they are asked for.

    A text is an image file, a folder of images, an `.npy` or `.npz` file, or numbers separated by commas
    or blanks; a file comes before numbers. Numbers fit vectors and signals, images fit networks that were
    trained on pixels, and only they are ever inverted. Raises DataError: for all texts that are none of
    these, and all images that are empty, before any file is read; for a broken file when its turn comes.
    """
    readers = for_every(lambda text: _reader(text, facts, invert), texts)
    rows = (row for reader in readers for row in reader())
    while chunk := list(islice(rows, batch)):
        names, values, inverted = zip(*chunk, strict=True)
        yield Rows(names, np.stack(values), inverted)


def _reader(text: str, facts: InputFacts, invert: InvertMode) -> _Reader:
    # os.path.exists, for Path.exists raises where a long list of numbers makes no file name.
    if not os.path.exists(text):
        row = _numbers(text, facts)
        return lambda: [(text, row, False)]
    path = Path(text)
    if path.suffix.lower() in SUFFIXES:
        return lambda: _array_rows(path, facts, invert)
    if facts.kind != "image" or not facts.pixels:
        raise DataError(
            f"{path} is not an array file, and the network takes {facts.wanted}, not pixels",
            "give an .npy or .npz file" + ("" if facts.kind == "image" else ", or the numbers themselves"),
        )
    if path.is_dir():
        images = find_images(path)
    else:
        check_file(path)
        images = [path]
    return lambda: (_image_row(image, facts, invert) for image in images)


def _image_row(path: Path, facts: InputFacts, invert: InvertMode) -> _Row:
    height, width, channels = facts.shape
    return _oriented(str(path), read_image(path, (height, width, channels)), facts, invert)


def _array_rows(path: Path, facts: InputFacts, invert: InvertMode) -> Iterator[_Row]:
    rows = read_rows(path, facts)
    for number, row in enumerate(rows):
        name = f"{path}[{number}]" if len(rows) > 1 else str(path)
        if facts.kind == "image" and facts.pixels:
            yield _oriented(name, row, facts, invert)
        else:
            yield name, row, False


def _oriented(name: str, image: Array, facts: InputFacts, invert: InvertMode) -> _Row:
    if must_invert(image, facts.border, invert):
        return name, np.subtract(255, image, dtype=image.dtype), True
    return name, image, False


def _numbers(text: str, facts: InputFacts) -> Array:
    """The row that `text` spells, float32 `facts.shape`."""
    try:
        numbers = [_number(part) for part in _SEPARATOR.split(text.strip())]
    except ValueError as error:
        raise DataError(
            f"there is no file {text!r}", f"check the path; the network takes {facts.wanted}"
        ) from error
    if facts.kind == "image":
        raise DataError(f"found numbers {text!r}, the network takes {facts.wanted}", "give an image file")
    if len(numbers) != facts.count:
        found = f"{len(numbers)} number{'s' if len(numbers) > 1 else ''}"
        raise DataError(
            f"{text!r}: found {found}, the network takes {facts.count}",
            f"give all numbers of a row in one piece: {_example(facts.count)}",
        )
    with np.errstate(over="ignore"):
        values = np.array(numbers).astype(np.float32)
    if not np.isfinite(values).all():
        raise DataError(
            f"{text!r}: numbers must be finite, and not beyond float32 (3.4e38)",
            "replace nan, inf and what is too large",
        )
    return values.reshape(facts.shape)


def _number(text: str) -> float:
    if "_" in text:  # Python's digit groups: more likely a file's name.
        raise ValueError(text)
    return float(text)


def _example(count: int) -> str:
    shown = ["1", "0"] * 2
    return ",".join(shown[:count]) if count <= 4 else "1,0,1,..."
