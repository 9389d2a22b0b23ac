"""Every layer and every activation computes in NumPy what Keras computes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from mlpcli.config.activations import WITH_ARGUMENTS
from mlpcli.config.layers import LAYERS
from mlpcli.config.layers.base import Layer, TrainingOnly
from mlpcli.config.layers.core import Dense
from mlpcli.inference.arithmetic.activations import ACTIVATIONS, activate
from mlpcli.inference.arithmetic.forward import forward
from mlpcli.inference.arithmetic.functions import FUNCTIONS
from mlpcli.network.shape_inference.layer_rule import ShapeMismatch
from mlpcli.network.stack import BrokenStack, walk_through
from tests.inference.arithmetic.in_keras import (
    ACTIVATED,
    FOLLOWED,
    MASKS,
    WRITTEN,
    activation_layer,
    built,
    layer_of,
    masked_rows,
    rows_for,
    stack_of,
)
from tests.network.keras_layers import ARGUMENTS, fitting_shapes


def assert_as_keras(layers: list[Layer], shape: tuple[int, ...], rows: Any = None) -> None:
    model, weights = built(layers, shape)
    rows = rows_for(layers, shape) if rows is None else rows
    expected = np.asarray(model(rows, training=False))
    found = forward(layers, weights, rows)[-1].after
    assert (found.dtype, found.shape) == (np.dtype("float32"), expected.shape)
    # Keras adds dozens of numbers of size 1 in float32.
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_the_layers_that_are_not_followed() -> None:
    assert set(LAYERS) - set(FOLLOWED) == set()


def test_what_acts_in_training_only_needs_no_function() -> None:
    assert [kind for kind in FUNCTIONS if issubclass(kind, TrainingOnly)] == []


@pytest.mark.filterwarnings("ignore:(?s).*softmax over axis")
@pytest.mark.parametrize("name", FOLLOWED)
@settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_a_layer_computes_what_keras_computes(name: str, data: st.DataObject) -> None:
    layers, shape = [layer_of(name, data.draw(ARGUMENTS[name]))], data.draw(fitting_shapes(name))
    try:
        walk_through(layers, shape)
    except (BrokenStack, ShapeMismatch):
        reject()
    assert_as_keras(layers, shape)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_computes_what_keras_computes(name: str) -> None:
    assert_as_keras([activation_layer(name)], (21,), ACTIVATED)


def test_every_activation_with_arguments_is_compared() -> None:
    assert set(WRITTEN) == set(WITH_ARGUMENTS)


@pytest.mark.parametrize("name", WRITTEN)
def test_an_activation_with_arguments_computes_what_keras_computes(name: str) -> None:
    layer = layer_of("Activation", {"activation": {name: WRITTEN[name]}})
    assert_as_keras([layer], (21,), ACTIVATED)


@pytest.mark.parametrize("stack", MASKS.values(), ids=MASKS)
def test_masked_steps_are_left_out_as_in_keras(stack: list[Any]) -> None:
    assert_as_keras(stack_of(stack), (6, 2), masked_rows())


def test_zeros_of_an_embedding_are_left_out_as_in_keras() -> None:
    embedding = layer_of("Embedding", {"input_dim": 5, "output_dim": 3, "mask_zero": True})
    rows = np.array([[1, 4, 0, 0], [0, 2, 3, 0]], np.float32)
    assert_as_keras([embedding, layer_of("LSTM", {"units": 2})], (4,), rows)


def test_the_values_before_an_activation_are_kept_beside_those_after_it() -> None:
    layer = Dense.model_validate({"units": 2, "activation": "relu"})
    weights = {
        "dense/kernel": np.array([[1.0, -1.0]], np.float32),
        "dense/bias": np.array([0.5, 0.25], np.float32),
    }
    (found,) = forward([layer], weights, np.array([[2.0]]))
    assert (found.name, found.kind) == ("dense", "Dense")
    assert found.before is not None
    assert found.before.tolist() == [[2.5, -1.75]]
    assert found.after.tolist() == [[2.5, 0.0]]


def test_a_layer_without_an_activation_has_no_values_before_it() -> None:
    found = forward([layer_of("Flatten", {}), layer_of("Dropout", {"rate": 0.5})], {}, np.ones((1, 2, 2)))
    assert [one.before for one in found] == [None, None]


def test_numbers_of_any_size_pass_the_softmax() -> None:
    found = activate("softmax", np.array([[1000.0, 0.0], [-1000.0, -1000.0]], np.float32))
    assert found.tolist() == [[1.0, 0.0], [0.5, 0.5]]
