"""Keras's losses, row by row, in float32 as Keras computes them, without TensorFlow.

Unless another file is named, the formulas are those of the functions of the same names in
keras/src/losses/losses.py, with the default arguments of their classes. Losses that Keras computes from
logits have them in their rows.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from mlpcli.config.dataset_facts import Encoding
from mlpcli.config.losses import OF_OVERLAP, arguments_of, is_of_batch
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.data.dataset import Array
from mlpcli.inference.scoring.overlap_losses import of_all_rows, of_rows
from mlpcli.inference.scoring.scored_rows import Figure, Rowwise, ScoredRows, mean_of

# `epsilon` of keras/src/backend/config.py: probabilities are clipped to this distance from 0 and 1.
_EPSILON = 1e-7


def categorical_crossentropy(rows: ScoredRows, label_smoothing: float = 0.0) -> Array:
    """-log of the target's share of the row sum, for one-hot targets; keras/src/backend/tensorflow/nn.py."""
    if label_smoothing:
        return -_sum(_smoothed(rows, label_smoothing) * _log_shares(rows))
    if rows.logits is not None:
        return _softmax_crossentropy(rows, rows.logits)
    return -np.log(_clipped(_shares(rows)))


def sparse_categorical_crossentropy(rows: ScoredRows) -> Array:
    """-log of the target's share, clipped before the division; keras/src/backend/tensorflow/nn.py."""
    logits = np.log(_clipped(rows.outputs)) if rows.logits is None else rows.logits
    return _softmax_crossentropy(rows, logits)


def categorical_focal_crossentropy(
    rows: ScoredRows, alpha: float = 0.25, gamma: float = 2.0, label_smoothing: float = 0.0
) -> Array:
    """Crossentropy with less weight on confident rows: alpha * (1 - p)^gamma * -log(p) of the target's share
    p, or that of every class times its smoothed target."""
    if label_smoothing:
        shares = _clipped(rows.outputs / np.sum(rows.outputs, axis=-1, keepdims=True))
        expected = _smoothed(rows, label_smoothing)
        return _sum(alpha * (1 - shares) ** np.float32(gamma) * -expected * np.log(shares))
    share = _clipped(_shares(rows))
    return alpha * (1 - share) ** np.float32(gamma) * -np.log(share)


def kl_divergence(rows: ScoredRows) -> Array:
    """Sum of y * log(y / p) over the classes, with y and p from 1e-7 to 1."""
    expected, outputs = np.clip(rows.expected, _EPSILON, 1), np.clip(rows.outputs, _EPSILON, 1)
    return _sum(expected * np.log(expected / outputs))


def binary_crossentropy(rows: ScoredRows, label_smoothing: float = 0.0) -> Array:
    """-log of the probability of the true class; keras/src/backend/tensorflow/nn.py."""
    return _mean(_binary_crossentropy(rows, _smoothed_bits(rows, label_smoothing)))


def binary_focal_crossentropy(
    rows: ScoredRows,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    label_smoothing: float = 0.0,
) -> Array:
    """Binary crossentropy times (1 - p)^gamma, where p is the probability of the true class, and times the
    weight of the class if they are balanced."""
    expected, outputs = _smoothed_bits(rows, label_smoothing), rows.outputs
    given = expected * outputs + (1 - expected) * (1 - outputs)
    losses = (1 - given) ** np.float32(gamma) * _binary_crossentropy(rows, expected)
    if apply_class_balancing:
        losses = losses * (expected * alpha + (1 - expected) * (1 - alpha))
    return _mean(losses)


def mean_squared_error(rows: ScoredRows) -> Array:
    """Mean of (y - p)^2 over the outputs."""
    return _mean((rows.expected - rows.outputs) ** 2)


def mean_absolute_error(rows: ScoredRows) -> Array:
    """Mean of |y - p| over the outputs."""
    return _mean(np.abs(rows.expected - rows.outputs))


def mean_absolute_percentage_error(rows: ScoredRows) -> Array:
    """100 times the mean of |y - p| / |y|, with |y| at least 1e-7."""
    size = np.maximum(np.abs(rows.expected), np.float32(_EPSILON))
    return 100 * _mean(np.abs((rows.expected - rows.outputs) / size))


def mean_squared_logarithmic_error(rows: ScoredRows) -> Array:
    """Mean of (log(1 + p) - log(1 + y))^2, with p and y at least 1e-7."""
    outputs, expected = (np.maximum(part, np.float32(_EPSILON)) for part in (rows.outputs, rows.expected))
    return _mean((np.log(outputs + 1) - np.log(expected + 1)) ** 2)


def huber(rows: ScoredRows, delta: float = 1.0) -> Array:
    """Mean of e^2 / 2 where |e| <= delta, and of delta * |e| - delta^2 / 2 elsewhere."""
    error, bound = np.abs(rows.outputs - rows.expected), np.float32(delta)
    return _mean(np.where(error <= bound, 0.5 * error**2, bound * error - 0.5 * bound**2))


def log_cosh(rows: ScoredRows) -> Array:
    """Mean of log(cosh(e)), as e + log(1 + exp(-2e)) - log(2)."""
    error = rows.outputs - rows.expected
    return _mean(error + np.logaddexp(np.float32(0), -2 * error) - np.log(np.float32(2)))


def poisson(rows: ScoredRows) -> Array:
    """Mean of p - y * log(p + 1e-7)."""
    return _mean(rows.outputs - rows.expected * np.log(rows.outputs + np.float32(_EPSILON)))


def hinge(rows: ScoredRows) -> Array:
    """1 - y * s, at least 0, of the score s and y = -1 or 1."""
    return _mean(_lacking(rows))


def squared_hinge(rows: ScoredRows) -> Array:
    """The square of `hinge`."""
    return _mean(_lacking(rows) ** 2)


def categorical_hinge(rows: ScoredRows) -> Array:
    """1 + the largest score of the other classes, at least 0, - that of the target; at least 0."""
    scores = _scores(rows)
    others = np.max((1 - rows.expected) * scores, axis=-1)
    lacking: Array = np.maximum(others - rows.of_target(scores) + 1, np.float32(0))
    return lacking


def cosine_similarity(rows: ScoredRows) -> Array:
    """- the cosine of the angle between targets and outputs, 0 if one of them is 0."""
    return -_sum(_normalized(rows.expected) * _normalized(rows.outputs))


LOSSES: Mapping[str, Callable[..., Array]] = {
    loss.__name__: loss
    for loss in (
        categorical_crossentropy,
        sparse_categorical_crossentropy,
        categorical_focal_crossentropy,
        kl_divergence,
        binary_crossentropy,
        binary_focal_crossentropy,
        mean_squared_error,
        mean_absolute_error,
        mean_absolute_percentage_error,
        mean_squared_logarithmic_error,
        huber,
        log_cosh,
        poisson,
        hinge,
        squared_hinge,
        categorical_hinge,
        cosine_similarity,
    )
}


# Which of the two it is depends on the encoding, as in training.
_BY_ENCODING = ("categorical_crossentropy", "sparse_categorical_crossentropy")


def loss_figure(loss: str | WithArguments, encoding: Encoding) -> Figure:
    """The loss that a config chooses, over all rows, for targets in this encoding.

    It is the mean over the rows, or for a loss of a whole batch that of one batch with all of them.
    """
    return of_all_rows(loss) if is_of_batch(loss) else mean_of(loss_of(loss, encoding))


def loss_of(loss: str | WithArguments, encoding: Encoding) -> Rowwise:
    """The loss that a config chooses, for every row by itself, for targets in this encoding."""
    name, arguments = name_of(loss), arguments_of(loss)
    if name in OF_OVERLAP:
        return of_rows(loss)
    # Rows have their logits with them, if the network has any.
    arguments.pop("from_logits", None)
    if name in _BY_ENCODING and encoding == "index":
        return sparse_categorical_crossentropy
    if name in _BY_ENCODING:
        name = "categorical_crossentropy"
    return partial(LOSSES[name], **arguments)


def _shares(rows: ScoredRows) -> Array:
    """The target's share of the row's sum."""
    shares: Array = rows.of_target(rows.outputs) / _sum(rows.outputs)
    return shares


def _softmax_crossentropy(rows: ScoredRows, logits: Array) -> Array:
    shifted: Array = logits - np.max(logits, axis=-1, keepdims=True)
    return np.log(_sum(np.exp(shifted))) - rows.of_target(shifted)


def _log_shares(rows: ScoredRows) -> Array:
    """The logarithm of every class's share of the row's sum: `[rows, classes]`."""
    if rows.logits is None:
        return np.log(_clipped(rows.outputs / np.sum(rows.outputs, axis=-1, keepdims=True)))
    shifted: Array = rows.logits - np.max(rows.logits, axis=-1, keepdims=True)
    logarithms: Array = shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))
    return logarithms


def _smoothed(rows: ScoredRows, share: float) -> Array:
    smoothed: Array = rows.expected * np.float32(1 - share) + np.float32(share / rows.outputs.shape[1])
    return smoothed


def _smoothed_bits(rows: ScoredRows, share: float) -> Array:
    smoothed: Array = rows.expected * np.float32(1 - share) + np.float32(0.5 * share)
    return smoothed


def _scores(rows: ScoredRows) -> Array:
    if rows.logits is None:
        raise ValueError("a hinge loss needs scores")
    return rows.logits


def _lacking(rows: ScoredRows) -> Array:
    lacking: Array = np.maximum(1 - (2 * rows.expected - 1) * _scores(rows), np.float32(0))
    return lacking


def _normalized(values: Array) -> Array:
    # `_normalize` in keras/src/ops/nn.py.
    length = np.sqrt(np.maximum(np.sum(values**2, axis=-1, keepdims=True), np.float32(_EPSILON**2)))
    normalized: Array = values / length
    return normalized


def _binary_crossentropy(rows: ScoredRows, expected: Array) -> Array:
    losses: Array
    if rows.logits is None:
        outputs = _clipped(rows.outputs)
        losses = -(expected * np.log(outputs) + (1 - expected) * np.log(1 - outputs))
    else:
        # sigmoid_cross_entropy_with_logits in tensorflow/python/ops/nn_impl.py.
        softened = np.log1p(np.exp(-np.abs(rows.logits)))
        losses = np.maximum(rows.logits, 0) - rows.logits * expected + softened
    return losses


def _clipped(probabilities: Array) -> Array:
    clipped: Array = np.clip(probabilities, _EPSILON, 1 - _EPSILON)
    return clipped


def _mean(values: Array) -> Array:
    means: Array = np.mean(values, axis=-1)
    return means


def _sum(values: Array) -> Array:
    sums: Array = np.sum(values, axis=-1)
    return sums
