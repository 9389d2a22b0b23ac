"""What the order of numbers tells."""

import numpy as np

from mlpcli.data.dataset import Array


def area_under_curve(outputs: Array, positive: Array) -> float:
    """The area under the receiver operating characteristic of `outputs` `[rows]`, exactly.

    `positive` `[rows]` says which are of class 1. The area is how often an output of class 1 is larger than
    one of class 0, of all pairs, equals counted half: Mann and Whitney's statistic from the ranks of all
    outputs, as scikit-learn's `roc_auc_score`. It is 0 where there are none of a class. What is not a number
    ranks lowest. Keras's `AUC` looks at 200 even thresholds, and is far off where outputs cluster.
    """
    hits, others = np.count_nonzero(positive), np.count_nonzero(~positive)
    if not hits or not others:
        return 0.0
    known = np.where(np.isnan(outputs), -np.inf, outputs)
    _, places, counts = np.unique(known, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[positive].sum() - hits * (hits + 1) / 2) / (hits * others))
