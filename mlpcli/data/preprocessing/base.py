"""What a step of preprocessing is, and where it is applied."""

from abc import ABC, abstractmethod
from collections.abc import Sized
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class HostStep(ABC):
    """A step that reads text or pictures: it is applied before rows reach the network.

    `takes` says what it is applied to: pictures, arrays uint8 `[height, width, channels]`, each of its own
    size or all in one array; or the cells of a `Table`.
    """

    takes: ClassVar[Literal["pictures", "cells"]]

    @abstractmethod
    def apply(self, rows: Any) -> Any:
        """All rows as the next step takes them."""

    @abstractmethod
    def check(self, shape: tuple[int, ...]) -> None:
        """Raises ValueError where rows of `shape` cannot be what this step, as the last one here, gives."""


@dataclass(frozen=True)
class FirstLayer:
    """A layer of Keras's own that stands before those of the config: `keras(*arguments)`.

    `name` is what tells it from the others of its kind. `written` are the arguments as a script has them,
    which measures them itself; by default the arguments.
    """

    name: str
    keras: Literal["Rescaling", "Activation"]
    arguments: tuple[float | list[float] | str, ...]
    written: tuple[str, ...] = ()


class NetworkStep(ABC):
    """A step that is arithmetic on numbers: it is the network's first layers, so that no copy of the network
    goes without it.

    `measured` are the lines by which a script measures what `FirstLayer.written` names, from `x_train`.
    """

    measured: ClassVar[str] = ""

    @property
    @abstractmethod
    def layers(self) -> tuple[FirstLayer, ...]:
        """The layers of Keras that compute it in float32, none where it would change nothing."""

    def check(self, shape: tuple[int, ...]) -> None:  # noqa: B027 (Most fit rows of any shape.)
        """Raises ValueError where the step was not fitted on rows of `shape`."""


def check_features(key: str, values: tuple[float, ...], shape: tuple[int, ...]) -> None:
    """Raises ValueError unless there is a value for each along the last axis of `shape`, or one for all."""
    if len(values) not in (1, shape[-1]):
        raise ValueError(f"{key}: expected 1 or {shape[-1]} numbers, found {len(values)}")


def check_width(columns: int, shape: tuple[int, ...]) -> None:
    """Raises ValueError unless rows of `shape` are so many columns of a table."""
    if shape != (columns,):
        raise ValueError(f"columns: give {columns} numbers a row, and the network takes {list(shape)}")


def subtraction(key: str, values: tuple[float, ...]) -> FirstLayer:
    """The layer that subtracts `values`, which a script calls `key`."""
    arguments, written = _one_or_all(-np.array(values)), _as_written(f"(-{key})", values)
    return FirstLayer("", "Rescaling", (1.0, arguments), ("1.0", written))


def multiplication(factors: Array, written: str) -> FirstLayer:
    """The layer that multiplies by `factors` `[n]`, which a script computes as `written`."""
    text = _as_written(f"({written})", factors)
    return FirstLayer("scale", "Rescaling", (_one_or_all(factors),), (text,))


def _one_or_all(values: Array) -> float | list[float]:
    """`values` `[n]` as Keras's Rescaling takes them: one number, or a list."""
    plain: float | list[float] = values.item() if values.size == 1 else values.tolist()
    return plain


def _as_written(name: str, values: Sized) -> str:
    """As `_one_or_all`, of the array that a script calls `name`."""
    return f"{name}.{'item' if len(values) == 1 else 'tolist'}()"
