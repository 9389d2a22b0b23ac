"""The columns that a config means by names or positions."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from unicodedata import normalize

from mlpcli.config.messages.spelling import listed, nearest
from mlpcli.data.bad_values import for_every
from mlpcli.errors import DataError


def column_called(column: str | int, names: Sequence[str], path: Path, key: str) -> str:
    """The name of the column that `key` of the config means.

    A text of digits is a position too, if no column has that name; a number beyond all positions is a name,
    such as 2020. Raises DataError with a suggestion.
    """
    is_position = isinstance(column, int) and column <= len(names)
    if str(column) in names and not is_position:
        return str(column)
    composed = normalize("NFC", str(column))
    alike = [name for name in names if normalize("NFC", name) == composed]
    if alike and not is_position:
        return alike[0]
    if isinstance(column, str) and not (column.isascii() and column.isdecimal()):
        meant = nearest(column, names)
        raise DataError(
            f"{path} has no column called {column!r}, which `{key}` names",
            f"did you mean {meant}?" if meant else listed(column, names, of_schema=False),
        )
    position = int(column)
    if not 1 <= position <= len(names):
        raise DataError(
            f"`{key}` names column {position}, but {path} has {len(names)}",
            f"write a position from 1 to {len(names)}, or a name",
        )
    return names[position - 1]


def require_columns(named: Mapping[str, Sequence[str | int]], names: Sequence[str], path: Path) -> None:
    """Raises one DataError for all columns that keys of the config name and there are not."""
    pairs = [(key, column) for key, columns in named.items() for column in columns]
    for_every(lambda pair: column_called(pair[1], names, path, pair[0]), pairs)


def columns_called(
    columns: Iterable[str | int], names: Sequence[str], path: Path, key: str
) -> tuple[str, ...]:
    """The names of several columns, each once. Raises one DataError for all that there are not."""
    found = for_every(lambda column: column_called(column, names, path, key), columns)
    return tuple(dict.fromkeys(found))
