"""Whether one column gives the target away."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_BINS = 20
# Of the mistakes that always answering the same makes, or of the variance, this share may be left.
_LEFT = 0.01
_FEWEST_ROWS = 50
# Stretches for each row that is not of the commonest class: by chance there are nearly two.
_FEW_STRETCHES = 0.2
# Of the targets at either end: a row of totals would be nearly all of the variance.
_TRIMMED = 0.01


def tells_the_target(values: NDArray[Any], targets: NDArray[Any], are_classes: bool) -> bool:
    """Whether `values` `[rows]`, numbers with NaN or the numbers of categories, leave hardly anything of
    `targets` `[rows]` to be predicted.

    The values are put into 20 bins with as many rows each, or one for each of a few different ones, and each
    answers with its commonest class, or with a line through its rows. Classes may also follow each other in a
    few stretches of values.
    """
    there = np.isfinite(values.astype(np.float64)) & np.isfinite(targets.astype(np.float64))
    if not are_classes and there.any():
        low, high = np.quantile(targets[there], [_TRIMMED, 1 - _TRIMMED])
        there &= (targets >= low) & (targets <= high)
    values, targets = values[there], targets[there]
    different, codes = np.unique(values, return_inverse=True)
    if len(values) < _FEWEST_ROWS or len(different) < 2 or (np.unique(targets).size < 2):
        return False
    if len(different) > _BINS:
        edges = np.unique(np.quantile(values, np.linspace(0, 1, _BINS + 1)[1:-1]))
        codes = np.searchsorted(edges, values, side="right")
    if are_classes and _are_apart(values, targets.astype(np.int64)):
        return True
    if are_classes:
        return _mistakes_left(codes, targets.astype(np.int64)) <= _LEFT
    return _variance_left(codes, values.astype(np.float64), targets.astype(np.float64)) <= _LEFT


def _are_apart(values: NDArray[Any], targets: NDArray[np.int64]) -> bool:
    """Whether the classes follow each other in a few stretches of the values, as in the numbers of rows that
    were sorted by class. Bins have two classes in them where one stretch ends."""
    order = np.lexsort((targets, values))
    stretches = np.append(0, np.cumsum(np.diff(targets[order]) != 0))
    others = len(targets) - np.bincount(targets).max()
    if stretches[-1] >= min(_BINS, others * _FEW_STRETCHES):
        return False
    # A value is in one of them, even if it has several classes.
    last = np.searchsorted(values[order], values[order], side="right") - 1
    return _mistakes_left(stretches[last], targets[order]) <= _LEFT


def _mistakes_left(codes: NDArray[Any], targets: NDArray[np.int64]) -> float:
    counts = np.zeros((int(codes.max()) + 1, int(targets.max()) + 1))
    np.add.at(counts, (codes, targets), 1)
    wrong = len(targets) - counts.max(axis=1).sum()
    return float(wrong / (len(targets) - counts.sum(axis=0).max()))


def _variance_left(codes: NDArray[Any], values: NDArray[np.float64], targets: NDArray[np.float64]) -> float:
    left = 0.0
    for code in range(int(codes.max()) + 1):
        x, y = values[codes == code], targets[codes == code]
        if len(y) < 2:
            continue
        x, y = x - x.mean(), y - y.mean()
        spread = float(x @ x)
        left += float(y @ y) - (float(x @ y) ** 2 / spread if spread > 0 else 0.0)
    whole = float(((targets - targets.mean()) ** 2).sum())
    return left / whole if whole > 0 else 1.0
