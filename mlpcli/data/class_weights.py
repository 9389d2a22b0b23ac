"""The weights of rows by their classes, from `training.class_weight`."""

from collections.abc import Mapping

import numpy as np

from mlpcli.data.dataset import Array


def row_weights(labels: Array, wanted: str | Mapping[str, float], classes: tuple[str, ...]) -> Array:
    """The float32 weight of every row of `labels`.

    `balanced` gives a class the weight rows / (classes * rows of the class), as scikit-learn's
    compute_class_weight does. Classes missing from a mapping have weight 1.
    """
    if wanted == "balanced":
        counts = np.bincount(labels.astype(np.int64), minlength=len(classes))
        weights = len(labels) / (len(classes) * np.maximum(counts, 1))
    else:
        table = {} if isinstance(wanted, str) else wanted
        weights = np.array([table.get(name, 1.0) for name in classes])
    by_class: Array = weights.astype(np.float32)
    return by_class[labels]
