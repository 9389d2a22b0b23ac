"""The two kinds of preprocessing step: on the host and in the network."""

from abc import ABC, abstractmethod
from collections.abc import Sized
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from mlpcli.errors import DataError

Array = NDArray[Any]
Shape = tuple[int, ...]

MOST_STANDARDIZED = 1_000_000
"""The largest number of features that are scaled each by numbers of their own, which model.json holds."""


def check_standardized(features: int) -> None:
    """Raises DataError for more than MOST_STANDARDIZED features."""
    if features > MOST_STANDARDIZED:
        raise DataError(
            f"{features:,} features are too many to standardize; expected at most {MOST_STANDARDIZED:,}",
            "write standardize: false in the data section, or give rows of fewer features",
        )


@dataclass(frozen=True)
class Columns:
    """The columns of a table: for each of them, whether it contains texts instead of numbers."""

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
        """The shape of a row after this step: height, width, channels."""


class TableStep(ABC):
    """A step that is applied to the cells of a `Table` before they reach the network."""

    takes: ClassVar[Literal["cells"]] = "cells"

    @abstractmethod
    def apply(self, rows: Any) -> Any:
        """The table as the next step takes it."""

    @property
    @abstractmethod
    def fitted_on(self) -> Columns:
        """The columns that this step takes."""

    @property
    @abstractmethod
    def gives(self) -> Columns:
        """The columns after this step."""


HostStep = PictureStep | TableStep


@dataclass(frozen=True)
class FirstLayer:
    """A built-in Keras layer in front of the config's layers: `keras(*arguments)`.

    `name` distinguishes it from the other first layers. `written` are the arguments in an exported script,
    which measures the values itself; by default they are `arguments`.
    """

    name: str
    keras: Literal["Rescaling", "Activation"]
    arguments: tuple[float | list[float] | str, ...]
    written: tuple[str, ...] = ()


class NetworkStep(ABC):
    """A step that is arithmetic on numbers, done by the network's first layers, so that every copy of the
    network includes it.

    `measured` are the lines of a script that compute, from `x_train`, the values named by
    `FirstLayer.written`.
    """

    measured: ClassVar[str] = ""

    @property
    @abstractmethod
    def layers(self) -> tuple[FirstLayer, ...]:
        """The Keras layers that compute it in float32, none if it would change nothing."""

    def check(self, shape: Shape) -> None:
        """Raises ValueError if the step was not fitted on rows of `shape`, or if the network would compute
        with numbers beyond float32."""
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
    """Raises ValueError unless there is one value per entry of the last axis of `shape`, or one for all."""
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
    """`_one_or_all` as Python code, for the array that a script calls `name`."""
    return f"{name}.{'item' if len(values) == 1 else 'tolist'}()"
