import numpy as np

from mlpcli.training.export.plain_keras import plain_model
from tests.training.networks import BLOBS, case


def test_a_plain_model_is_not_compiled_and_computes_the_same() -> None:
    stack = "[{Dense: {units: 4}}, {Dropout: {rate: 0.5}}, {Dense: {units: 3, activation: softmax}}]"
    one = case(stack, BLOBS, training="{metrics: [accuracy, mse, mae, categorical_crossentropy]}")
    network = one.network()
    plain = plain_model(network.model)
    assert not plain.compiled
    assert {type(layer).__module__.partition(".")[0] for layer in plain.layers} == {"keras"}
    rows = one.dataset.train.inputs
    np.testing.assert_array_equal(plain(rows).numpy(), network.model(rows).numpy())


def test_a_plain_model_has_keras_s_own_penalties() -> None:
    stack = "[{Dense: {units: 4, activity_regularizer: L1}}, {Dense: {units: 3, activation: softmax}}]"
    network = case(stack, BLOBS).network()
    penalty = network.model.layers[0].activity_regularizer
    assert plain_model(network.model).layers[0].activity_regularizer.__class__.__name__ == "L1"
    assert network.model.layers[0].activity_regularizer is penalty
