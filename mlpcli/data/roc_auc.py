"""The area under the ROC curve."""

import numpy as np

from mlpcli.data.dataset import Array


def area_under_curve(outputs: Array, positive: Array) -> float:
    """The exact area under the receiver operating characteristic of `outputs` `[rows]`.

    `positive` `[rows]` says which rows are of class 1. The area is the share of pairs in which the output of
    the class 1 row is larger than that of the class 0 row, with ties counted half: the Mann-Whitney statistic
    from the ranks of all outputs, as in scikit-learn's `roc_auc_score`. It is 0 if a class has no rows. NaN
    ranks lowest. Keras's `AUC` uses 200 evenly spaced thresholds, and is far off if outputs cluster.
    """
    hits, others = np.count_nonzero(positive), np.count_nonzero(~positive)
    if not hits or not others:
        return 0.0
    known = np.where(np.isnan(outputs), -np.inf, outputs)
    _, places, counts = np.unique(known, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[positive].sum() - hits * (hits + 1) / 2) / (hits * others))
