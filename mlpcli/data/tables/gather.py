"""What is read of all rows of a table, a part at a time."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.bad_values import Mistakes, together
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.tables.cells import as_texts, stripped
from mlpcli.data.tables.table_file import RowsError, TableFile
from mlpcli.errors import DataError

Item = TypeVar("Item")


def over_parts(
    file: TableFile, columns: Sequence[str], read: Callable[[TableFile], Item], texts: Sequence[str] = ()
) -> Iterator[Item]:
    """What `read` gives for every part of the table, which has these columns.

    Raises one DataError for all parts, after the last, if it raises any. `texts` is as in `TableFile.parts`.
    """
    errors: list[DataError] = []
    for part in file.parts(columns, texts):
        try:
            found = read(part)
        except Mistakes as error:
            errors.extend(error.errors)
        except DataError as error:
            errors.append(error)
        else:
            if not errors:
                yield found
    if errors:
        raise together(_summed_up(errors))


def _summed_up(errors: Sequence[DataError]) -> list[DataError]:
    """Those of one kind as one."""
    found: dict[object, DataError] = {}
    for error in errors:
        key = error.kind if isinstance(error, RowsError) else (error.message, error.fix)
        before = found.get(key)
        if isinstance(before, RowsError) and isinstance(error, RowsError):
            error = before.with_more(error)
        found[key] = error
    return list(found.values())


def joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Arrays one after the other; one alone is not copied."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def texts_of(file: TableFile, column: str, missing: Sequence[str]) -> Texts:
    """A column as texts without spaces around them, empty ones if missing."""
    numbers: dict[str, int] = {}
    codes = []
    for part in over_parts(file, [column], lambda part: as_texts(part.frame[column]), [column]):
        own = [numbers.setdefault(text, len(numbers)) for text in part.values]
        codes.append(part.codes if own == list(range(len(own))) else np.array(own, np.int32)[part.codes])
    return stripped(Texts(joined(codes), tuple(numbers)), missing)
