import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from mlpcli.training.engine.epochs import scorer
from tests.training.networks import BLOBS, DIABETES, MOONS, case

CASES = {
    "classification": ("[{Dense: {units: 3, activation: softmax}}]", BLOBS),
    "binary": ("[{Dense: {units: 1, activation: sigmoid}}]", MOONS),
    "regression": ("[{Dense: {units: 1}}]", DIABETES),
    "one-hot": ("[{Dense: {units: 3, activation: softmax}}]", BLOBS),
}
TRAINING = {"one-hot": "{loss: kl_divergence, metrics: [accuracy, mse]}"}


@pytest.mark.parametrize("name", CASES)
def test_evaluation_gives_keras_s_own_figures(name: str) -> None:
    one = case(*CASES[name], training=TRAINING.get(name, "{epochs: 1}"))
    network = one.network()
    rows = network.arrays(one.dataset.train)
    wanted = network.model.evaluate(
        rows.inputs.astype(np.float32), rows.targets, batch_size=16, verbose=0, return_dict=True
    )
    assert network.evaluate(one.dataset.train) == pytest.approx(wanted, rel=1e-5)


def test_evaluation_counts_every_row_of_a_split_that_no_batch_divides() -> None:
    data = "{source: blobs, rows: 3700, centers: [[0, 0, 0], [4, 0, 0], [0, 4, 0]]}"
    one = case("[{Dense: {units: 3, activation: softmax}}]", data)
    network = one.network()
    labels = network.predict(one.dataset.train.inputs).argmax(axis=1)
    accuracy = (labels == one.dataset.train.targets).mean()
    assert network.evaluate(one.dataset.train)["accuracy"] == pytest.approx(accuracy, abs=1e-7)


def test_prediction_gives_keras_s_own_outputs() -> None:
    one = case(*CASES["classification"])
    network = one.network()
    inputs = one.dataset.train.inputs
    found = network.predict(inputs)
    np.testing.assert_allclose(found, network.model.predict(inputs, verbose=0), rtol=1e-5, atol=1e-7)
    assert (found.shape, found.dtype.name) == ((len(inputs), 3), "float32")


def test_prediction_switches_dropout_off() -> None:
    network = case("[{Dropout: {rate: 0.9}}, {Dense: {units: 1, activation: sigmoid}}]").network()
    rows = np.ones((8, 2), np.float32)
    assert np.unique(network.predict(rows)).size == 1


def test_a_row_s_answer_does_not_depend_on_its_neighbours() -> None:
    one = case(*CASES["classification"])
    network, inputs = one.network(), one.dataset.train.inputs
    np.testing.assert_allclose(network.predict(inputs[:1]), network.predict(inputs)[:1], rtol=1e-5)


@pytest.mark.parametrize("engine", ["resident", "streaming"])
def test_the_loss_of_a_batch_is_that_of_all_rows_however_they_are_evaluated(engine: str) -> None:
    layers = "[{Dense: {units: 3, activation: softmax, kernel_regularizer: {l2: 0.1}}}]"
    training = f"{{epochs: 1, engine: {engine}, loss: {{tversky: {{alpha: 0.9, axis: 0}}}}}}"
    one = case(layers, BLOBS, training=training)
    network, rows = one.network(), one.dataset.train
    encoded = network.arrays(rows)
    wanted, *_ = network.model.evaluate(encoded.inputs, encoded.targets, batch_size=len(encoded), verbose=0)
    scores = [scorer(network.model, encoded, size, engine == "streaming") for size in (3, 7, 1024)]
    assert [score(lambda: None)["loss"] for score in scores] == [pytest.approx(wanted, rel=1e-5)] * 3


def test_the_area_under_the_curve_is_exact_where_outputs_cluster() -> None:
    # Outputs from 0.5 to 0.5003: one of Keras's thresholds lies among them at most.
    layers = "[{Dense: {units: 1, activation: sigmoid, kernel_initializer: {Constant: {value: 1e-4}}}}]"
    one = case(layers, MOONS, training="{epochs: 1, metrics: [auc]}")
    network, rows = one.network(), one.dataset.train
    wanted = roc_auc_score(rows.targets, network.predict(rows.inputs)[:, 0])
    assert network.evaluate(rows)["auc"] == pytest.approx(wanted)
