from typing import get_args

import numpy as np
import pytest

from mlpcli.config.dataset_facts import Encoding
from mlpcli.config.losses import LossName
from mlpcli.config.metrics import MetricName
from mlpcli.network.loss_and_metrics import Objective
from mlpcli.training.building.losses_metrics import (
    LOSSES,
    METRICS,
    build_loss,
    build_metrics,
    encode,
)
from mlpcli.training.tensorflow import keras
from tests.training.networks import BLOBS, case

LABELS = np.array([0, 2, 1, 1, 5, 4, 0], np.int32)
CLASSES = 6
GENERATOR = np.random.default_rng(0)
LOGITS = GENERATOR.normal(size=(len(LABELS), CLASSES))
SHARES = (np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)).astype(np.float32)
ONE_HOT = np.eye(CLASSES, dtype=np.float32)[LABELS]
NUMBERS = GENERATOR.uniform(1, 9, size=(7, 2)).astype(np.float32)
GUESSES = GENERATOR.uniform(1, 9, size=(7, 2)).astype(np.float32)
BITS = np.array([0, 1, 1, 0, 1, 0, 0], np.int32)
CHANCES = np.array([[0.1], [0.8], [0.4], [0.6], [0.9], [0.2], [0.3]], np.float32)

KERAS_LOSSES = {
    "categorical_crossentropy": keras.losses.CategoricalCrossentropy(),
    "sparse_categorical_crossentropy": keras.losses.CategoricalCrossentropy(),
    "categorical_focal_crossentropy": keras.losses.CategoricalFocalCrossentropy(),
    "kl_divergence": keras.losses.KLDivergence(),
    "mean_squared_error": keras.losses.MeanSquaredError(),
    "mean_absolute_error": keras.losses.MeanAbsoluteError(),
}
KERAS_METRICS = {
    "accuracy": keras.metrics.CategoricalAccuracy,
    "top_k_categorical_accuracy": keras.metrics.TopKCategoricalAccuracy,
    "categorical_crossentropy": keras.metrics.CategoricalCrossentropy,
    "mean_squared_error": keras.metrics.MeanSquaredError,
    "mean_absolute_error": keras.metrics.MeanAbsoluteError,
}


def value(metric: object, targets: object, outputs: object) -> float:
    metric.update_state(targets, outputs)  # type: ignore[attr-defined]
    return float(metric.result())  # type: ignore[attr-defined]


def test_every_loss_and_metric_of_the_config_language_is_known() -> None:
    assert (set(LOSSES), set(METRICS)) == (set(get_args(LossName)), set(get_args(MetricName)))


@pytest.mark.parametrize("encoding", ["index", "one_hot"])
@pytest.mark.parametrize("name", ["categorical_crossentropy", "sparse_categorical_crossentropy"])
def test_a_crossentropy_does_not_depend_on_the_encoding(name: str, encoding: Encoding) -> None:
    loss = build_loss(Objective(name, (), encoding))
    found = float(loss(encode(LABELS, encoding, CLASSES), SHARES))
    assert found == pytest.approx(float(KERAS_LOSSES[name](ONE_HOT, SHARES)), rel=1e-6)


@pytest.mark.parametrize("name", KERAS_LOSSES)
def test_a_loss_of_classes_is_keras_s_with_one_hot_targets(name: str) -> None:
    found = build_loss(Objective(name, (), "one_hot"))(encode(LABELS, "one_hot", CLASSES), SHARES)
    assert float(found) == pytest.approx(float(KERAS_LOSSES[name](ONE_HOT, SHARES)), rel=1e-6)


@pytest.mark.parametrize("encoding", ["index", "one_hot"])
@pytest.mark.parametrize(
    "name", ["accuracy", "top_k_categorical_accuracy", "mean_squared_error", "mean_absolute_error"]
)
def test_a_metric_does_not_depend_on_the_encoding(name: str, encoding: Encoding) -> None:
    (metric,) = build_metrics(Objective("categorical_crossentropy", (name,), encoding))
    found = value(metric, encode(LABELS, encoding, CLASSES), SHARES)
    assert found == pytest.approx(value(KERAS_METRICS[name](), ONE_HOT, SHARES))
    assert metric.name == name


@pytest.mark.parametrize("encoding", ["index", "one_hot"])
def test_crossentropy_as_a_metric_is_the_mean_over_all_rows_whatever_the_batches(encoding: Encoding) -> None:
    objective = Objective("categorical_crossentropy", ("categorical_crossentropy",), encoding)
    model = keras.Sequential([keras.Input((CLASSES,)), keras.layers.Activation("linear")])
    model.compile(loss=build_loss(objective), metrics=build_metrics(objective))
    targets = encode(LABELS, encoding, CLASSES)
    found = model.evaluate(SHARES, targets, batch_size=6, verbose=0, return_dict=True)
    assert found["categorical_crossentropy"] == pytest.approx(found["loss"])


@pytest.mark.parametrize("name", KERAS_METRICS)
def test_a_metric_of_classes_is_keras_s_with_one_hot_targets(name: str) -> None:
    (metric,) = build_metrics(Objective("kl_divergence", (name,), "one_hot"))
    found = value(metric, encode(LABELS, "one_hot", CLASSES), SHARES)
    assert found == pytest.approx(value(KERAS_METRICS[name](), ONE_HOT, SHARES), rel=1e-6)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("binary_crossentropy", keras.losses.BinaryCrossentropy()),
        ("binary_focal_crossentropy", keras.losses.BinaryFocalCrossentropy()),
        ("mean_squared_error", keras.losses.MeanSquaredError()),
    ],
)
def test_a_loss_of_one_probability_is_keras_s(name: str, wanted: object) -> None:
    found = build_loss(Objective(name, (), "column"))(encode(BITS, "column", 2), CHANCES)
    assert float(found) == pytest.approx(float(wanted(BITS[:, None].astype("f4"), CHANCES)))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("accuracy", keras.metrics.BinaryAccuracy),
        ("binary_crossentropy", keras.metrics.BinaryCrossentropy),
        ("precision", keras.metrics.Precision),
        ("recall", keras.metrics.Recall),
        ("auc", keras.metrics.AUC),
    ],
)
def test_a_metric_of_one_probability_is_keras_s(name: str, wanted: type) -> None:
    (metric,) = build_metrics(Objective("binary_crossentropy", (name,), "column"))
    found = value(metric, encode(BITS, "column", 2), CHANCES)
    assert found == pytest.approx(value(wanted(), BITS[:, None].astype("f4"), CHANCES))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("mean_squared_error", keras.losses.MeanSquaredError()),
        ("mean_absolute_error", keras.losses.MeanAbsoluteError()),
        ("mean_absolute_percentage_error", keras.losses.MeanAbsolutePercentageError()),
        ("mean_squared_logarithmic_error", keras.losses.MeanSquaredLogarithmicError()),
        ("huber", keras.losses.Huber()),
        ("log_cosh", keras.losses.LogCosh()),
        ("poisson", keras.losses.Poisson()),
    ],
)
def test_a_loss_of_numbers_is_keras_s(name: str, wanted: object) -> None:
    found = build_loss(Objective(name, (), "numbers"))(encode(NUMBERS, "numbers", 0), GUESSES)
    assert float(found) == pytest.approx(float(wanted(NUMBERS, GUESSES)))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("mean_squared_error", keras.metrics.MeanSquaredError),
        ("mean_absolute_error", keras.metrics.MeanAbsoluteError),
        ("mean_absolute_percentage_error", keras.metrics.MeanAbsolutePercentageError),
        ("root_mean_squared_error", keras.metrics.RootMeanSquaredError),
        ("r2_score", keras.metrics.R2Score),
    ],
)
def test_a_metric_of_numbers_is_keras_s(name: str, wanted: type) -> None:
    (metric,) = build_metrics(Objective("mean_squared_error", (name,), "numbers"))
    assert value(metric, encode(NUMBERS, "numbers", 0), GUESSES) == pytest.approx(
        value(wanted(), NUMBERS, GUESSES)
    )


@pytest.mark.parametrize(
    ("encoding", "shape", "dtype"),
    [("index", (7,), "int32"), ("one_hot", (7, 6), "float32"), ("column", (7, 1), "float32")],
)
def test_targets_are_encoded_in_the_shape_and_type_that_keras_compares(
    encoding: Encoding, shape: tuple[int, ...], dtype: str
) -> None:
    encoded = encode(LABELS, encoding, CLASSES)
    assert (encoded.shape, encoded.dtype.name) == (shape, dtype)


def test_a_metric_does_not_change_the_loss() -> None:
    stack = "[{Dense: {units: 3, activation: softmax}}, {Dropout: {rate: 0.9}}]"
    found = []
    for metrics in ("accuracy", "accuracy, mse"):
        one = case(stack, BLOBS, training=f"{{metrics: [{metrics}]}}")
        network = one.network()
        rows = network.arrays(one.dataset.train)
        found.append([network.model.train_on_batch(rows.inputs, rows.targets)[0] for _ in range(3)])
    assert np.isfinite(found).all()
    assert found[0] == found[1]
