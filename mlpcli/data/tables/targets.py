"""What a table's network is to predict: classes, or numbers."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.bad_values import listed
from mlpcli.data.float32 import FROM_TARGETS, named_columns_lost
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.tables.cells import as_texts, columns_of, with_truths_as_numbers
from mlpcli.data.tables.class_spellings import class_of
from mlpcli.data.tables.gather import joined, over_parts, texts_of
from mlpcli.data.tables.kinds import look, sample
from mlpcli.data.tables.numbers import parse_numbers, whole_number
from mlpcli.data.tables.schema import NumberFormat, TableColumn
from mlpcli.data.tables.spellings import better_spelling
from mlpcli.data.tables.table_file import RowsError, TableFile, shown
from mlpcli.errors import DataError

if TYPE_CHECKING:
    # It imports pydantic, which predictions do not need.
    from mlpcli.config.sources.table_source import TableTask

# Whole numbers are classes if there are few of them, and several rows of each: an age is none.
_MOST_NUMBERED, _ROWS_EACH = 20, 5
# A text that is another one in most rows is no class.
_MOST_DIFFERENT = 0.5
# Numbers with units, such as $12.50, are classes only where most of them are there ten times.
_MOST_SPELLED = 0.1
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ANOTHER = "choose another target"
# Numbers that are looked at together.
_AT_ONCE = 2**20


@dataclass(frozen=True)
class Targets:
    """`values` are class numbers `[rows]` int32, or numbers `[rows, targets]` float32 without `classes`.

    `notices` say what was decided.
    """

    values: NDArray[Any]
    classes: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def find_targets(
    file: TableFile,
    names: Sequence[str],
    task: "TableTask",
    labels: Mapping[str, str],
    form: NumberFormat,
    missing: Sequence[str],
    kind: str | None = None,
) -> Targets:
    """The targets of all rows, and whether they are classes.

    `kind` is what the config says that a single target holds: a category, whose texts are the classes as
    they are; or numbers to predict. Raises DataError if any is missing or is no number where numbers are
    predicted; if all rows have one class; and for dates, and for texts that are different in most rows.
    """
    if len(names) > 1 or task == "regression" or (kind == "number" and task == "auto"):
        return Targets(numbers(file, names, form, missing))
    (name,) = names
    if kind == "category":
        texts = _texts(file, name, missing)
        return _classes(file, name, _renamed(texts, lambda text: labels.get(text, text)), form)
    seen = look(sample(file.frame.select(name))[name], form, missing)
    if seen.kind == "date" and task == "auto":
        raise DataError(
            f"{file.path}: the target {name} holds dates; expected classes or numbers",
            "choose another target, or write task: classification",
        )
    if seen.kind != "number" or task == "classification" or labels:
        return _classes(file, name, _named(file, name, labels, form, missing), form)
    values = numbers(file, names, form, missing)
    if any(np.any(np.mod(values[start : start + _AT_ONCE], 1)) for start in range(0, len(values), _AT_ONCE)):
        return Targets(values)
    count = len(np.unique(values))
    if count <= _MOST_NUMBERED:
        # The values are rounded, and so are perhaps fewer than the numbers in the file.
        named = _named(file, name, labels, form, missing)
        count = len(named.counts())
        if count <= _MOST_NUMBERED and _ROWS_EACH * count <= len(values):
            told = f"{name} has {count} different whole numbers, which are taken as classes; "
            return _classes(file, name, named, form, (f"{told}task: regression predicts numbers",))
    told = f"{name} has {count:,} different whole numbers, which are predicted as numbers; "
    return Targets(values, (), (f"{told}task: classification makes them classes",))


def numbers(
    file: TableFile, names: Sequence[str], form: NumberFormat, missing: Sequence[str]
) -> NDArray[np.float32]:
    """The numbers to predict, `[rows, targets]`. Raises DataError as `find_targets` does."""

    file.require_plain(names, _ANOTHER)

    def read(part: TableFile) -> NDArray[np.float32]:
        part = with_truths_as_numbers(part, names)
        columns = columns_of(part, [TableColumn(name, "number") for name in names], form, missing)
        found = [column for column in columns if not isinstance(column, Texts)]
        for name, column in zip(names, found, strict=True):
            _refuse_missing(part, name, np.flatnonzero(np.isnan(column)))
        return np.stack(found, axis=-1).astype(np.float32)

    return joined(list(over_parts(file, names, read)))


def lost_numbers(
    file: TableFile, names: Sequence[str], form: NumberFormat, missing: Sequence[str]
) -> tuple[str, ...]:
    """Notices of the `numbers` whose differences float32 loses, by some of the rows."""
    some = sample(file.frame.select(names))
    exact = np.stack([parse_numbers(some[name], form, missing).values for name in names], axis=-1)
    return named_columns_lost(file.path.name, names, exact, *FROM_TARGETS)


def known_classes(
    file: TableFile,
    name: str,
    classes: Sequence[str],
    labels: Mapping[str, str],
    form: NumberFormat,
    missing: Sequence[str],
    fix: Callable[[Sequence[str]], str],
) -> NDArray[np.int32]:
    """The class numbers of another file's rows.

    Raises DataError for targets that are missing or are none of the `classes`, even as `labels` has them;
    `fix` is told the unknown ones.
    """
    texts = _texts(file, name, missing)
    places = {text: number for number, text in enumerate(classes)}
    numbers = [places.get(class_of(text, labels, places, form), -1) for text in texts.values]
    found = np.array(numbers, np.int32)[texts.codes]
    unknown = [text for text, number in zip(texts.values, numbers, strict=True) if number < 0]
    if unknown:
        raise DataError(
            f"{file.path}: column {name}: found {file.counted(texts, unknown)}; expected the classes of the "
            f"training rows: {listed(classes, len(classes))}",
            fix(unknown),
        )
    return found


def _named(
    file: TableFile, name: str, labels: Mapping[str, str], form: NumberFormat, missing: Sequence[str]
) -> Texts:
    """The classes of all rows. If all are numbers, `1` and `1.0` are one."""
    named = _renamed(_texts(file, name, missing), lambda text: labels.get(text, text))
    if all(whole_number(text, form) or _is_number(text) for text in named.values):
        named = _renamed(named, lambda text: whole_number(text, form) or text)
    return named


def _renamed(texts: Texts, name: Callable[[str], str]) -> Texts:
    renamed = Texts.of(map(name, texts.values))
    return Texts(renamed.codes[texts.codes], renamed.values)


def _classes(
    file: TableFile, name: str, named: Texts, form: NumberFormat, notices: tuple[str, ...] = ()
) -> Targets:
    """The targets of rows that are `named` by their classes."""
    counted = named.counts()
    key = (lambda text: (float(text), text)) if all(map(_is_number, counted)) else (lambda text: (0.0, text))
    classes = tuple(sorted(counted, key=key))
    if len(classes) == 1:
        raise DataError(
            f"{file.path}: the target {name} has only one class, {shown(classes[0])}; expected at least two",
            "add rows of another class, or choose another target",
        )
    spelling = better_spelling(pl.Series(classes), form)
    share = _MOST_SPELLED if spelling else _MOST_DIFFERENT
    if len(classes) > max(_MOST_NUMBERED, share * len(file)):
        raise DataError(
            f"{file.path}: the target {name} has {len(classes):,} different texts in {len(file):,} rows; "
            f"expected {'numbers' if spelling else 'several rows of each class'}",
            f"{spelling}; or choose another target" if spelling else "choose another target",
        )
    places = {text: number for number, text in enumerate(classes)}
    numbers = np.array([places.get(text, -1) for text in named.values], np.int32)
    return Targets(numbers[named.codes], classes, notices)


def _is_number(text: str) -> bool:
    """Whether a text is a number as files have it. Python's own reading of texts takes `1_1` for 11."""
    return _NUMBER.fullmatch(text) is not None


def _texts(file: TableFile, name: str, missing: Sequence[str]) -> Texts:
    file.require_plain([name], _ANOTHER)
    for _ in over_parts(file, [name], lambda part: _require_all(part, name, missing), [name]):
        pass
    return texts_of(file, name, missing)


def _require_all(file: TableFile, name: str, missing: Sequence[str]) -> None:
    """Raises DataError naming the rows without a class."""
    _refuse_missing(file, name, rows_without(file.frame[name], missing))


def rows_without(column: pl.Series, missing: Sequence[str]) -> NDArray[np.int64]:
    """The rows in which the value of a column to predict is missing."""
    if column.dtype == pl.String:
        texts = as_texts(column)
        absent = np.array([text.strip() in missing for text in texts.values])
        return np.flatnonzero(absent[texts.codes])
    if column.dtype.is_numeric():
        return parse_numbers(column, NumberFormat(), missing).missing
    return np.flatnonzero(column.is_null().to_numpy())


def _refuse_missing(file: TableFile, name: str, rows: NDArray[np.int64]) -> None:
    if len(rows):
        raise RowsError(
            f"{file.path}: the target {name} is missing in ",
            (file.place(int(row)) for row in rows),
            len(rows),
            "; expected one in every row",
            "fill these values in, or remove the rows",
        )
