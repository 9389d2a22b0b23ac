"""Every layer and every activation computes in NumPy what Keras computes."""

import importlib
import os
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from mlpcli.config.activations import WITH_ARGUMENTS
from mlpcli.config.layers import LAYERS
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import Dense
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.inference.arithmetic.activations import ACTIVATIONS, activate
from mlpcli.inference.arithmetic.forward import forward
from mlpcli.inference.arithmetic.functions import FUNCTIONS
from mlpcli.network.shape_inference.layer_rule import ShapeMismatch
from mlpcli.network.stack import BrokenStack, walk_through
from mlpcli.network.weight_names import named_weights
from tests.network.keras_layers import ARGUMENTS, Arguments, fitting_shapes

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = importlib.import_module("keras")
build_layer = importlib.import_module("mlpcli.training.building.layers").build_layer
named_variables = importlib.import_module("mlpcli.training.checkpoints.model_state").named_variables


def layer_of(name: str, arguments: Arguments) -> Layer:
    return LAYERS[name].model_validate(arguments)


def built(layers: list[Layer], shape: tuple[int, ...], seed: int = 0) -> tuple[Any, dict[str, Any]]:
    """The layers in Keras, and their weights, which are drawn anew and named as in checkpoints."""
    stack = walk_through(layers, shape)
    pairs = zip(layers, stack.layers, strict=True)
    model = keras.Sequential([keras.Input(shape), *(build_layer(one, name=it.name) for one, it in pairs)])
    drawn, weights = np.random.default_rng(seed), {}
    for name, variable in named_variables(model):
        if name.endswith("count") or "seed_generator_state" in name:
            weights[name] = variable.numpy()
            continue
        # Variances are above 0.
        low = 0.5 if "variance" in name else -1.0
        weights[name] = drawn.uniform(low, 1.5, tuple(variable.shape)).astype(np.float32)
        variable.assign(weights[name])
    for layer in model.layers:
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()
    wanted = [name for name in weights if "seed_generator_state" not in name]
    assert sorted(named_weights(stack)) == sorted(wanted)
    return model, weights


def rows_for(layers: list[Layer], shape: tuple[int, ...]) -> Any:
    drawn = np.random.default_rng(1)
    if highest := getattr(layers[0], "input_dim", None):
        return drawn.integers(0, highest, (3, *shape)).astype(np.float32)
    return drawn.uniform(-2, 2, (3, *shape)).astype(np.float32)


def assert_as_keras(layers: list[Layer], shape: tuple[int, ...], rows: Any = None) -> None:
    model, weights = built(layers, shape)
    rows = rows_for(layers, shape) if rows is None else rows
    expected = np.asarray(model(rows, training=False))
    found = forward(layers, weights, rows)[-1].after
    assert (found.dtype, found.shape) == (np.dtype("float32"), expected.shape)
    # Keras adds dozens of numbers of size 1 in float32.
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_every_layer_has_a_function() -> None:
    assert {*FUNCTIONS, TimeDistributed} == set(LAYERS.values())


@pytest.mark.filterwarnings("ignore:(?s).*softmax over axis")
@pytest.mark.parametrize("name", LAYERS)
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
    # In Keras it needs its arguments.
    arguments = {"threshold": 0.5, "default_value": -1.0} if name == "threshold" else {}
    layer = layer_of("Activation", {"activation": {name: arguments} if arguments else name})
    assert_as_keras([layer], (21,), np.linspace(-9, 9, 63, dtype=np.float32).reshape(3, 21))


WRITTEN: dict[str, dict[str, Any]] = {
    "relu": {"negative_slope": 0.1, "max_value": 2.0, "threshold": 0.5},
    "leaky_relu": {"negative_slope": 0.3},
    "elu": {"alpha": 0.7},
    "celu": {"alpha": 0.7},
    "gelu": {"approximate": True},
    "hard_shrink": {"threshold": 1.0},
    "soft_shrink": {"threshold": 1.0},
    "squareplus": {"b": 2.0},
    "threshold": {"threshold": 0.3, "default_value": 2.0},
}


def test_every_activation_with_arguments_is_compared() -> None:
    assert set(WRITTEN) == set(WITH_ARGUMENTS)


@pytest.mark.parametrize("name", WRITTEN)
def test_an_activation_with_arguments_computes_what_keras_computes(name: str) -> None:
    layer = layer_of("Activation", {"activation": {name: WRITTEN[name]}})
    assert_as_keras([layer], (21,), np.linspace(-9, 9, 63, dtype=np.float32).reshape(3, 21))


MASKS: dict[str, list[Any]] = {
    "a mask of zeros": ["Masking", {"LSTM": {"units": 3}}],
    "all outputs": ["Masking", {"GRU": {"units": 3, "return_sequences": True}}],
    "backwards": ["Masking", {"SimpleRNN": {"units": 3, "go_backwards": True}}],
    "the mean of steps": ["Masking", {"Dense": {"units": 2}}, "GlobalAveragePooling1D"],
    "both ways": ["Masking", {"Bidirectional": {"layer": {"GRU": {"units": 2}}}}],
    "all outputs of both": [
        "Masking",
        {"Bidirectional": {"layer": {"LSTM": {"units": 2, "return_sequences": True}}, "merge_mode": "sum"}},
        {"TimeDistributed": {"layer": {"Dense": {"units": 2}}}},
        "GlobalAveragePooling1D",
    ],
}


@pytest.mark.parametrize("stack", MASKS.values(), ids=MASKS)
def test_masked_steps_are_left_out_as_in_keras(stack: list[Any]) -> None:
    rows = np.random.default_rng(2).normal(size=(3, 6, 2)).astype(np.float32)
    rows[0, 4:] = 0
    rows[1, [0, 3]] = 0
    layers = [layer_of(*(one, {}) if isinstance(one, str) else next(iter(one.items()))) for one in stack]
    assert_as_keras(layers, (6, 2), rows)


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
