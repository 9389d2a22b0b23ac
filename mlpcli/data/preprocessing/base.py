"""What a step of preprocessing is, and where it is applied."""

from abc import ABC, abstractmethod
from collections.abc import Sized
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Columns:
    """What a table's columns are: whether each of them holds texts, and no numbers."""

    texts: tuple[bool, ...]


class PictureStep(ABC):
    """A step that is applied to pictures before they reach the network.

    It takes pictures of any size, of one channel or three: arrays uint8 `[height, width, channels]`, each of
    its own size or all in one array.
    """

    takes: ClassVar[Literal["pictures"]] = "pictures"

    @abstractmethod
    def apply(self, rows: Any) -> Array:
        """All rows, uint8 `[rows, *gives]`."""

    @property
    @abstractmethod
    def gives(self) -> tuple[int, int, int]:
        """The shape of a row behind it: height, width, channels."""


class TableStep(ABC):
    """A step that is applied to the cells of a `Table` before they reach the network."""

    takes: ClassVar[Literal["cells"]] = "cells"

    @abstractmethod
    def apply(self, rows: Any) -> Any:
        """The table as the next step takes it."""

    @property
    @abstractmethod
    def fitted_on(self) -> Columns:
        """The columns that it takes."""

    @property
    @abstractmethod
    def gives(self) -> Columns:
        """The columns behind it."""


HostStep = PictureStep | TableStep


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

    def check(self, shape: Shape) -> None:
        """Raises ValueError where the step was not fitted on rows of `shape`, and where the network would
        compute with numbers beyond float32."""
        with np.errstate(all="ignore"):
            numbers = [
                np.asarray(argument, np.float32)
                for layer in self.layers
                for argument in layer.arguments
                if not isinstance(argument, str)
            ]
        if not all(np.isfinite(one).all() for one in numbers):
            raise ValueError("the network would compute with numbers beyond float32 (3.4e38)")


def check_features(key: str, values: tuple[float, ...], shape: Shape) -> None:
    """Raises ValueError unless there is a value for each along the last axis of `shape`, or one for all."""
    if len(values) not in (1, shape[-1]):
        raise ValueError(f"{key}: expected 1 or {shape[-1]} numbers, found {len(values)}")


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
