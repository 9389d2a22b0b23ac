"""The inputs that a user gives, as rows for the network."""

import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.arguments import Contents, FitMode, InvertMode
from mlpcli.config.dataset_facts import DataFacts, rows_at_once
from mlpcli.data.bad_values import for_every, listed, together
from mlpcli.data.dataset import Array
from mlpcli.data.pictures.image_files import SUFFIXES as IMAGE_SUFFIXES
from mlpcli.data.pictures.image_files import check_file, find_images
from mlpcli.data.pictures.prefetch import in_order
from mlpcli.data.pictures.read_image import MOST_PIXELS, check_channels, read_image, read_open
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.tables.schema import NumberFormat
from mlpcli.errors import DataError
from mlpcli.inference.inputs.array_rows import SUFFIXES, ArrayRows, given_rows, holds_arrays, open_rows
from mlpcli.inference.inputs.image_rows import Reading, Row, RowMaker
from mlpcli.inference.inputs.number_rows import row_of, rows_of_lines


@dataclass(frozen=True)
class Rows:
    """Some inputs: `values` `[n, *shape]`, uint8 for pixels and float32 otherwise, as the network takes them.

    `names` are their sources; `readings` says how each was read; `inverted` whether black and white were
    swapped; `reframed` whether its proportions were kept by a margin or a cut; `more` whether the file has
    further frames or pages, which are not read; `look_inverted` and `leave_out` are as in `Row`. `cells` are
    the columns of the file of each row of a table, whose numbers have the form `numbers`.
    """

    names: tuple[str, ...]
    values: Array
    readings: tuple[Reading, ...]
    inverted: tuple[bool, ...]
    reframed: tuple[bool, ...]
    more: tuple[bool, ...]
    cells: tuple[tuple[Any, ...], ...] = ()
    look_inverted: tuple[bool, ...] = ()
    leave_out: tuple[bool, ...] = ()
    numbers: NumberFormat | None = None


_Row = tuple[str, Row, bool]
# So many pictures are compared with the frame at once.
_TOGETHER = 256


@dataclass(frozen=True)
class _Source:
    """`rows` yields an error for a broken row, and continues if possible."""

    total: int
    rows: Callable[[], Iterable[_Row | DataError]]


@dataclass(frozen=True)
class Inputs:
    """`total` inputs, read on demand; only a few batches are in memory.

    `columns` are the names of `Rows.cells`, and `notices` what the user should know before any is read.
    """

    total: int
    batches: Iterator[Rows]
    columns: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def open_inputs(
    given: Sequence[str | Contents | NDArray[Any]],
    facts: DataFacts,
    preprocessing: Preprocessing,
    invert: InvertMode = "auto",
    batch: int | None = None,
    *,
    fit: FitMode = "auto",
    most_pixels: int = MOST_PIXELS,
) -> Inputs:
    """The inputs in the order given, at most `batch` rows at a time, by default as many as suit the network,
    after the host steps of `preprocessing`.

    An array in memory is like an `.npy` file. `Contents` are those of an image or an array file, or rows of
    numbers, one per line.
    A text is an image file, a folder of images, an `.npy` or `.npz` file, or numbers separated by commas or
    blanks; a file takes precedence over numbers. Numbers fit vectors and signals. Images fit networks that
    were trained on pixels, and only for these networks are inputs inverted; `auto` inverts no arrays. `fit`
    and `most_pixels` are as in `RowMaker`. Raises DataError for all texts that are none of these. If an image
    is empty or not a file, the error names all images and arrays that are broken in any way. Other errors
    appear when files are decoded: after all rows before the first broken file, the batches raise one
    DataError for it and all later broken files.
    """
    taken = RowMaker(facts, preprocessing, invert, fit, most_pixels)
    skipped: list[str] = []
    opened = for_every(lambda one: _open(one, taken, skipped), given)
    return replace(_inputs(opened, taken, batch), notices=tuple(_skipped(skipped)))


def inputs_of(
    files: "Sequence[list[Path] | ArrayRows]",
    facts: DataFacts,
    preprocessing: Preprocessing,
    invert: InvertMode,
) -> Inputs:
    """As `open_inputs`, for image and array files that have been found already; no drawing is fitted."""
    return _inputs(files, RowMaker(facts, replace(preprocessing, drawing=None), invert, "auto"), None)


def _inputs(opened: "Sequence[list[Path] | ArrayRows | _Row]", taken: RowMaker, batch: int | None) -> Inputs:
    batch = batch or rows_at_once(taken.facts.shape)
    sources = list(_sources(opened, taken, batch))
    rows = (row for source in sources for row in source.rows())
    if not all(_may_be_read(one) for one in opened):
        raise together(_errors(rows))
    return Inputs(sum(source.total for source in sources), _batches(rows, batch))


def _open(
    text: str | Contents | NDArray[Any], taken: RowMaker, skipped: list[str]
) -> "list[Path] | ArrayRows | _Row":
    if isinstance(text, Contents):
        return _recognized(text, taken)
    if not isinstance(text, str):
        return given_rows(text, taken.facts)
    # Path.exists raises if a long list of numbers is not a valid file name.
    if not os.path.exists(text):
        (row,) = taken.rows(row_of(text, taken.facts)[np.newaxis])
        return text, row, False
    path = Path(text)
    if path.suffix.lower() in SUFFIXES:
        return open_rows(path, taken.facts)
    return _images(path, taken.facts, skipped)


def _recognized(given: Contents, taken: RowMaker) -> "ArrayRows | _Row":
    """An image, arrays or lines of numbers, by the content."""
    facts, path = taken.facts, Path(given.name)
    if not given.data:
        raise DataError(f"{given.name} is empty", f"give it what the network takes: {facts.wanted}")
    if holds_arrays(given.data):
        return open_rows(path, facts, content=given.data)
    if facts.kind == "image" and facts.pixels:
        check_channels(path, taken.channels)
        picture = read_open(
            io.BytesIO(given.data), path, taken.channels, taken.resize, taken.most_pixels, taken.white
        )
        return given.name, taken.picture(picture.pixels), picture.more
    if facts.kind == "image":
        raise DataError(
            f"{given.name} holds no arrays, and the network takes {facts.wanted}, not pixels",
            "give it the content of an .npy or .npz file",
        )
    try:
        text = given.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{given.name} is neither text nor an array file; the network takes {facts.wanted}",
            "give it rows of numbers, one per line, or the content of an .npy or .npz file",
        ) from error
    return given_rows(rows_of_lines(text, given.name, facts), facts, given.name)


def _may_be_read(opened: "list[Path] | ArrayRows | _Row") -> bool:
    try:
        for path in opened if isinstance(opened, list) else ():
            check_file(path)
    except DataError:
        return False
    return True


def _errors(rows: Iterable[_Row | DataError]) -> list[DataError]:
    return [row for row in rows if isinstance(row, DataError)]


def _batches(rows: Iterator[_Row | DataError], size: int) -> Iterator[Rows]:
    batch: list[_Row] = []
    for row in rows:
        if isinstance(row, DataError):
            if batch:
                yield stacked(batch)
            # No later row is predicted, but all later errors are reported at once.
            raise together([row, *_errors(rows)])
        batch.append(row)
        if len(batch) == size:
            yield stacked(batch)
            batch = []
    if batch:
        yield stacked(batch)


def stacked(batch: Sequence[_Row]) -> Rows:
    names, rows, more = zip(*batch, strict=True)
    return Rows(
        names,
        np.stack([row.values for row in rows]),
        tuple(row.reading for row in rows),
        tuple(row.inverted for row in rows),
        tuple(row.reframed for row in rows),
        more,
        look_inverted=tuple(row.looks_inverted for row in rows),
        leave_out=tuple(row.leaves_out for row in rows),
    )


def _sources(
    opened: "Iterable[list[Path] | ArrayRows | _Row]", taken: RowMaker, batch: int
) -> Iterator[_Source]:
    for are_images, group in groupby(opened, lambda one: isinstance(one, list)):
        if are_images:
            paths = [path for images in group if isinstance(images, list) for path in images]
            # Decoding is most of the work: the next images are decoded while the network computes.
            yield _Source(len(paths), partial(_image_rows, paths, taken, batch))
            continue
        for one in group:
            if isinstance(one, ArrayRows):
                yield _Source(one.total, partial(_array_rows, one, taken, batch))
            elif isinstance(one, tuple):
                yield _Source(1, partial(iter, [one]))


def _images(path: Path, facts: DataFacts, skipped: list[str]) -> list[Path]:
    if facts.kind != "image" or not facts.pixels:
        raise DataError(
            f"{path} is not an array file; the network takes {facts.wanted}, not pixels",
            "give an .npy or .npz file" + ("" if facts.kind == "image" else ", or the numbers themselves"),
        )
    if path.is_dir():
        return find_images(path, skipped)
    return [path]


def _skipped(paths: Sequence[str]) -> Iterator[str]:
    if not paths:
        return
    counts = Counter(Path(path).suffix.lower() or "without an ending" for path in paths)
    endings = [f"{number:,} {ending}" for ending, number in counts.most_common()]
    were = "1 file was" if len(paths) == 1 else f"{len(paths):,} files were"
    yield (
        f"{were} skipped in the folders given: {listed(endings, len(endings), 'ending')}; image files end in "
        f"{' '.join(IMAGE_SUFFIXES)}"
    )


def _image_rows(paths: list[Path], taken: RowMaker, batch: int) -> Iterator[_Row | DataError]:
    read = in_order(partial(_read, taken=taken), paths, batch)
    while some := list(islice(read, min(batch, _TOGETHER))):
        waiting = [one.pixels for _, one in some if isinstance(one, _Waiting)]
        made = iter(taken.pictures(waiting))
        for path, one in some:
            if isinstance(one, DataError):
                yield one
            else:
                row = next(made) if isinstance(one, _Waiting) else one.row
                yield str(path), row, one.more


@dataclass(frozen=True)
class _Waiting:
    """A picture that is made into a row with others."""

    pixels: Array
    more: bool


@dataclass(frozen=True)
class _Made:
    row: Row
    more: bool


def _read(path: Path, taken: RowMaker) -> "tuple[Path, _Waiting | _Made | DataError]":
    try:
        picture = read_image(path, taken.channels, taken.resize, taken.most_pixels, taken.white)
    except DataError as error:
        return path, error
    if taken.may_be_in_frame(picture.pixels):
        return path, _Waiting(picture.pixels, picture.more)
    return path, _Made(taken.picture(picture.pixels), picture.more)


def _array_rows(array: ArrayRows, taken: RowMaker, batch: int) -> Iterator[_Row | DataError]:
    rows = (row for part in array.batches(batch) for row in taken.rows(part))
    try:
        for name, row in zip(array.names, rows, strict=True):
            yield name, row, False
    except DataError as error:
        yield error
