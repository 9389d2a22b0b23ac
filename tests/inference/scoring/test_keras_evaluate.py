import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.config.dataset_facts import Encoding
from mlpcli.inference.litert.litert_predictor import LiteRtPredictor
from mlpcli.inference.scoring.keras_evaluate import LiteRtScorer, figures
from mlpcli.network.loss_and_metrics import Objective
from mlpcli.training import to_litert
from mlpcli.training.building.losses_metrics import build_loss, build_metrics, encode
from mlpcli.training.tensorflow import keras
from tests.training.networks import BLOBS, DIABETES, MOONS, Case, case

ROWS = 2500
FACTOR = 0.5


def network(units: int, activation: str, objective: Objective) -> Any:
    """One layer whose weights cost a penalty and give logits from about -15 to 15."""
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(
                units,
                activation=activation,
                kernel_initializer=keras.initializers.RandomNormal(stddev=2.0, seed=1),
                kernel_regularizer=keras.regularizers.L2(FACTOR),
            ),
        ]
    )
    model.compile(loss=build_loss(objective), metrics=build_metrics(objective))
    return model


def of_classes(*metrics: str) -> tuple[str, ...]:
    return ("accuracy", "top_k_categorical_accuracy", "categorical_crossentropy", *metrics)


@pytest.mark.parametrize(
    ("units", "activation", "loss", "metrics", "encoding"),
    [
        (7, "softmax", "categorical_crossentropy", of_classes(), "index"),
        (7, "softmax", "categorical_crossentropy", of_classes("mean_squared_error"), "one_hot"),
        (7, "sparsemax", "kl_divergence", ("accuracy", "mean_absolute_error"), "one_hot"),
        (7, "sigmoid", "mean_squared_error", of_classes(), "one_hot"),
        (1, "sigmoid", "binary_crossentropy", ("recall", "accuracy", "binary_crossentropy"), "column"),
        (1, "sigmoid", "binary_focal_crossentropy", ("precision", "recall"), "column"),
        (1, "hard_sigmoid", "binary_crossentropy", ("binary_crossentropy", "precision"), "column"),
        (2, "linear", "huber", ("root_mean_squared_error", "r2_score"), "numbers"),
    ],
)
def test_figures_are_those_of_keras_s_evaluate(
    units: int, activation: str, loss: str, metrics: tuple[str, ...], encoding: Encoding
) -> None:
    model = network(units, activation, Objective(loss, metrics, encoding))
    # One for each test: what it draws must not depend on those before it.
    generator = np.random.default_rng(0)
    inputs = generator.normal(size=(ROWS, 4)).astype(np.float32)
    labels = generator.integers(0, max(units, 2), ROWS).astype(np.int32)
    numbers = generator.normal(scale=5, size=(ROWS, units)).astype(np.float32)
    targets = numbers if encoding == "numbers" else labels
    model.evaluate(inputs, encode(targets, encoding, units), batch_size=1024, verbose=0)
    wanted = {name: float(value) for name, value in model.get_metrics_result().items()}
    kernel, bias = model.layers[0].get_weights()
    logits = inputs @ kernel + bias if activation in ("softmax", "sigmoid") else None
    found = figures(
        loss,
        metrics,
        model.predict(inputs, batch_size=1024, verbose=0),
        targets,
        encoding,
        logits=logits,
        penalty=FACTOR * float(np.sum(kernel**2)),
    )
    assert list(found) == list(wanted)
    assert found == pytest.approx(wanted, rel=1e-6, abs=1e-6)


def test_what_has_no_value_is_nan_without_a_warning() -> None:
    outputs = np.full((3, 2), np.nan, np.float32)
    found = figures("categorical_crossentropy", ("accuracy",), outputs, np.array([0, 1, 1]), "index")
    assert np.isnan(found["loss"])


def test_figures_of_many_classes_need_little_memory_beside_the_outputs() -> None:
    outputs = np.full((30_000, 100), 0.01, np.float32)
    labels = np.zeros(30_000, np.int32)
    metrics = of_classes("mean_squared_error")
    tracemalloc.start()
    try:
        figures("kl_divergence", metrics, outputs, labels, "one_hot")
        assert tracemalloc.get_traced_memory()[1] < outputs.nbytes / 4
    finally:
        tracemalloc.stop()


WAVES = "{source: waves, rows: 90, steps: 16, validation: 0.1, test: 0.4}"
HIDDEN = "{Dense: {units: 5, activation: tanh}}"
SOFTMAX = f"[{HIDDEN}, {{Dense: {{units: 3, activation: softmax}}}}]"
SIGMOID = f"[{HIDDEN}, {{Dense: {{units: 1, activation: sigmoid}}}}]"
NUMBER_ALONE = "{Dense: {units: 1}}"
NUMBER = f"[{HIDDEN}, {NUMBER_ALONE}]"
CASES = {
    "logits of a softmax": (SOFTMAX, BLOBS, "categorical_crossentropy, metrics: [accuracy]"),
    "one-hot": (SOFTMAX, BLOBS, "kl_divergence, metrics: [accuracy, categorical_crossentropy]"),
    "focal": (SOFTMAX, BLOBS, "categorical_focal_crossentropy"),
    "a softmax of its own": (
        f"[{HIDDEN}, {{Dense: {{units: 3}}}}, {{Activation: {{activation: softmax}}}}]",
        BLOBS,
        "categorical_crossentropy",
    ),
    "behind the softmax": (
        f"[{HIDDEN}, {{Dense: {{units: 3, activation: softmax}}}}, Flatten]",
        BLOBS,
        "categorical_crossentropy",
    ),
    "logits of a sigmoid": (
        SIGMOID,
        MOONS,
        "binary_crossentropy, metrics: [accuracy, auc, precision, recall]",
    ),
    "metrics with arguments": (
        SIGMOID,
        MOONS,
        "binary_crossentropy, metrics: [f1_score, auc, {auc: {curve: PR, name: pr}}, true_positives,"
        " precision, {precision: {thresholds: 0.6, name: sure}}]",
    ),
    "metrics of classes": (
        SOFTMAX,
        BLOBS,
        "categorical_crossentropy, metrics: [f1_score, {top_k_categorical_accuracy: {k: 2}}, kl_divergence,"
        " cosine_similarity]",
    ),
    "focal sigmoid": (SIGMOID, MOONS, "binary_focal_crossentropy"),
    "hard sigmoid": (SIGMOID.replace("sigmoid", "hard_sigmoid"), MOONS, "binary_crossentropy"),
    "far from certain": (
        SIGMOID.replace("units: 1,", "units: 1, kernel_initializer: {Constant: {value: 60}},"),
        MOONS,
        "binary_crossentropy",
    ),
    "logits without a softmax": (
        f"[{HIDDEN}, {{Dense: {{units: 3}}}}]",
        BLOBS,
        "{categorical_crossentropy: {from_logits: true, label_smoothing: 0.1}}, metrics: [accuracy, mse]",
    ),
    "focal logits": (
        f"[{HIDDEN}, {NUMBER_ALONE}]",
        MOONS,
        "{binary_focal_crossentropy: {from_logits: true}}, metrics: [accuracy, auc, precision]",
    ),
    "scores of a hinge": (f"[{HIDDEN}, {NUMBER_ALONE}]", MOONS, "hinge, metrics: [accuracy, auc]"),
    "scores between -1 and 1": (
        SIGMOID.replace("sigmoid", "tanh"),
        MOONS,
        "squared_hinge, metrics: [accuracy, recall]",
    ),
    "dice": (SOFTMAX, BLOBS, "dice, metrics: [accuracy]"),
    "tversky of classes": (SOFTMAX, BLOBS, "{tversky: {alpha: 0.7, beta: 0.2, axis: 0}}"),
    "dice of rows": (SOFTMAX, BLOBS, "{dice: {axis: -1}}"),
    "dice with a penalty": (
        SIGMOID.replace("units: 5,", "units: 5, activity_regularizer: {L1: {l1: 0.1}},"),
        MOONS,
        "dice, metrics: [auc]",
    ),
    "scores of classes": (
        f"[{HIDDEN}, {{Dense: {{units: 3}}}}]",
        BLOBS,
        "categorical_hinge, metrics: [accuracy, mse]",
    ),
    "numbers": (NUMBER, DIABETES, "huber, metrics: [mae, rmse, r2_score]"),
    "penalty of weights": (
        SOFTMAX.replace("units: 5,", "units: 5, kernel_regularizer: {L2: {l2: 0.1}},"),
        BLOBS,
        "categorical_crossentropy",
    ),
    "penalty of outputs": (
        SOFTMAX.replace("units: 5,", "units: 5, activity_regularizer: {L1: {l1: 0.1}},"),
        BLOBS,
        "categorical_crossentropy",
    ),
    "recurrent": (
        "[{LSTM: {units: 3}}, {Dense: {units: 4, activation: softmax}}]",
        WAVES,
        "categorical_crossentropy",
    ),
    "recurrent, penalty of outputs": (
        "[{GRU: {units: 3, activity_regularizer: {L2: {l2: 1}}}}, {Dense: {units: 4, activation: softmax}}]",
        WAVES,
        "categorical_crossentropy",
    ),
}


def converted(one: Case) -> LiteRtScorer:
    facts, objective = one.plan.facts, one.plan.objective
    content = to_litert(one.network().model, scored=True)
    predictor = LiteRtPredictor(content, Path("model.tflite"), facts.shape, *one.plan.stack.output_shape)
    return LiteRtScorer(predictor, objective.loss, objective.metrics, objective.encoding)


@pytest.mark.parametrize("name", CASES)
def test_a_converted_network_has_the_figures_of_keras(name: str) -> None:
    layers, data, loss = CASES[name]
    one = case(layers, data, training=f"{{epochs: 1, loss: {loss}}}")
    found, _ = converted(one).measure(one.dataset.train)
    wanted = one.network().evaluate(one.dataset.train)
    assert list(found) == list(wanted)
    assert found == pytest.approx(wanted, rel=1e-6, abs=1e-6)
