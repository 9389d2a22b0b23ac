"""How a network did on the rows that were held back."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlpcli.baselines.baseline import MACRO_RECALL, Baseline


@dataclass(frozen=True)
class HeldBack:
    """The figures of a split: `metrics` and `baselines` as in an evaluation, None for what is not finite.

    `confusion` `[classes, classes]` counts the rows of a class in its row, by the class that they were given;
    None for a regression and for very many classes.
    """

    split: str
    rows: int
    metrics: Mapping[str, float | None]
    confusion: NDArray[np.int64] | None = None
    baselines: Mapping[str, Baseline] = field(default_factory=dict)

    def figure(self, name: str) -> float:
        """A metric; nan if it is not there or not finite."""
        if name == MACRO_RECALL:
            return math.nan if self.confusion is None else macro_recall(self.confusion)
        value = self.metrics.get(name)
        return math.nan if value is None else value

    def of_baseline(self, baseline: str, name: str) -> float:
        """A metric of a baseline; nan if it is not there or not finite."""
        found = self.baselines.get(baseline)
        value = found.metrics.get(name) if found else None
        return math.nan if value is None else value


@dataclass(frozen=True)
class Classes:
    """What was predicted for the held-back rows of each class, over all splits: `confusion` as above."""

    names: tuple[str, ...]
    confusion: NDArray[np.int64]

    @cached_property
    def supports(self) -> NDArray[np.int64]:
        found: NDArray[np.int64] = self.confusion.sum(axis=1)
        return found

    @cached_property
    def predicted(self) -> NDArray[np.int64]:
        found: NDArray[np.int64] = self.confusion.sum(axis=0)
        return found

    @cached_property
    def recalls(self) -> NDArray[np.float64]:
        """`[classes]`; nan for a class without rows."""
        return _recalls(self.confusion)

    @property
    def rows(self) -> int:
        return int(self.confusion.sum())

    @property
    def right(self) -> int:
        """The rows that were given their class."""
        return int(np.trace(self.confusion))

    @property
    def accuracy(self) -> float:
        return self.right / self.rows


def macro_recall(confusion: NDArray[np.int64]) -> float:
    """The mean recall of the classes that have rows; nan without any."""
    found = _recalls(confusion)
    known = found[~np.isnan(found)]
    return float(known.mean()) if len(known) else math.nan


def _recalls(confusion: NDArray[np.int64]) -> NDArray[np.float64]:
    rows = confusion.sum(axis=1)
    with np.errstate(invalid="ignore"):
        found: NDArray[np.float64] = np.diag(confusion) / np.where(rows, rows, math.nan)
    return found


def classes_of(names: tuple[str, ...], splits: Mapping[str, HeldBack]) -> Classes | None:
    """The predictions of all splits together; None without any rows of classes."""
    found = [one.confusion for one in splits.values() if one.confusion is not None and one.confusion.any()]
    return Classes(names, np.sum(found, axis=0)) if found else None
