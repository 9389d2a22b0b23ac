"""Rows of numbers in text: on the command line, and lines from standard input."""

import re
from collections.abc import Sequence

import numpy as np

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.bad_values import for_every
from mlpcli.data.dataset import Array
from mlpcli.errors import DataError

_SEPARATOR = re.compile(r"\s*,\s*|\s+")


def row_of(text: str, facts: DataFacts) -> Array:
    """The row of numbers in an argument, float32 `facts.shape`. Raises DataError."""
    try:
        numbers = _parsed(text)
    except ValueError as error:
        raise DataError(
            f"there is no file {text!r}", f"check the path; the network takes {facts.wanted}"
        ) from error
    if facts.kind == "image":
        raise DataError(f"found numbers {text!r}, but the network takes {facts.wanted}", "give an image file")
    return _fitting(numbers, repr(text), facts)


def rows_of_lines(text: str, name: str, facts: DataFacts) -> Array:
    """The rows of numbers in a text of one line or more, float32 `[rows, *facts.shape]`.

    Empty lines are skipped, and so is a first line without a number if others follow: the header of a csv.
    Raises DataError with the first ten lines that are no such rows.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > 1 and _is_header(lines[0][1]):
        lines.pop(0)
    if not lines:
        raise DataError(f"{name} is empty", f"give a row of {facts.wanted} per line")
    return np.stack(for_every(lambda line: _row_of_line(line[1], f"{name}:{line[0]}", facts), lines))


def numbers_of(text: str) -> list[float] | None:
    """The finite numbers in a text, with commas or blanks between them; None if it is anything else."""
    try:
        found = _parsed(text)
    except ValueError:
        return None
    return found if np.isfinite(found).all() else None


def _row_of_line(line: str, place: str, facts: DataFacts) -> Array:
    try:
        numbers = _parsed(line)
    except ValueError as error:
        raise DataError(
            f"{place}: expected {facts.wanted}, found {_beginning(line)!r}",
            "give one row of numbers per line, separated by commas or blanks",
        ) from error
    return _fitting(numbers, place, facts)


def _is_header(line: str) -> bool:
    return not any(map(_is_number, _parts(line)))


def _is_number(text: str) -> bool:
    try:
        _number(text)
    except ValueError:
        return False
    return True


def _beginning(line: str) -> str:
    line = line.strip()
    return line if len(line) <= 40 else f"{line[:40]}..."


def _fitting(numbers: Sequence[float], place: str, facts: DataFacts) -> Array:
    if len(numbers) != facts.count:
        found = f"{len(numbers)} number{'s' if len(numbers) > 1 else ''}"
        raise DataError(
            f"{place}: found {found}, but the network takes {facts.count}",
            f"give all numbers of a row together: {_example(facts.count)}",
        )
    with np.errstate(over="ignore"):
        values = np.array(numbers).astype(np.float32)
    if not np.isfinite(values).all():
        raise DataError(
            f"{place}: expected finite numbers that fit float32 (3.4e38)",
            "replace nan, inf and numbers that are too large",
        )
    return values.reshape(facts.shape)


def _parsed(text: str) -> list[float]:
    return [_number(part) for part in _parts(text)]


def _parts(text: str) -> list[str]:
    return _SEPARATOR.split(text.strip())


def _number(text: str) -> float:
    if "_" in text:  # Python allows 1_000, but here it is more likely a file name.
        raise ValueError(text)
    return float(text)


def _example(count: int) -> str:
    shown = ["1", "0"] * 2
    return ",".join(shown[:count]) if count <= 4 else "1,0,1,..."
