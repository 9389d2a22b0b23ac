"""Losses and metrics as Keras objects, and targets in the encoding that they expect."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from mlpcli.config.dataset_facts import Encoding
from mlpcli.config.losses import arguments_of, is_of_batch
from mlpcli.config.metrics import figure_of, measured_with
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.data.stores.disk_rows import AnyRows, mapped
from mlpcli.inference.scoring.overlap_losses import overlap_loss
from mlpcli.network.loss_and_metrics import Objective
from mlpcli.training.engine.loss_of_all_rows import LossOfAllRows
from mlpcli.training.tensorflow import keras, tf


def _with(change: type, keras_class: Any) -> type:
    """A subclass of `keras_class`, of the same name, that differs by what `change` overrides."""
    return type(keras_class.__name__, (change, keras_class), {})


class _OfScores:
    """Compares the scores of which the outputs are the softmax or the sigmoid.

    Keras keeps them there for its own crossentropies: `_get_logits` in keras/src/backend/tensorflow/nn.py.
    """

    def call(self, y_true: Any, y_pred: Any) -> Any:
        # Keras first calls it with a placeholder alone, to create the variables.
        scores = y_pred if y_pred.op.type == "Placeholder" else y_pred._keras_logits
        return super().call(y_true, scores)  # type: ignore[misc]


class _OfBatch:
    """The mean of a loss's values for the classes, or its one value for all.

    `of_all_rows` is the loss of one batch with all rows, a LossOfAllRows.
    """

    of_all_rows: LossOfAllRows

    def call(self, y_true: Any, y_pred: Any) -> Any:
        # One number: Keras would take values for the classes for those of rows, and weight them so.
        return tf.reduce_mean(super().call(y_true, y_pred))  # type: ignore[misc]


LOSSES: Mapping[str, Callable[..., Any]] = {
    "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
    "sparse_categorical_crossentropy": keras.losses.CategoricalCrossentropy,
    "categorical_focal_crossentropy": keras.losses.CategoricalFocalCrossentropy,
    "kl_divergence": keras.losses.KLDivergence,
    "binary_crossentropy": keras.losses.BinaryCrossentropy,
    "binary_focal_crossentropy": keras.losses.BinaryFocalCrossentropy,
    "mean_squared_error": keras.losses.MeanSquaredError,
    "mean_absolute_error": keras.losses.MeanAbsoluteError,
    "mean_absolute_percentage_error": keras.losses.MeanAbsolutePercentageError,
    "mean_squared_logarithmic_error": keras.losses.MeanSquaredLogarithmicError,
    "huber": keras.losses.Huber,
    "log_cosh": keras.losses.LogCosh,
    "poisson": keras.losses.Poisson,
    "hinge": _with(_OfScores, keras.losses.Hinge),
    "squared_hinge": _with(_OfScores, keras.losses.SquaredHinge),
    "categorical_hinge": _with(_OfScores, keras.losses.CategoricalHinge),
    "cosine_similarity": keras.losses.CosineSimilarity,
    "dice": keras.losses.Dice,
    "tversky": keras.losses.Tversky,
}
_LOSSES_OF_BATCH: Mapping[str, Callable[..., Any]] = {
    "dice": _with(_OfBatch, keras.losses.Dice),
    "tversky": _with(_OfBatch, keras.losses.Tversky),
}

METRICS: Mapping[str, Callable[..., Any]] = {
    "accuracy": keras.metrics.CategoricalAccuracy,
    "top_k_categorical_accuracy": keras.metrics.TopKCategoricalAccuracy,
    "categorical_crossentropy": keras.metrics.CategoricalCrossentropy,
    "binary_crossentropy": keras.metrics.BinaryCrossentropy,
    "kl_divergence": keras.metrics.KLDivergence,
    "cosine_similarity": keras.metrics.CosineSimilarity,
    "f1_score": keras.metrics.F1Score,
    "true_positives": keras.metrics.TruePositives,
    "false_positives": keras.metrics.FalsePositives,
    "true_negatives": keras.metrics.TrueNegatives,
    "false_negatives": keras.metrics.FalseNegatives,
    "precision": keras.metrics.Precision,
    "recall": keras.metrics.Recall,
    "auc": keras.metrics.AUC,
    "mean_squared_error": keras.metrics.MeanSquaredError,
    "mean_absolute_error": keras.metrics.MeanAbsoluteError,
    "mean_absolute_percentage_error": keras.metrics.MeanAbsolutePercentageError,
    "root_mean_squared_error": keras.metrics.RootMeanSquaredError,
    "r2_score": keras.metrics.R2Score,
}


class _OfClassNumbers:
    """Compares outputs `[rows, classes]` with class numbers `[rows]` as if those were one-hot rows."""

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        numbers = tf.reshape(tf.cast(y_true, tf.int32), [-1])
        one_hot = tf.one_hot(numbers, y_pred.shape[-1], dtype=y_pred.dtype)
        return super().update_state(one_hot, y_pred, sample_weight)  # type: ignore[misc]


# For targets that are class numbers, or one column of 0 and 1.
_LOSSES_BY_INDEX: Mapping[str, Callable[..., Any]] = {
    "categorical_crossentropy": keras.losses.SparseCategoricalCrossentropy,
    "sparse_categorical_crossentropy": keras.losses.SparseCategoricalCrossentropy,
}
_SPECIAL_METRICS: Mapping[Encoding, Mapping[str, Callable[..., Any]]] = {
    "index": {
        "accuracy": keras.metrics.SparseCategoricalAccuracy,
        "top_k_categorical_accuracy": keras.metrics.SparseTopKCategoricalAccuracy,
        # Not the loss of that name: Keras would give a smaller last batch the weight of a full one.
        "categorical_crossentropy": keras.metrics.SparseCategoricalCrossentropy,
        "mean_squared_error": _with(_OfClassNumbers, keras.metrics.MeanSquaredError),
        "mean_absolute_error": _with(_OfClassNumbers, keras.metrics.MeanAbsoluteError),
        "f1_score": _with(_OfClassNumbers, keras.metrics.F1Score),
        "kl_divergence": _with(_OfClassNumbers, keras.metrics.KLDivergence),
        "cosine_similarity": _with(_OfClassNumbers, keras.metrics.CosineSimilarity),
    },
    "column": {"accuracy": keras.metrics.BinaryAccuracy},
    "one_hot": {},
    "numbers": {},
}


def build_loss(objective: Objective) -> Any:
    """The Keras loss for targets in the objective's encoding."""
    losses = _LOSSES_BY_INDEX if objective.encoding == "index" else LOSSES
    arguments = arguments_of(objective.loss)
    # The network ends in probabilities, whose logits Keras finds by itself.
    arguments.pop("from_logits", None)
    if objective.encoding == "index":
        # Smoothed targets are one-hot rows.
        arguments.pop("label_smoothing", None)
    if is_of_batch(objective.loss):
        built = _LOSSES_OF_BATCH[name_of(objective.loss)](**arguments)
        built.of_all_rows = partial(overlap_loss, objective.loss)
        return built
    return losses[name_of(objective.loss)](**arguments)


def build_metrics(objective: Objective) -> list[Any]:
    """The Keras metrics, named as the config names them."""
    return [_build(metric, objective.encoding) for metric in objective.metrics]


def _build(metric: str | WithArguments, encoding: Encoding) -> Any:
    name = name_of(metric)
    kind = _SPECIAL_METRICS[encoding].get(name) or METRICS[name]
    return kind(name=figure_of(metric), **measured_with(metric, encoding))


def encode(targets: AnyRows, encoding: Encoding, classes: int) -> AnyRows:
    """Encode targets in the shape that Objective describes: int32 for `index`, else float32."""
    if encoding == "column":
        return mapped(targets, lambda some: some.reshape(-1, 1).astype(np.float32), (1,), np.float32)
    if encoding == "one_hot":
        one_hot = np.eye(classes, dtype=np.float32)
        return mapped(targets, lambda some: one_hot[some], (classes,), np.float32)
    dtype = np.int32 if encoding == "index" else np.float32
    return mapped(targets, lambda some: some.astype(dtype), targets.shape[1:], dtype)
