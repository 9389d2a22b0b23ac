"""Keras's metrics without TensorFlow.

Classes named here are those of keras/src/metrics/, with their default arguments. Counts are exact and sums
are in float64; Keras computes both in float32.
"""

import math
from collections.abc import Mapping

import numpy as np

from mlpcli.config.dataset_facts import Encoding
from mlpcli.data.dataset import Array
from mlpcli.data.roc_auc import area_under_curve
from mlpcli.inference.scoring.class_scores import squares
from mlpcli.inference.scoring.losses import (
    binary_crossentropy,
    categorical_crossentropy,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    sparse_categorical_crossentropy,
)
from mlpcli.inference.scoring.scored_rows import Figure, ScoredRows, mean_of

_TOP = 5
_THRESHOLD = 0.5


def categorical_accuracy(rows: ScoredRows) -> Array:
    """Whether the target is the class of the largest output, the first in a tie: `CategoricalAccuracy`."""
    hits: Array = np.argmax(rows.outputs, axis=-1) == rows.targets
    return hits


def binary_accuracy(rows: ScoredRows) -> Array:
    """Whether the output is over 0.5 if the target is 1, and not over it if it is 0: `BinaryAccuracy`."""
    hits: Array = _taken(rows) == _positive(rows)
    return hits


def top_k_categorical_accuracy(rows: ScoredRows) -> Array:
    """Whether fewer than 5 classes rank above the target: `TopKCategoricalAccuracy`.

    Ties do not rank above. A row with a value that is not finite is a miss:
    tensorflow/core/kernels/in_topk_op.h.
    """
    ahead = np.sum(rows.outputs > rows.of_target(rows.outputs)[:, None], axis=-1)
    hits: Array = (ahead < _TOP) & np.isfinite(rows.outputs).all(axis=-1)
    return hits


def root_mean_squared_error(rows: ScoredRows) -> float:
    """The root of the mean over all rows and outputs: `RootMeanSquaredError`."""
    return math.sqrt(mean_of(mean_squared_error)(rows))


def precision(rows: ScoredRows) -> float:
    """The share of class 1 among the rows with outputs over 0.5, 0 if there are none: `Precision`."""
    return _share_of(_positive(rows), _taken(rows))


def recall(rows: ScoredRows) -> float:
    """The share of outputs over 0.5 among the rows of class 1, 0 if there are none: `Recall`."""
    return _share_of(_taken(rows), _positive(rows))


def auc(rows: ScoredRows) -> float:
    """The area under the ROC curve of the single output, see `area_under_curve`."""
    return area_under_curve(rows.outputs[:, 0], _positive(rows))


def r2_score(rows: ScoredRows) -> float:
    """The mean over the targets of 1 - residual / total squares: `R2Score`.

    A constant target counts as 0, or as nan if it was predicted exactly. Keras subtracts one large float32
    sum from another, so that its own figure is inaccurate if targets vary little relative to their size.
    """
    residual, total = squares(rows.outputs, rows.targets)
    scores = 1 - residual / total
    return float(np.where(np.isinf(scores), 0.0, scores).mean())


METRICS: Mapping[str, Figure] = {
    "accuracy": mean_of(categorical_accuracy),
    "top_k_categorical_accuracy": mean_of(top_k_categorical_accuracy),
    "categorical_crossentropy": mean_of(categorical_crossentropy),
    "binary_crossentropy": mean_of(binary_crossentropy),
    "precision": precision,
    "recall": recall,
    "auc": auc,
    "mean_squared_error": mean_of(mean_squared_error),
    "mean_absolute_error": mean_of(mean_absolute_error),
    "mean_absolute_percentage_error": mean_of(mean_absolute_percentage_error),
    "root_mean_squared_error": root_mean_squared_error,
    "r2_score": r2_score,
}

_SPECIAL: Mapping[Encoding, Mapping[str, Figure]] = {
    "index": {"categorical_crossentropy": mean_of(sparse_categorical_crossentropy)},
    "column": {"accuracy": mean_of(binary_accuracy)},
    "one_hot": {},
    "numbers": {},
}


def metric_of(name: str, encoding: Encoding) -> Figure:
    """The metric called `name` in configs, for targets in this encoding."""
    return _SPECIAL[encoding].get(name) or METRICS[name]


def _taken(rows: ScoredRows) -> Array:
    taken: Array = rows.outputs[:, 0] > _THRESHOLD
    return taken


def _positive(rows: ScoredRows) -> Array:
    positive: Array = rows.targets != 0
    return positive


def _share_of(part: Array, whole: Array) -> float:
    count = np.count_nonzero(whole)
    return np.count_nonzero(part & whole) / count if count else 0.0
