"""Scores of predictions, and of guesses without a network. Pure NumPy, in float64.

The definitions are scikit-learn's (https://scikit-learn.org/stable/modules/model_evaluation.html) with
`zero_division=0`; tests compare them. Importing scikit-learn would cost every evaluation 1.2 s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array
from mlpcli.data.stores.disk_rows import AnyRows, blocks_of, class_counts

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class ClassScores:
    """One class against all others; `support` is its number of rows."""

    precision: float
    recall: float
    f1: float
    support: int


MOST_CONFUSED = 2000
"""The largest number of classes that a confusion matrix is kept for: its size is the square of it."""


@dataclass(frozen=True)
class ClassificationScores:
    """Scores over all rows and by class name, and the confusion matrix.

    `macro_f1` is the unweighted mean over all classes. `confusion[i][j]` is the number of rows of class i
    that were predicted as class j; it is empty for more than MOST_CONFUSED classes.
    """

    accuracy: float
    macro_f1: float
    per_class: Mapping[str, ClassScores]
    confusion: tuple[tuple[int, ...], ...]

    @property
    def macro_recall(self) -> float:
        """The mean recall of the classes that have rows: scikit-learn's balanced accuracy; 0 without any."""
        recalls = [one.recall for one in self.per_class.values() if one.support]
        return sum(recalls) / len(recalls) if recalls else 0.0


@dataclass(frozen=True)
class RegressionScores:
    """Mean absolute error, root mean squared error, and coefficient of determination."""

    mae: float
    rmse: float
    r2: float


def binary_probabilities(outputs: Array) -> Array:
    """`[1 - p, p]` as `[n, 2]`, from the `outputs` p `[n, 1]` or `[n]` of a one-unit network; same dtype."""
    positive = outputs.reshape(-1)
    return np.stack([np.subtract(1, positive, dtype=positive.dtype), positive], axis=1)


def class_probabilities(outputs: Array) -> Array:
    """`[n, classes]`, from a network with one unit for two classes, or with one unit per class."""
    return binary_probabilities(outputs) if outputs.shape[1] == 1 else outputs


def classification_scores(
    probabilities: Array, labels: Array, classes: Sequence[str]
) -> ClassificationScores:
    """Scores of `probabilities` `[n, k]` against the integer `labels` `[n]`; division by zero gives 0.

    The predicted class of a row is the most probable one, the first in a tie.
    """
    return label_scores(np.argmax(probabilities, axis=1), labels, classes)


def label_scores(predicted: Array, labels: Array, classes: Sequence[str]) -> ClassificationScores:
    """Scores of the `predicted` class numbers `[n]` against `labels` `[n]`; division by zero gives 0."""
    count = len(classes)
    hits = np.bincount(labels[labels == predicted].astype(np.int64), minlength=count)
    support, found = (np.bincount(each.astype(np.int64), minlength=count) for each in (labels, predicted))
    precision = _divided(hits, found)
    recall = _divided(hits, support)
    f1 = _divided(2 * hits, support + found)
    columns = zip(precision.tolist(), recall.tolist(), f1.tolist(), support.tolist(), strict=True)
    return ClassificationScores(
        accuracy=float(_divided(hits.sum(), support.sum())),
        macro_f1=float(f1.mean()),
        per_class={name: ClassScores(*figures) for name, figures in zip(classes, columns, strict=True)},
        confusion=_confusion(predicted, labels, count),
    )


def regression_scores(predicted: Array, targets: Array) -> RegressionScores:
    """Scores of `predicted` `[n, t]` against `targets` `[n, t]`.

    `mae` and `r2` are unweighted means over the t targets. `rmse` is the root of the mean over all rows and
    targets: the root of the metric `mean_squared_error`, as in Keras. scikit-learn's mean of each target's
    root is a different number.

    The r2 of a constant target is 1 if every prediction is exact, else 0.
    """
    errors = np.asarray(predicted, dtype=np.float64) - targets
    residual, total = squares(predicted, targets)
    unexplained = np.divide(residual, total, out=np.where(residual == 0, 0.0, 1.0), where=total > 0)
    return RegressionScores(
        mae=float(np.abs(errors).mean()),
        rmse=float(np.sqrt((errors**2).mean())),
        r2=float((1 - unexplained).mean()),
    )


def squares(predicted: Array, targets: Array) -> tuple[Numbers, Numbers]:
    """The two sums of squares of the coefficient of determination, per target: two arrays `[t]`.

    The first is of the errors of `predicted` `[n, t]` against `targets` `[n, t]`; the second of the targets'
    deviations from their mean, exactly 0 for a constant target.
    """
    values = np.asarray(targets, dtype=np.float64)
    # Relative to the first value: the mean of equal floats can differ from them by a rounding.
    deviations = values - values[0]
    residual, total = predicted - values, deviations - deviations.mean(axis=0)
    return (residual**2).sum(axis=0), (total**2).sum(axis=0)


def majority_baseline(train_labels: AnyRows, labels: Array, classes: Sequence[str]) -> ClassificationScores:
    """The scores on `labels` `[n]` of always predicting the most frequent of `train_labels`, class numbers
    `[m]`."""
    return label_scores(np.full(len(labels), np.argmax(class_counts(train_labels))), labels, classes)


def mean_baseline(train_targets: AnyRows, targets: Array) -> RegressionScores:
    """The scores on `targets` `[n, t]` of always predicting the mean of `train_targets` `[m, t]`."""
    sums = [np.asarray(block, dtype=np.float64).sum(axis=0) for block in blocks_of(train_targets)]
    mean = sum(sums) / len(train_targets)
    return regression_scores(np.broadcast_to(mean, targets.shape), targets)


def _confusion(predicted: Array, labels: Array, count: int) -> tuple[tuple[int, ...], ...]:
    if count > MOST_CONFUSED:
        return ()
    cells = labels.astype(np.int64) * count + predicted.astype(np.int64)
    rows = np.bincount(cells, minlength=count * count).reshape(count, count).tolist()
    return tuple(tuple(row) for row in rows)


def _divided(numerator: Array, denominator: Array) -> Numbers:
    above = np.asarray(numerator, dtype=np.float64)
    below = np.asarray(denominator, dtype=np.float64)
    return np.divide(above, below, out=np.zeros_like(above), where=below != 0)
