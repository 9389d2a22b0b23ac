"""Which rows of a table are for training, validation and test."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.config.yaml.notation import one_line
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.split import drawing, split_indices
from mlpcli.data.tables.cells import columns_of
from mlpcli.data.tables.gather import joined, over_parts, texts_of
from mlpcli.data.tables.kinds import Look, look, require_order, sample
from mlpcli.data.tables.said_kinds import as_said
from mlpcli.data.tables.schema import NumberFormat, TableColumn
from mlpcli.data.tables.table_file import TableFile
from mlpcli.data.tables.targets import Targets
from mlpcli.errors import DataError

Rows = NDArray[np.intp]
_MEANING = {
    **dict.fromkeys(("train", "training", "trn"), "train"),
    **dict.fromkeys(("validation", "valid", "val", "dev", "eval"), "validation"),
    **dict.fromkeys(("test", "testing", "tst", "holdout"), "test"),
}


@dataclass(frozen=True)
class SplitRows:
    """The numbers of the rows of each split, in the order of the file; None for a split without rows."""

    train: Rows
    validation: Rows | None
    test: Rows | None


@dataclass(frozen=True)
class Shares:
    """The shares of rows to hold back."""

    validation: float
    test: float


def split_random(file: TableFile, targets: Targets, shares: Shares, seed: int) -> SplitRows:
    """Drawn from the seed, stratified by class. Raises DataError if a class has too few rows."""
    rows = np.arange(len(file))
    with drawing(str(file.path), "test", shares.validation, targets.classes):
        rows, test = _drawn(targets, rows, shares.test, (seed, 0))
    with drawing(str(file.path), "validation", classes=targets.classes):
        train, validation = _drawn(targets, rows, shares.validation, (seed, 1))
    return SplitRows(train, validation, test)


def split_by_column(file: TableFile, column: str, targets: Targets, shares: Shares, seed: int) -> SplitRows:
    """As a column says; without validation rows in it, these are drawn from the training rows.

    Raises DataError for words that mean no split, and if no row is for training.
    """
    texts = texts_of(file, column, ())
    unknown = [text for text in texts.values if text.lower() not in _MEANING]
    if unknown:
        raise DataError(
            f"{file.path}: column {column}: found {file.counted(texts, unknown)}; "
            "expected train, validation or test",
            "write one of these words in every row, or split otherwise",
        )
    meant = np.array([_MEANING[text.lower()] for text in texts.values])[texts.codes]
    rows = {name: np.flatnonzero(meant == name) for name in ("train", "validation", "test")}
    if not len(rows["train"]):
        raise DataError(f"{file.path}: column {column} says train in no row", "say it in some rows")
    train, validation = rows["train"], rows["validation"]
    if len(validation):
        return SplitRows(train, validation, _some(rows["test"]))
    with drawing(str(file.path), "validation", classes=targets.classes):
        train, drawn = _drawn(targets, train, shares.validation, (seed, 1))
    return SplitRows(train, drawn, _some(rows["test"]))


def words_of(column: pl.Series) -> dict[str, list[str]]:
    """The words of a column by the split that they mean."""
    words: dict[str, list[str]] = {"train": [], "validation": [], "test": []}
    for text in sorted(column.unique()):
        words[_MEANING[text.lower()]].append(text)
    return words


def split_by_group(
    file: TableFile, column: str, missing: Sequence[str], shares: Shares, seed: int
) -> SplitRows:
    """Groups drawn from the seed, until they have the share of the rows: no group is in two splits.

    Rows without a group are one. Raises DataError if there are too few groups.
    """
    groups = texts_of(file, column, missing)
    sizes = np.bincount(groups.codes, minlength=len(groups.values))
    left = np.flatnonzero(sizes)
    # By name, so that the order of the rows makes no difference.
    left = left[np.argsort(np.array(groups.values)[left], kind="stable")]
    held: dict[str, Rows | None] = {}
    for number, (name, share) in enumerate((("test", shares.test), ("validation", shares.validation))):
        taken, left = _groups(file, column, left, sizes, share, np.random.PCG64((seed, number)))
        held[name] = _some(np.flatnonzero(np.isin(groups.codes, taken)))
    return SplitRows(np.flatnonzero(np.isin(groups.codes, left)), held["validation"], held["test"])


def _groups(
    file: TableFile,
    column: str,
    left: NDArray[Any],
    sizes: NDArray[Any],
    share: float,
    bits: np.random.PCG64,
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Groups with about this share of the rows of those `left`, and the others."""
    if not share:
        return left[:0], left
    if len(left) < 2:
        raise DataError(
            f"{file.path}: column {column} has too few groups to hold some back",
            "split by another column, or hold nothing back with a share of 0",
        )
    order = left[np.argsort(bits.random_raw(len(left)), kind="stable")]
    filled = np.cumsum(sizes[order])
    count = int(np.argmin(np.abs(filled - share * filled[-1]))) + 1
    count = min(count, len(order) - 1)
    return order[:count], left[~np.isin(left, order[:count])]


def split_by_time(
    file: TableFile,
    column: str,
    form: NumberFormat,
    missing: Sequence[str],
    shares: Shares,
    said: Mapping[str, str],
) -> SplitRows:
    """The latest rows for the test, those before them for validation; of one time, later rows are later.

    `said` is what the config says of the column. Raises DataError if it holds neither dates nor numbers in
    every row.
    """
    seen = look_at_time(file, column, form, missing, said)
    order = np.argsort(_times(file, time_column(column, seen), form, missing), kind="stable")
    test = round(shares.test * len(order))
    validation = round(shares.validation * (len(order) - test))
    cut = len(order) - test
    ends = (cut - validation, cut)
    parts = [np.sort(part) for part in np.split(order, ends)]
    for name, share, part in (("test", shares.test, parts[2]), ("validation", shares.validation, parts[1])):
        if share and not len(part):
            raise DataError(f"{file.path}: a share of {share:g} gives {name} no row", "change the share")
    return SplitRows(parts[0], _some(parts[1]), _some(parts[2]))


def _times(
    file: TableFile, column: TableColumn, form: NumberFormat, missing: Sequence[str]
) -> NDArray[np.float64]:
    def read(part: TableFile) -> NDArray[np.float64]:
        (times,) = columns_of(part, [column], form, missing)
        if isinstance(times, Texts):
            raise ValueError("expected times")
        if len(rows := np.flatnonzero(np.isnan(times))):
            raise part.error(
                column.name,
                rows,
                part.texts(column.name, rows),
                "a time in every row, because the config splits by it",
                "fill these times in, remove the rows, or split by another column",
            )
        return times

    return joined(list(over_parts(file, [column.name], read)))


def look_at_time(
    file: TableFile, column: str, form: NumberFormat, missing: Sequence[str], said: Mapping[str, str]
) -> Look:
    """What a column of times holds, of which the config says what is `said`. Raises DataError if it holds
    neither dates nor numbers."""
    some = sample(file.frame.select(column))[column]
    if said.get("kind") == "date":
        seen = as_said("date", said.get("format"), some, form, missing)
    else:
        seen = look(some, form, missing)
    as_date = f"columns: {one_line({column: {'kind': 'date', 'format': '%d.%m.%Y'}})}"
    require_order(seen, some, file.path, as_date, "split by another column")
    return seen


def time_column(name: str, seen: Look) -> TableColumn:
    """How the times of a column are read, as which it was `seen`."""
    return TableColumn(name, "number" if seen.kind == "number" else "date", seen.format)


def _drawn(targets: Targets, rows: Rows, share: float, seed: tuple[int, int]) -> tuple[Rows, Rows | None]:
    labels = targets.values[rows] if targets.classes else None
    kept, held = split_indices(len(rows), labels, share, seed, targets.classes)
    return rows[kept], _some(rows[held])


def _some(rows: Rows) -> Rows | None:
    return rows if len(rows) else None


def splitter(
    how: str,
    column: str | None,
    form: NumberFormat,
    missing: Sequence[str],
    seed: int,
    said: Mapping[str, str],
) -> Callable[[TableFile, Targets, Shares], SplitRows]:
    """The way of splitting that a config names; `said` is what it says of the column."""
    if how == "column":
        return lambda file, targets, shares: split_by_column(file, column or "", targets, shares, seed)
    if how == "group":
        return lambda file, targets, shares: split_by_group(file, column or "", missing, shares, seed)
    if how == "time":
        return lambda file, targets, shares: split_by_time(file, column or "", form, missing, shares, said)
    return partial(split_random, seed=seed)
