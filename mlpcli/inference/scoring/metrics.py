"""Keras's metrics without TensorFlow.

Classes named here are those of keras/src/metrics/, with their default arguments unless they have others here.
Counts are exact and sums are in float64; Keras computes both in float32.
"""

import math
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from mlpcli.config.dataset_facts import Encoding
from mlpcli.config.metrics import measured_with
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.data.average_precision import average_precision
from mlpcli.data.dataset import Array
from mlpcli.data.roc_auc import area_under_curve
from mlpcli.inference.scoring.class_scores import squares
from mlpcli.inference.scoring.losses import (
    binary_crossentropy,
    categorical_crossentropy,
    cosine_similarity,
    kl_divergence,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    sparse_categorical_crossentropy,
)
from mlpcli.inference.scoring.scored_rows import Figure, ScoredRows, mean_of

_THRESHOLD = 0.5
_EPSILON = 1e-7


def categorical_accuracy(rows: ScoredRows) -> Array:
    """Whether the target is the class of the largest output, the first in a tie: `CategoricalAccuracy`."""
    hits: Array = np.argmax(rows.outputs, axis=-1) == rows.targets
    return hits


def binary_accuracy(rows: ScoredRows) -> Array:
    """Whether the output is over 0.5 if the target is 1, and not over it if it is 0: `BinaryAccuracy`."""
    hits: Array = _taken(rows) == _positive(rows)
    return hits


def top_k_categorical_accuracy(rows: ScoredRows, k: int = 5) -> Array:
    """Whether fewer than `k` classes rank above the target: `TopKCategoricalAccuracy`.

    Ties do not rank above. A row with a value that is not finite is a miss:
    tensorflow/core/kernels/in_topk_op.h.
    """
    ahead = np.sum(rows.outputs > rows.of_target(rows.outputs)[:, None], axis=-1)
    hits: Array = (ahead < k) & np.isfinite(rows.outputs).all(axis=-1)
    return hits


def root_mean_squared_error(rows: ScoredRows) -> float:
    """The root of the mean over all rows and outputs: `RootMeanSquaredError`."""
    return math.sqrt(mean_of(mean_squared_error)(rows))


def cosine_of_targets(rows: ScoredRows) -> Array:
    """The cosine of the angle between targets and outputs: `CosineSimilarity`."""
    return -cosine_similarity(rows)


def f1_score(rows: ScoredRows, average: str = "macro", threshold: float | None = None) -> float:
    """The harmonic mean of precision and recall over the classes: `F1Score`.

    Without a threshold a class is predicted if no other is more probable, even if several are.
    """
    sums = np.zeros((3, 1 if average == "micro" else rows.outputs.shape[1]))
    for batch in rows.batches():
        outputs, true = batch.outputs, batch.expected != 0
        if threshold is None:
            largest = np.max(outputs, axis=-1, keepdims=True)
            taken = (outputs >= largest) & (np.abs(outputs) > np.float32(1e-9))
        else:
            taken = outputs > np.float32(threshold)
        counts = np.array([np.count_nonzero(one, axis=0) for one in (taken & true, taken, true)])
        sums += counts.sum(axis=1, keepdims=True) if average == "micro" else counts
    hits, predicted, there = sums
    precisions, recalls = hits / (predicted + _EPSILON), hits / (there + _EPSILON)
    scores = 2 * precisions * recalls / (precisions + recalls + _EPSILON)
    return float(np.average(scores, weights=there) if average == "weighted" else scores.mean())


def precision(rows: ScoredRows, thresholds: float = _THRESHOLD) -> float:
    """The share of class 1 among the rows with outputs over the threshold, 0 if there are none:
    `Precision`."""
    return _share_of(_positive(rows), _taken(rows, thresholds))


def recall(rows: ScoredRows, thresholds: float = _THRESHOLD) -> float:
    """The share of outputs over the threshold among the rows of class 1, 0 if there are none: `Recall`."""
    return _share_of(_taken(rows, thresholds), _positive(rows))


def true_positives(rows: ScoredRows, thresholds: float = _THRESHOLD) -> float:
    """The number of rows of class 1 with outputs over the threshold: `TruePositives`."""
    return float(np.count_nonzero(_taken(rows, thresholds) & _positive(rows)))


def false_positives(rows: ScoredRows, thresholds: float = _THRESHOLD) -> float:
    """The number of rows of class 0 with outputs over the threshold: `FalsePositives`."""
    return float(np.count_nonzero(_taken(rows, thresholds) & ~_positive(rows)))


def true_negatives(rows: ScoredRows, thresholds: float = _THRESHOLD) -> float:
    """The number of rows of class 0 with outputs not over the threshold: `TrueNegatives`."""
    return float(np.count_nonzero(~_taken(rows, thresholds) & ~_positive(rows)))


def false_negatives(rows: ScoredRows, thresholds: float = _THRESHOLD) -> float:
    """The number of rows of class 1 with outputs not over the threshold: `FalseNegatives`."""
    return float(np.count_nonzero(~_taken(rows, thresholds) & _positive(rows)))


def auc(rows: ScoredRows, curve: str = "ROC") -> float:
    """The area under the curve of the single output, see `area_under_curve` and `average_precision`."""
    area = average_precision if curve == "PR" else area_under_curve
    return area(rows.outputs[:, 0], _positive(rows))


def r2_score(rows: ScoredRows) -> float:
    """The mean over the targets of 1 - residual / total squares: `R2Score`.

    A constant target counts as 0, or as nan if it was predicted exactly. Keras subtracts one large float32
    sum from another, so that its own figure is inaccurate if targets vary little relative to their size.
    """
    residual, total = squares(rows.outputs, rows.targets)
    scores = 1 - residual / total
    return float(np.where(np.isinf(scores), 0.0, scores).mean())


METRICS: Mapping[str, Callable[..., float]] = {
    "accuracy": mean_of(categorical_accuracy),
    "top_k_categorical_accuracy": lambda rows, k: mean_of(partial(top_k_categorical_accuracy, k=k))(rows),
    "kl_divergence": mean_of(kl_divergence),
    "cosine_similarity": mean_of(cosine_of_targets),
    "f1_score": f1_score,
    "true_positives": true_positives,
    "false_positives": false_positives,
    "true_negatives": true_negatives,
    "false_negatives": false_negatives,
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


def metric_of(metric: str | WithArguments, encoding: Encoding) -> Figure:
    """The metric that a config chooses, for targets in this encoding."""
    name = name_of(metric)
    return partial(_SPECIAL[encoding].get(name) or METRICS[name], **measured_with(metric, encoding))


def _taken(rows: ScoredRows, threshold: float = _THRESHOLD) -> Array:
    taken: Array = rows.outputs[:, 0] > np.float32(threshold)
    return taken


def _positive(rows: ScoredRows) -> Array:
    positive: Array = rows.targets != 0
    return positive


def _share_of(part: Array, whole: Array) -> float:
    count = np.count_nonzero(whole)
    return np.count_nonzero(part & whole) / count if count else 0.0
