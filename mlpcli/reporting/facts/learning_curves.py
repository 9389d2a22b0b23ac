"""The figures of every epoch, as curves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.inference.scoring.repeated_figures import shown_once

Numbers = NDArray[np.float64]

MOST_CURVES = 6

# Far beyond float32; the differences of larger numbers overflow.
_LARGEST = 1e100

_NO_FIGURES = ("epoch", "seconds", "learning_rate")


@dataclass(frozen=True)
class LearningCurve:
    """One figure in training and validation, a value per epoch; `validation` is empty if there is none.

    `best` is the epoch whose weights the run uses, None if no epoch is. `broken` counts the values that are
    not finite, or too large to be drawn, which are gaps. `epochs` `[n]` are the numbers of the epochs.
    """

    name: str
    epochs: NDArray[np.int64]
    training: Numbers
    validation: Numbers
    best: int | None
    lower_is_better: bool
    broken: int

    @property
    def watched(self) -> Numbers:
        """The validation figures, or those of training if there are none."""
        return self.validation if len(self.validation) else self.training

    @property
    def turning_point(self) -> int | None:
        """The epoch of the lowest, or highest, watched figure; None if none is finite."""
        values = self.watched
        if not np.isfinite(values).any():
            return None
        return int(self.epochs[np.nanargmin(values) if self.lower_is_better else np.nanargmax(values)])


def learning_curves(
    rows: Sequence[Mapping[str, float]], best: int | None, better: Mapping[str, str]
) -> list[LearningCurve]:
    """The curves of the loss and of up to five metrics, of the `rows` of metrics.csv, at least one.

    `better` says for each figure whether `min` or `max` is better.
    """
    figures = {name: value for name, value in rows[0].items() if name not in _NO_FIGURES}
    names = [name for name in shown_once(figures) if not name.startswith("val_")][:MOST_CURVES]
    return [_curve(rows, name, best, better.get(name) != "max") for name in names]


def learning_rates(rows: Sequence[Mapping[str, float]]) -> Numbers:
    """The learning rate of every epoch, empty if it was always the same or is not known."""
    values = _values(rows, "learning_rate")
    return values if len(np.unique(values)) > 1 else np.empty(0)


def _curve(
    rows: Sequence[Mapping[str, float]], name: str, best: int | None, lower_is_better: bool
) -> LearningCurve:
    training, validation = _values(rows, name), _values(rows, f"val_{name}")
    broken = 0
    for values in (training, validation):
        gaps = ~(np.abs(values) < _LARGEST)
        broken += int(gaps.sum())
        values[gaps] = np.nan
        values[np.abs(values) < 1 / _LARGEST] = 0.0
    epochs = np.array([int(row["epoch"]) for row in rows])
    return LearningCurve(name, epochs, training, validation, best, lower_is_better, broken)


def _values(rows: Sequence[Mapping[str, float]], name: str) -> Numbers:
    return np.array([row[name] for row in rows] if name in rows[0] else [], np.float64)
