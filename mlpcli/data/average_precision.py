"""The area under the curve of precision over recall."""

import numpy as np

from mlpcli.data.dataset import Array


def average_precision(outputs: Array, positive: Array) -> float:
    """The average precision of `outputs` `[rows]`; `positive` `[rows]` says which rows are of class 1.

    It is the sum over all distinct outputs, from the largest down, of the precision at that threshold times
    the recall that it adds, as in scikit-learn's `average_precision_score`: exact, and never interpolated.
    It is 0 without rows of class 1. NaN ranks lowest. Keras's `AUC` interpolates between 200 thresholds.
    """
    hits = np.count_nonzero(positive)
    if not hits:
        return 0.0
    known = np.where(np.isnan(outputs), -np.inf, outputs)
    order = np.argsort(-known, kind="stable")
    falling = known[order]
    # The last of each group of equal outputs.
    last = np.append(np.flatnonzero(falling[1:] != falling[:-1]), len(falling) - 1)
    found = np.cumsum(positive[order])[last]
    added = np.diff(found, prepend=0)
    return float(np.sum(added / hits * (found / (last + 1))))
