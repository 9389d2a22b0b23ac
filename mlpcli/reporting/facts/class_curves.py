"""Receiver operating characteristic and precision-recall curves, one class against all others.

The definitions are scikit-learn's (`roc_curve`, `precision_recall_curve`, `average_precision_score`), where
rows of the same score are on the same side of every threshold; tests compare them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array

Numbers = NDArray[np.float64]

# More points than a screen has pixels are not seen.
_MOST_POINTS = 200


@dataclass(frozen=True)
class ClassCurves:
    """The curves of one class, which `rows` of the rows are of.

    `false_positives` and `true_positives` are rates, from (0, 0) to (1, 1), and `auc` the area below them.
    `recall` falls from 1 to 0 with its `precision`; `average_precision` is their mean over the steps of
    recall. The points are as many as a picture needs; the figures are of all.
    """

    name: str
    rows: int
    false_positives: Numbers
    true_positives: Numbers
    auc: float
    recall: Numbers
    precision: Numbers
    average_precision: float


def class_curves(
    probabilities: Array, labels: Array, classes: Sequence[str], chosen: Sequence[int]
) -> list[ClassCurves]:
    """The curves of the `chosen` class numbers, from `probabilities` `[n, classes]` and `labels` `[n]`.

    A class has none if no row is of it, or if all are.
    """
    found = []
    for number in chosen:
        is_of_it = labels == number
        if 0 < is_of_it.sum() < len(labels):
            found.append(_curves(classes[number], probabilities[:, number], is_of_it))
    return found


def _curves(name: str, scores: Array, is_of_it: NDArray[np.bool_]) -> ClassCurves:
    order = np.argsort(-scores, kind="stable")
    scores, hits = scores[order], is_of_it[order]
    # The last row of each score.
    steps = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    found = np.cumsum(hits, dtype=np.float64)[steps]
    taken = steps + 1.0
    total = found[-1]
    true, false = np.append(0.0, found / total), np.append(0.0, (taken - found) / (len(hits) - total))
    precision, recall = found / taken, found / total
    average = float(np.sum(np.diff(recall, prepend=0.0) * precision))
    roc, both = _seen(false, true), _seen(np.append(0.0, recall), np.append(1.0, precision))
    return ClassCurves(
        name,
        int(total),
        false[roc],
        true[roc],
        float(np.trapezoid(true, false)),
        np.append(0.0, recall)[both][::-1],
        np.append(1.0, precision)[both][::-1],
        average,
    )


def _seen(across: Numbers, up: Numbers) -> NDArray[np.intp]:
    """The points to draw: all, or the corners, or where these are too many, some about evenly far from each
    other along the curve; and both ends."""
    if len(across) <= _MOST_POINTS:
        return np.arange(len(across))
    places = _corners(across, up)
    if len(places) <= _MOST_POINTS:
        return places
    length = np.append(0.0, np.cumsum(np.hypot(np.diff(across[places]), np.diff(up[places]))))
    wanted = np.linspace(0, length[-1], _MOST_POINTS)
    chosen = np.searchsorted(length, wanted).clip(0, len(places) - 1)
    chosen[0], chosen[-1] = 0, len(places) - 1
    thinned: NDArray[np.intp] = places[np.unique(chosen)]
    return thinned


def _corners(across: Numbers, up: Numbers) -> NDArray[np.intp]:
    """The points where a curve of steps turns, and both ends: those between lie on the same step."""
    level, upright = np.diff(up) == 0, np.diff(across) == 0
    straight = (level[:-1] & level[1:]) | (upright[:-1] & upright[1:])
    return np.flatnonzero(np.concatenate([[True], ~straight, [True]]))
