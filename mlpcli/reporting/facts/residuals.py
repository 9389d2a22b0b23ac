"""How far predicted numbers are from the true ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.inference.scoring.class_scores import regression_scores
from mlpcli.reporting.facts.answered_rows import AnsweredRows

Numbers = NDArray[np.float64]

MOST_TARGETS = 6
"""Of more targets those are drawn that are predicted worst."""

# More points cover each other, and each takes 40 bytes of the page.
_MOST_POINTS = 1500


@dataclass(frozen=True)
class Residuals:
    """The errors of one target. `true` and `predicted` are those of up to 1,500 of the rows; the figures are
    of all: `mae`, `rmse`, `r2`, the mean error `bias` (predicted less true), and of the sizes of the errors
    `within`, below which 90 % of them are, and `largest`. `counts` are those of all errors between the
    `edges`.
    """

    name: str
    true: Numbers
    predicted: Numbers
    mae: float
    rmse: float
    r2: float
    bias: float
    within: float
    largest: float
    edges: Numbers
    counts: NDArray[np.int64]


def residuals(rows: AnsweredRows, names: Sequence[str]) -> list[Residuals]:
    """The errors of every target by its name."""
    return [_of(name, rows.targets[:, at], rows.outputs[:, at]) for at, name in enumerate(names)]


def _of(name: str, target: NDArray[np.float32], output: NDArray[np.float32]) -> Residuals:
    true, predicted = target.astype(np.float64), output.astype(np.float64)
    errors = predicted - true
    sizes = np.abs(errors)
    scores = regression_scores(predicted[:, None], true[:, None])
    counts, edges = _histogram(errors)
    # Evenly spread over the rows, which may be in the order of time.
    shown = np.unique(np.linspace(0, len(true) - 1, min(_MOST_POINTS, len(true))).round().astype(int))
    return Residuals(
        name,
        true[shown],
        predicted[shown],
        scores.mae,
        scores.rmse,
        scores.r2,
        float(errors.mean()),
        float(np.quantile(sizes, 0.9)),
        float(sizes.max()),
        edges,
        counts,
    )


def _histogram(errors: Numbers) -> tuple[NDArray[np.int64], Numbers]:
    """Between the quantiles of 0.5 % and 99.5 %: a single outlier would leave one bar of all others."""
    low, high = np.quantile(errors, [0.005, 0.995])
    if not low < high:
        low, high = low - (abs(low) or 1) / 2, low + (abs(low) or 1) / 2
    bins = int(np.clip(np.sqrt(len(errors)), 8, 40))
    counts, edges = np.histogram(np.clip(errors, low, high), bins, (low, high))
    return counts, edges


@dataclass(frozen=True)
class StepErrors:
    """The mean absolute error of a forecast target for every step ahead, from 1; and `naive`, that of
    repeating the last value, if the window has it."""

    name: str
    mae: Numbers
    naive: Numbers | None


def step_errors(
    rows: AnsweredRows, steps: int, names: Sequence[str], last: NDArray[np.float32] | None
) -> list[StepErrors]:
    """The errors of forecasts of `steps` rows, whose targets are in the order of time and then of `names`.

    `last` has the answers of repeating the last value `[n, steps * targets]`.
    """
    shape = (len(rows), steps, len(names))
    errors = np.abs(rows.outputs.astype(np.float64) - rows.targets).reshape(shape).mean(axis=0)
    naive = None
    if last is not None:
        naive = np.abs(last.astype(np.float64) - rows.targets).reshape(shape).mean(axis=0)
    return [
        StepErrors(name, errors[:, at], None if naive is None else naive[:, at])
        for at, name in enumerate(names)
    ]
