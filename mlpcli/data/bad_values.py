"""Everything that is wrong with data, in one message: the first ten bad values, and how many more."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from mlpcli.errors import DataError

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_NAMED = 10


def listed(names: Iterable[str], count: int, noun: str = "", separator: str = ", ") -> str:
    """The first ten of `count` names, and how many more there are: `a, b and 3 more rows`.

    `noun` is the singular of what the names are.
    """
    named = list(islice(names, min(count, MOST_NAMED)))
    more = count - len(named)
    if not more:
        return separator.join(named)
    plural = "s" if noun and more > 1 else ""
    return f"{separator.join(named)} and {more:,} more {noun}{plural}".rstrip()


def wrong_values(label: str, values: NDArray[Any], wrong: NDArray[np.bool_], first: int = 0) -> str:
    """The `wrong` values as text: `y[2] is -1, [5] is 9 and 45 more rows`, rows counted from `first`.

    `wrong` has the shape of `values` or of their first axes. Only the first wrong value of each row is named.
    """
    found = WrongValues(label)
    found.add(values, wrong, first)
    return str(found)


class WrongValues:
    """The wrong values of an array that is looked at in parts; false as long as there are none."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._named: list[str] = []
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def __str__(self) -> str:
        return self._label + listed(self._named, self._rows, "row")

    def add(self, values: NDArray[Any], wrong: NDArray[np.bool_], first: int = 0) -> None:
        """As in `wrong_values`, of the rows from `first`."""
        rows = np.flatnonzero(wrong.reshape(len(wrong), -1).any(axis=1))
        self._rows += len(rows)
        for row in rows[: MOST_NAMED - len(self._named)].tolist():
            column = _first(wrong[row])
            place = ", ".join(map(str, (row + first, *column)))
            self._named.append(f"[{place}] is {_shown(values[row, *column])}")


def for_every(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """`function` applied to every item. If it raises DataErrors, one DataError is raised for all of them."""
    results: list[Result] = []
    errors: list[DataError] = []
    for item in items:
        try:
            results.append(function(item))
        except DataError as error:
            errors.append(error)
    if errors:
        raise together(errors)
    return results


def together(errors: Sequence[DataError]) -> DataError:
    """One error with the messages of all `errors`, of which there is at least one."""
    return errors[0] if len(errors) == 1 else Mistakes(errors)


class Mistakes(DataError):
    """Several errors told as one; `errors` are all of them."""

    def __init__(self, errors: Sequence[DataError]) -> None:
        self.errors = tuple(errors)
        messages = listed((error.message for error in errors), len(errors), separator="; ")
        # Many errors of one kind have the same fix, which is given once.
        super().__init__(messages, "; ".join(dict.fromkeys(error.fix for error in errors[:MOST_NAMED])))


def _first(wrong: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(map(int, np.unravel_index(int(np.argmax(wrong)), wrong.shape)))


def _shown(value: Any) -> str:
    return np.array2string(value, threshold=10, max_line_width=1000) if value.ndim else str(value)
