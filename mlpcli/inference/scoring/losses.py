"""Keras's losses, row by row, in float32 as Keras computes them, without TensorFlow.

Unless another file is named, the formulas are those of the functions of the same names in
keras/src/losses/losses.py, with the default arguments of their classes.
"""

from collections.abc import Mapping

import numpy as np

from mlpcli.config.dataset_facts import Encoding
from mlpcli.data.dataset import Array
from mlpcli.inference.scoring.scored_rows import Rowwise, ScoredRows

# `epsilon` of keras/src/backend/config.py: probabilities are clipped to this distance from 0 and 1.
_EPSILON = 1e-7
_FOCUS = 2.0
_FOCAL_SHARE = 0.25
_HUBER_DELTA = 1.0


def categorical_crossentropy(rows: ScoredRows) -> Array:
    """-log of the target's share of the row sum, for one-hot targets; keras/src/backend/tensorflow/nn.py."""
    if rows.logits is not None:
        return _softmax_crossentropy(rows, rows.logits)
    return -np.log(_clipped(_shares(rows)))


def sparse_categorical_crossentropy(rows: ScoredRows) -> Array:
    """-log of the target's share, clipped before the division; keras/src/backend/tensorflow/nn.py."""
    logits = np.log(_clipped(rows.outputs)) if rows.logits is None else rows.logits
    return _softmax_crossentropy(rows, logits)


def categorical_focal_crossentropy(rows: ScoredRows) -> Array:
    """Crossentropy with less weight on confident rows: 0.25 * (1 - p)^2 * -log(p) of the target's share p."""
    share = _clipped(_shares(rows))
    return _FOCAL_SHARE * (1 - share) ** _FOCUS * -np.log(share)


def kl_divergence(rows: ScoredRows) -> Array:
    """Sum of y * log(y / p) over the classes, with y and p from 1e-7 to 1."""
    expected, outputs = np.clip(rows.expected, _EPSILON, 1), np.clip(rows.outputs, _EPSILON, 1)
    return _sum(expected * np.log(expected / outputs))


def binary_crossentropy(rows: ScoredRows) -> Array:
    """-log of the probability of the true class; keras/src/backend/tensorflow/nn.py."""
    return _mean(_binary_crossentropy(rows))


def binary_focal_crossentropy(rows: ScoredRows) -> Array:
    """Binary crossentropy times (1 - p)^2, where p is the probability of the true class."""
    expected, outputs = rows.expected, rows.outputs
    given = expected * outputs + (1 - expected) * (1 - outputs)
    return _mean((1 - given) ** _FOCUS * _binary_crossentropy(rows))


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


def huber(rows: ScoredRows) -> Array:
    """Mean of e^2 / 2 where |e| <= 1, and of |e| - 1/2 elsewhere."""
    error = np.abs(rows.outputs - rows.expected)
    linear = _HUBER_DELTA * error - 0.5 * _HUBER_DELTA**2
    return _mean(np.where(error <= _HUBER_DELTA, 0.5 * error**2, linear))


def log_cosh(rows: ScoredRows) -> Array:
    """Mean of log(cosh(e)), as e + log(1 + exp(-2e)) - log(2)."""
    error = rows.outputs - rows.expected
    return _mean(error + np.logaddexp(np.float32(0), -2 * error) - np.log(np.float32(2)))


def poisson(rows: ScoredRows) -> Array:
    """Mean of p - y * log(p + 1e-7)."""
    return _mean(rows.outputs - rows.expected * np.log(rows.outputs + np.float32(_EPSILON)))


LOSSES: Mapping[str, Rowwise] = {
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
    )
}


# Which of the two it is depends on the encoding, as in training.
_BY_ENCODING = ("categorical_crossentropy", "sparse_categorical_crossentropy")


def loss_of(name: str, encoding: Encoding) -> Rowwise:
    """The loss called `name` in configs, for targets in this encoding."""
    if name in _BY_ENCODING:
        return sparse_categorical_crossentropy if encoding == "index" else categorical_crossentropy
    return LOSSES[name]


def _shares(rows: ScoredRows) -> Array:
    """The target's share of the row's sum."""
    shares: Array = rows.of_target(rows.outputs) / _sum(rows.outputs)
    return shares


def _softmax_crossentropy(rows: ScoredRows, logits: Array) -> Array:
    shifted: Array = logits - np.max(logits, axis=-1, keepdims=True)
    return np.log(_sum(np.exp(shifted))) - rows.of_target(shifted)


def _binary_crossentropy(rows: ScoredRows) -> Array:
    losses: Array
    if rows.logits is None:
        outputs = _clipped(rows.outputs)
        losses = -(rows.expected * np.log(outputs) + (1 - rows.expected) * np.log(1 - outputs))
    else:
        # sigmoid_cross_entropy_with_logits in tensorflow/python/ops/nn_impl.py.
        softened = np.log1p(np.exp(-np.abs(rows.logits)))
        losses = np.maximum(rows.logits, 0) - rows.logits * rows.expected + softened
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
