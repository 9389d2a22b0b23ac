"""The figures that evaluate shows, from a converted network, beside those of Keras."""

from pathlib import Path

import pytest

from mlpcli.inference.litert import LiteRtPredictor
from mlpcli.inference.measure import LiteRtScorer
from mlpcli.training import to_litert
from tests.training.networks import BLOBS, DIABETES, MOONS, Case, case

WAVES = "{source: waves, rows: 90, steps: 16, validation: 0.1, test: 0.4}"
HIDDEN = "{Dense: {units: 5, activation: tanh}}"
SOFTMAX = f"[{HIDDEN}, {{Dense: {{units: 3, activation: softmax}}}}]"
SIGMOID = f"[{HIDDEN}, {{Dense: {{units: 1, activation: sigmoid}}}}]"
NUMBER = f"[{HIDDEN}, {{Dense: {{units: 1}}}}]"
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
    "focal sigmoid": (SIGMOID, MOONS, "binary_focal_crossentropy"),
    "hard sigmoid": (SIGMOID.replace("sigmoid", "hard_sigmoid"), MOONS, "binary_crossentropy"),
    "far from certain": (
        SIGMOID.replace("units: 1,", "units: 1, kernel_initializer: {Constant: {value: 60}},"),
        MOONS,
        "binary_crossentropy",
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
    objective = one.plan.objective
    content = to_litert(one.network().model, scored=True)
    predictor = LiteRtPredictor(
        content, Path("model.tflite"), one.plan.facts.shape, *one.plan.stack.output_shape
    )
    return LiteRtScorer(predictor, objective.loss, objective.metrics, objective.encoding)


@pytest.mark.parametrize("name", CASES)
def test_the_figures_are_those_of_keras(name: str) -> None:
    layers, data, loss = CASES[name]
    one = case(layers, data, training=f"{{epochs: 1, loss: {loss}}}")
    found, _ = converted(one).measure(one.dataset.train)
    wanted = one.network().evaluate(one.dataset.train)
    assert list(found) == list(wanted)
    assert found == pytest.approx(wanted, rel=1e-6, abs=1e-6)
