"""metrics.csv: one row per epoch."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from mlpcli.errors import RunError
from mlpcli.runs.atomic_files import write_text
from mlpcli.runs.untrusted_files import broken, read_bytes

LIMIT = 64 * 1024 * 1024
"""The largest size in bytes of a metrics.csv to read: about 500,000 epochs."""

# About 8,000 epochs.
_GLIMPSE = 2**20
# For that many epochs, with eight columns each.
_MOST_CELLS = 4_000_000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?|nan|-?inf", re.ASCII)


def write_rows(path: Path, rows: Sequence[Mapping[str, float]]) -> None:
    """Write all `rows`, each a mapping from column to number with `epoch` first, whole or not at all.

    All rows must have the columns of the first. A non-finite value is written as `nan`, `inf` or `-inf`.
    Raises StorageError, and ValueError for invalid columns.
    """
    columns = list(rows[0]) if rows else ["epoch"]
    _check_columns(columns)
    if any(list(row) != columns for row in rows):
        raise ValueError("all rows of metrics must have the same columns")
    lines = [columns, *([_spelled(name, row[name]) for name in columns] for row in rows)]
    write_text(path, "".join(",".join(cells) + "\n" for cells in lines))


def read_rows(path: Path) -> list[dict[str, float]]:
    """The rows of metrics.csv in their order.

    Raises RunError naming the file and the line if it is missing, over 64 MiB, not text, or not what
    `write_rows` writes: a header that starts with `epoch`, a number in every cell, epochs that increase.
    """
    content = read_bytes(path, LIMIT)
    try:
        return _parse(content.decode("ascii"))
    except UnicodeDecodeError as error:
        raise broken(path, "is not plain text") from error
    except ValueError as error:
        raise broken(path, f"is not a table of metrics: {error}") from error


def glimpse(path: Path) -> list[float]:
    """The validation losses of all epochs, or the losses of a run without validation rows, as far as they are
    quickly read: none of a file over 1 MiB, or of one that is missing or damaged."""
    try:
        names, *lines = read_bytes(path, _GLIMPSE).split(b"\n")
        columns = names.split(b",")
        column = columns.index(b"val_loss" if b"val_loss" in columns else b"loss")
        return [float(line.split(b",", column + 1)[column]) for line in lines if line]
    except (RunError, ValueError, IndexError):
        return []


def _parse(text: str) -> list[dict[str, float]]:
    if text.count(",") > _MOST_CELLS:
        raise ValueError(f"more than {_MOST_CELLS:,} figures")
    if not text.endswith("\n"):
        raise ValueError("the last line is incomplete")
    columns, *lines = (line.split(",") for line in text.removesuffix("\n").split("\n"))
    _check_columns(columns)
    rows = [_row(columns, cells, number) for number, cells in enumerate(lines, start=2)]
    _check_epochs(rows)
    return rows


def _spelled(name: str, value: float) -> str:
    # float() first: the repr of a NumPy number names its type.
    return str(int(value)) if name == "epoch" else repr(float(value))


def _check_columns(columns: Sequence[str]) -> None:
    if columns[0] != "epoch":
        raise ValueError(f"line 1: expected columns that start with epoch, found {columns[0][:40]!r}")
    if len(set(columns)) < len(columns):
        raise ValueError("line 1: a column appears twice")
    for name in columns:
        if not _NAME.fullmatch(name):
            raise ValueError(f"line 1: expected the name of a metric, found {name[:40]!r}")


def _row(columns: Sequence[str], cells: Sequence[str], number: int) -> dict[str, float]:
    if len(cells) != len(columns):
        raise ValueError(f"line {number}: expected {len(columns)} cells, found {len(cells)}")
    for cell in cells:
        if not _NUMBER.fullmatch(cell):
            raise ValueError(f"line {number}: expected a number, found {cell[:40]!r}")
    return {name: float(cell) for name, cell in zip(columns, cells, strict=True)}


def _check_epochs(rows: Sequence[Mapping[str, float]]) -> None:
    previous = 0.0
    for number, row in enumerate(rows, start=2):
        if not (row["epoch"].is_integer() and row["epoch"] > previous):
            raise ValueError(f"line {number}: expected a whole epoch after {previous:.0f}")
        previous = row["epoch"]
