"""What the user typed, as rows for the network."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.data.offenders import for_every
from mlpcli.errors import DataError
from mlpcli.inference.ahead import in_order
from mlpcli.inference.arrays import SUFFIXES, ArrayRows, open_rows
from mlpcli.inference.facts import InputFacts
from mlpcli.inference.images import InvertMode, check_file, find_images, must_invert, read_image

_SEPARATOR = re.compile(r"\s*,\s*|\s+")


@dataclass(frozen=True)
class Rows:
    """Some inputs: `values` `[n, *shape]`, uint8 for pixels and float32 otherwise, before preprocessing.

    `names` says where each comes from; `inverted` whether black and white were swapped.
    """

    names: tuple[str, ...]
    values: Array
    inverted: tuple[bool, ...]


_Row = tuple[str, Array, bool]


@dataclass(frozen=True)
class _Source:
    total: int
    rows: Callable[[], Iterable[_Row]]


@dataclass(frozen=True)
class Inputs:
    """`total` inputs, read as they are asked for; no more than a few batches of them are in memory."""

    total: int
    batches: Iterator[Rows]


def open_inputs(
    texts: Sequence[str], facts: InputFacts, invert: InvertMode = "auto", batch: int | None = None
) -> Inputs:
    """The inputs in the order given, at most `batch` rows at a time, by default as many as suit the network.

    A text is an image file, a folder of images, an `.npy` or `.npz` file, or numbers separated by commas
    or blanks; a file comes before numbers. Numbers fit vectors and signals, images fit networks that were
    trained on pixels, and only they are ever inverted. Raises DataError for all texts that are none of these
    and all images that are empty; the batches raise it when the turn of a broken file comes, behind all rows
    before it.
    """
    batch = batch or facts.batch
    opened = for_every(lambda text: _open(text, facts), texts)
    sources = list(_sources(opened, facts, invert, batch))
    rows = (row for source in sources for row in source.rows())
    return Inputs(sum(source.total for source in sources), _batches(rows, batch))


def _open(text: str, facts: InputFacts) -> "list[Path] | ArrayRows | _Row":
    # Path.exists raises where a long list of numbers makes no file name.
    if not os.path.exists(text):
        return text, _numbers(text, facts), False
    path = Path(text)
    return open_rows(path, facts) if path.suffix.lower() in SUFFIXES else _images(path, facts)


def _batches(rows: Iterator[_Row], size: int) -> Iterator[Rows]:
    batch: list[_Row] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == size:
                yield _stacked(batch)
                batch = []
    except DataError:
        if batch:
            yield _stacked(batch)
        raise
    if batch:
        yield _stacked(batch)


def _stacked(batch: Sequence[_Row]) -> Rows:
    names, values, inverted = zip(*batch, strict=True)
    return Rows(names, np.stack(values), inverted)


def _sources(
    opened: "Iterable[list[Path] | ArrayRows | _Row]", facts: InputFacts, invert: InvertMode, batch: int
) -> Iterator[_Source]:
    read = partial(_image_row, facts=facts, invert=invert)
    for are_images, group in groupby(opened, lambda one: isinstance(one, list)):
        if are_images:
            paths = [path for images in group if isinstance(images, list) for path in images]
            # Decoding is most of the work: what the network takes next is decoded while it computes.
            yield _Source(len(paths), partial(in_order, read, paths, batch))
            continue
        for one in group:
            if isinstance(one, ArrayRows):
                yield _Source(one.total, partial(_array_rows, one, invert, batch))
            elif isinstance(one, tuple):
                yield _Source(1, partial(iter, [one]))


def _images(path: Path, facts: InputFacts) -> list[Path]:
    if facts.kind != "image" or not facts.pixels:
        raise DataError(
            f"{path} is not an array file, and the network takes {facts.wanted}, not pixels",
            "give an .npy or .npz file" + ("" if facts.kind == "image" else ", or the numbers themselves"),
        )
    if path.is_dir():
        return find_images(path)
    check_file(path)
    return [path]


def _image_row(path: Path, facts: InputFacts, invert: InvertMode) -> _Row:
    height, width, channels = facts.shape
    return _oriented(str(path), read_image(path, (height, width, channels)), facts, invert)


def _array_rows(array: ArrayRows, invert: InvertMode, batch: int) -> Iterator[_Row]:
    facts = array.facts
    rows = (row for part in array.batches(batch) for row in part)
    for name, row in zip(array.names, rows, strict=True):
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
