import json

import numpy as np
import pytest

from mlpcli.config.layers import LAYERS
from mlpcli.training.export.plain_keras import plain_model
from mlpcli.training.tensorflow import keras
from tests.training.building.test_layers import IMAGE, MINIMAL, SIGNAL, VECTOR
from tests.training.export.test_litert_conversion import model_of, rows
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


@pytest.mark.parametrize(
    ("name", "shape", "arguments"),
    [
        ("Dense", VECTOR, {"units": 2, "activation": {"leaky_relu": {"negative_slope": 0.1}}}),
        ("Dense", VECTOR, {"units": 2, "activation": {"elu": {"alpha": 0.5}}}),
        ("Activation", VECTOR, {"activation": {"relu": {"max_value": 0.5, "threshold": 0.1}}}),
        (
            "Bidirectional",
            SIGNAL,
            {"layer": {"LSTM": {"units": 2, "activation": {"relu": {"negative_slope": 0.1}}}}},
        ),
        *((name, *MINIMAL[name]) for name in LAYERS if MINIMAL[name][0] == IMAGE),
    ],
    ids=str,
)
def test_a_plain_model_is_of_keras_s_classes_and_loads_from_its_settings(
    name: str, shape: tuple[int, ...], arguments: dict[str, object]
) -> None:
    model = model_of(shape, (name, arguments))
    plain = plain_model(model)
    assert "mlpcli" not in json.dumps(plain.get_config())
    again = keras.Sequential.from_config(plain.get_config())
    again.set_weights(plain.get_weights())
    values, before = rows(shape, 3), [one.numpy() for one in plain.variables]
    wanted = model(values, training=False).numpy()
    np.testing.assert_allclose(plain(values, training=False).numpy(), wanted, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(again(values, training=False).numpy(), wanted, rtol=1e-6, atol=1e-6)
    # Nothing was drawn.
    np.testing.assert_equal([one.numpy() for one in plain.variables], before)
