"""Predictions, as users read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array
from mlpcli.errors import UsageError


class Predictor(Protocol):
    """A trained network, on any runtime."""

    def predict(self, values: Array) -> NDArray[np.float32]:
        """The outputs `[n, outputs]` for `[n, *shape]` uint8 or float32 rows, before preprocessing."""
        ...


@dataclass(frozen=True)
class ClassPrediction:
    """The class of one input; `confidence` is its probability, `probabilities` are in class order.

    `drawing` says how the input was read, if the network is for drawings. `cells` are the columns of the row
    in its own file, if it is a row of a table.
    """

    input: str
    label: str
    confidence: float
    probabilities: tuple[float, ...]
    drawing: str | None = None
    cells: tuple[Any, ...] = ()


@dataclass(frozen=True)
class ValuePrediction:
    """The predicted numbers of one input, one per target; the rest is as in `ClassPrediction`."""

    input: str
    values: tuple[float, ...]
    drawing: str | None = None
    cells: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Unanswered:
    """An input on which there is no one drawing to answer: `drawing` says why."""

    input: str
    drawing: str
    cells: tuple[Any, ...] = ()


Prediction = ClassPrediction | ValuePrediction | Unanswered


@dataclass(frozen=True)
class Ranked:
    """A class and its probability."""

    label: str
    probability: float


def rank(probabilities: Sequence[float], classes: Sequence[str], top_k: int) -> tuple[Ranked, ...]:
    """The `top_k` most probable classes, best first, ties in class order; all if there are fewer.

    Raises UsageError for a `top_k` under 1.
    """
    if top_k < 1:
        raise UsageError(f"found top-k {top_k}, expected at least 1", "ask for one class or more")
    pairs = zip(classes, probabilities, strict=True)
    ranked = sorted((Ranked(*pair) for pair in pairs), key=lambda entry: entry.probability, reverse=True)
    return tuple(ranked[:top_k])


def class_predictions(
    names: Sequence[str], probabilities: NDArray[np.float32], classes: Sequence[str]
) -> list[ClassPrediction]:
    """The most probable class of every row of `probabilities` `[n, k]`, the first in a tie."""
    best = np.argmax(probabilities, axis=1)
    return [
        ClassPrediction(name, classes[index], row[index], row)
        for name, index, row in zip(names, best, map(_shortest, probabilities), strict=True)
    ]


def value_predictions(names: Sequence[str], outputs: NDArray[np.float32]) -> list[ValuePrediction]:
    """The numbers of every row of `outputs` `[n, targets]`."""
    return [ValuePrediction(name, _shortest(row)) for name, row in zip(names, outputs, strict=True)]


def _shortest(row: NDArray[np.float32]) -> tuple[float, ...]:
    # float(np.float32(0.1)) prints as 0.10000000149011612; this gives the shortest digits that round to the
    # same float32.
    return tuple(float(str(value)) for value in row.astype(np.float32))
