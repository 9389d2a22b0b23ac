"""What a table's network is to predict: classes, or numbers."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.bad_values import listed
from mlpcli.data.float32 import FROM_TARGETS, named_columns_lost
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.tables.cells import as_texts, columns_of
from mlpcli.data.tables.gather import joined, over_parts, texts_of
from mlpcli.data.tables.kinds import look, sample
from mlpcli.data.tables.numbers import parse_numbers
from mlpcli.data.tables.schema import NumberFormat, TableColumn
from mlpcli.data.tables.table_file import RowsError, TableFile, shown
from mlpcli.errors import DataError

if TYPE_CHECKING:
    # It imports pydantic, which predictions do not need.
    from mlpcli.config.sources.table_source import TableTask

# Whole numbers are classes if there are few of them, and several rows of each: an age is none.
_MOST_NUMBERED, _ROWS_EACH = 20, 5
# A text that is another one in most rows is no class.
_MOST_DIFFERENT = 0.5
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
) -> Targets:
    """The targets of all rows, and whether they are classes.

    Raises DataError if any is missing or is no number where numbers are predicted; if all rows have one
    class; and for dates, and for texts that are different in most rows.
    """
    if len(names) > 1 or task == "regression":
        return Targets(numbers(file, names, form, missing))
    (name,) = names
    seen = look(sample(file.frame.select(name))[name], form, missing)
    if seen.kind == "date" and task == "auto":
        raise DataError(
            f"{file.path}: the target {name} holds dates; expected classes or numbers",
            "choose another target, or write task: classification",
        )
    if seen.kind != "number" or task == "classification" or labels:
        return _classes(file, name, labels, missing, ())
    values = numbers(file, names, form, missing)
    if any(np.any(np.mod(values[start : start + _AT_ONCE], 1)) for start in range(0, len(values), _AT_ONCE)):
        return Targets(values)
    different = len(np.unique(values))
    if different <= _MOST_NUMBERED and _ROWS_EACH * different <= len(values):
        told = f"{name} has {different} different whole numbers, which are taken as classes; "
        return _classes(file, name, labels, missing, (f"{told}task: regression predicts numbers",))
    told = f"{name} has {different:,} different whole numbers, which are predicted as numbers; "
    return Targets(values, (), (f"{told}task: classification makes them classes",))


def numbers(
    file: TableFile, names: Sequence[str], form: NumberFormat, missing: Sequence[str]
) -> NDArray[np.float32]:
    """The numbers to predict, `[rows, targets]`. Raises DataError as `find_targets` does."""

    def read(part: TableFile) -> NDArray[np.float32]:
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
    missing: Sequence[str],
    fix: Callable[[Sequence[str]], str],
) -> NDArray[np.int32]:
    """The class numbers of another file's rows.

    Raises DataError for targets that are missing or are none of the `classes`, even as `labels` has them;
    `fix` is told the unknown ones.
    """
    texts = _texts(file, name, missing)
    places = {text: number for number, text in enumerate(classes)}
    numbers = [places.get(class_of(text, labels, places), -1) for text in texts.values]
    found = np.array(numbers, np.int32)[texts.codes]
    unknown = [text for text, number in zip(texts.values, numbers, strict=True) if number < 0]
    if unknown:
        counts = texts.counts()
        named = (
            f"{shown(text)} in {counts[text]:,} row{'s' if counts[text] > 1 else ''}, first in "
            f"{file.place(int(np.argmax(texts.codes == texts.values.index(text))))}"
            for text in unknown
        )
        raise DataError(
            f"{file.path}: column {name}: found {listed(named, len(unknown), separator='; ')}; expected the "
            f"classes of the training rows: {listed(classes, len(classes))}",
            fix(unknown),
        )
    return found


def class_of(text: str, labels: Mapping[str, str], known: Container[str]) -> str:
    """The class that a text means, which may be none of the `known` ones."""
    text = labels.get(text, text)
    return text if text in known else _plain(text)


def _plain(text: str) -> str:
    """A whole number without its point: `1.0` is `1`."""
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() else text


def _classes(
    file: TableFile, name: str, labels: Mapping[str, str], missing: Sequence[str], notices: tuple[str, ...]
) -> Targets:
    texts = _texts(file, name, missing)
    named = Texts.of(labels.get(text, text) for text in texts.values)
    if all(_is_number(text) for text in named.values):
        plain = Texts.of(map(_plain, named.values))
        named = Texts(plain.codes[named.codes], plain.values)
    counted = Texts(named.codes[texts.codes], named.values).counts()
    key = (lambda text: (float(text), text)) if all(map(_is_number, counted)) else (lambda text: (0.0, text))
    classes = tuple(sorted(counted, key=key))
    if len(classes) == 1:
        raise DataError(
            f"{file.path}: the target {name} has only one class, {shown(classes[0])}; expected at least two",
            "add rows of another class, or choose another target",
        )
    if len(classes) > max(_MOST_NUMBERED, _MOST_DIFFERENT * len(file)):
        raise DataError(
            f"{file.path}: the target {name} has {len(classes):,} different texts in {len(file):,} rows; "
            "expected several rows of each class",
            "choose another target",
        )
    places = {text: number for number, text in enumerate(classes)}
    numbers = np.array([places.get(text, -1) for text in named.values], np.int32)
    return Targets(numbers[named.codes][texts.codes], classes, notices)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _texts(file: TableFile, name: str, missing: Sequence[str]) -> Texts:
    for _ in over_parts(file, [name], lambda part: _require_all(part, name, missing), [name]):
        pass
    return texts_of(file, name, missing)


def _require_all(file: TableFile, name: str, missing: Sequence[str]) -> None:
    """Raises DataError naming the rows without a class."""
    column = file.frame[name]
    if column.dtype == pl.String:
        texts = as_texts(column)
        absent = np.array([text.strip() in missing for text in texts.values])
        rows = np.flatnonzero(absent[texts.codes])
    elif column.dtype.is_numeric():
        rows = parse_numbers(column, NumberFormat(), missing).missing
    else:
        rows = np.flatnonzero(column.is_null().to_numpy())
    _refuse_missing(file, name, rows)


def _refuse_missing(file: TableFile, name: str, rows: NDArray[np.int64]) -> None:
    if len(rows):
        raise RowsError(
            f"{file.path}: the target {name} is missing in ",
            (file.place(int(row)) for row in rows),
            len(rows),
            "; expected one in every row",
            "fill these values in, or remove the rows",
        )
