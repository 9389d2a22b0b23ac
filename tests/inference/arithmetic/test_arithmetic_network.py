"""A whole network in NumPy answers what Keras's answers."""

import importlib
from typing import Any

import numpy as np
import pytest

from mlpcli.config.layers.core import Dense
from mlpcli.data.preprocessing import Preprocessing, RobustScale
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from tests.training.networks import DIABETES, MOONS, Case, case

named_variables = importlib.import_module("mlpcli.training.checkpoints.model_state").named_variables

MEMBERS = "[{Ensemble: 2}, {Dense: {units: 4, activation: relu}}, {EnsembleHead: {units: 1}}]"
TABLE = """[
  CategoryEmbedding: {widths: [2, 3], limit: 1, units: 2},
  PeriodicEmbedding: {features: 8},
  PiecewiseLinearEncoding: {features: 5, bins: 3},
  Ensemble: {members: 3},
  Scale,
  Dense: {units: 4, activation: relu},
  EnsembleHead: {units: 3, activation: softmax},
]"""
SIGNAL = """[
  Normalization,
  Conv1D: {filters: 4, kernel_size: 5, activation: relu},
  BatchNormalization,
  MaxPooling1D: 2,
  Bidirectional: {GRU: {units: 3, return_sequences: true, dropout: 0.5}},
  GlobalAveragePooling1D,
  Dense: {units: 4, activation: softmax},
]"""
LOGITS = "{epochs: 1, loss: {binary_crossentropy: {from_logits: true}}}"
DENSE = "[{Dense: {units: 3, activation: tanh}}, {Dense: 1}]"
NETWORKS: dict[str, Any] = {
    "pixels": ("[Flatten, {Dense: {units: 10, activation: softmax}}]", "{source: digits}"),
    "standardized columns": ("[{Dense: 1}]", DIABETES),
    "standardized targets in a range": (
        MEMBERS,
        "{source: diabetes, standardize: true, standardize_targets: true, clamp_predictions: true}",
    ),
    "members": (TABLE, "{source: wine}"),
    "signals": (SIGNAL, "{source: waves, rows: 40, steps: 16}"),
    "scores": (DENSE, MOONS, "Adam", LOGITS),
}


def arithmetic(one: Case, network: Any) -> ArithmeticNetwork:
    weights = {name: variable.numpy() for name, variable in named_variables(network.model)}
    activation = one.plan.objective.activation
    return ArithmeticNetwork(one.config.layers, weights, one.dataset.preprocessing, activation)


@pytest.mark.parametrize("parts", NETWORKS.values(), ids=NETWORKS)
def test_a_network_answers_as_in_keras(parts: tuple[str, ...]) -> None:
    one = case(*parts)
    network, rows = one.network(), one.dataset.train.inputs[:5]
    found = arithmetic(one, network)
    np.testing.assert_allclose(found.predict(rows), network.predict(rows), rtol=1e-6, atol=1e-6)
    named = [layer.name for layer in network.model.layers]
    assert [values.name for values in found.forward(rows)] == named


def test_outliers_are_bounded_by_the_networks_first_layers() -> None:
    steps = (RobustScale((2.0,), (4.0,)),)
    layer = Dense.model_validate({"units": 1, "use_bias": False})
    network = ArithmeticNetwork((layer,), {"dense/kernel": np.ones((1, 1), np.float32)}, Preprocessing(steps))
    found = network.predict(np.array([[2.0], [6.0], [1e9]]))
    np.testing.assert_allclose(found, 3 * np.tanh([[0], [1 / 3], [1e9]]), rtol=1e-6)


def test_rows_are_computed_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    forward = ArithmeticNetwork.forward
    monkeypatch.setattr(
        ArithmeticNetwork, "forward", lambda self, rows: seen.append(len(rows)) or forward(self, rows)
    )
    layer = Dense.model_validate({"units": 1, "use_bias": False})
    network = ArithmeticNetwork((layer,), {"dense/kernel": np.ones((2, 1), np.float32)})
    assert network.predict(np.ones((600, 2))).shape == (600, 1)
    assert network.predict(np.ones((0, 2))).shape == (0, 1)
    assert seen == [256, 256, 88, 0]
