"""Whether the answers given with a confidence of 90 % are right in 90 % of the cases."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array

Numbers = NDArray[np.float64]

_BINS = 10
# Of so many draws the 95 % quantile is off by a few hundredths of itself.
_DRAWS = 300


@dataclass(frozen=True)
class Calibration:
    """Of bins of confidence that hold rows: the mean `confidence`, the share of right answers, and the rows.

    `error` is the expected calibration error: the mean of the differences of the first two, by rows. It is
    that of the confidence of the answers (Guo et al. 2017, "On Calibration of Modern Neural Networks").
    `gap` is the mean confidence less the share of right answers: above 0 the network is too sure.
    `chance` is the mean error of a network that is as right as it is sure, with the same confidences on as
    many rows, and `most_by_chance` the error that it exceeds in one of 20 cases.
    """

    confidence: Numbers
    right: Numbers
    rows: NDArray[np.int64]
    error: float
    gap: float
    chance: float
    most_by_chance: float


def calibration(probabilities: Array, labels: Array) -> Calibration:
    """Of `probabilities` `[n, classes]` and class numbers `labels` `[n]`, in ten bins of the same width.

    The bins are those of scikit-learn's `calibration_curve`: each has its upper bound, the first both.
    """
    sure = probabilities.max(axis=1).astype(np.float64)
    is_right = (probabilities.argmax(axis=1) == labels).astype(np.float64)
    bins = np.searchsorted(np.linspace(0, 1, _BINS + 1)[1:-1], sure)
    rows = np.bincount(bins, minlength=_BINS)
    held = rows > 0
    counts = rows[held]
    confidence = np.bincount(bins, weights=sure, minlength=_BINS)[held] / counts
    right = np.bincount(bins, weights=is_right, minlength=_BINS)[held] / counts
    error = float(np.sum(np.abs(confidence - right) * counts) / len(sure))
    by_chance = _errors_by_chance(sure, bins)
    gap = float(sure.mean() - is_right.mean())
    return Calibration(
        confidence, right, counts, error, gap, float(by_chance.mean()), float(np.quantile(by_chance, 0.95))
    )


def _errors_by_chance(sure: Numbers, bins: NDArray[np.intp]) -> Numbers:
    """The calibration errors `[draws]` of answers that are right with the probabilities `sure` `[n]`."""
    generator = np.random.default_rng(0)
    errors = np.empty(_DRAWS)
    for draw in range(_DRAWS):
        is_right = generator.random(len(sure)) < sure
        errors[draw] = np.abs(np.bincount(bins, weights=sure - is_right)).sum() / len(sure)
    return errors
