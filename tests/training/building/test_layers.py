from typing import Any

import numpy as np
import pytest

from mlpcli.config import layers as config_layers
from mlpcli.config.initializers import INITIALIZERS
from mlpcli.config.layers.core import Dense
from mlpcli.config.layers.table import Ensemble
from mlpcli.config.regularizers_constraints import CONSTRAINTS, REGULARIZERS
from mlpcli.network.shape_inference import rule_of, xla_devices
from mlpcli.network.stack import walk_through
from mlpcli.training.building.layers import LAYERS, PARTS, build_layer, step
from mlpcli.training.tensorflow import tf
from tests.training.networks import case

VECTOR, SIGNAL, IMAGE = (6,), (8, 3), (8, 8, 3)

# The least that each layer can be written with, and an input it takes.
MINIMAL: dict[str, tuple[tuple[int, ...], dict[str, Any]]] = {
    "Dense": (VECTOR, {"units": 2}),
    "Activation": (VECTOR, {"activation": "relu"}),
    "Dropout": (VECTOR, {"rate": 0.5}),
    "Flatten": (IMAGE, {}),
    "Reshape": (VECTOR, {"target_shape": [2, -1]}),
    "Rescaling": (VECTOR, {"scale": 2.0}),
    "Normalization": (VECTOR, {}),
    "Conv1D": (SIGNAL, {"filters": 2, "kernel_size": 3}),
    "Conv2D": (IMAGE, {"filters": 2, "kernel_size": 3}),
    "SeparableConv1D": (SIGNAL, {"filters": 2, "kernel_size": 3}),
    "SeparableConv2D": (IMAGE, {"filters": 2, "kernel_size": 3}),
    "DepthwiseConv2D": (IMAGE, {"kernel_size": 3}),
    "MaxPooling1D": (SIGNAL, {}),
    "MaxPooling2D": (IMAGE, {}),
    "AveragePooling1D": (SIGNAL, {}),
    "AveragePooling2D": (IMAGE, {}),
    "GlobalMaxPooling1D": (SIGNAL, {}),
    "GlobalMaxPooling2D": (IMAGE, {}),
    "GlobalAveragePooling1D": (SIGNAL, {}),
    "GlobalAveragePooling2D": (IMAGE, {}),
    "ZeroPadding1D": (SIGNAL, {}),
    "ZeroPadding2D": (IMAGE, {}),
    "UpSampling1D": (SIGNAL, {}),
    "UpSampling2D": (IMAGE, {}),
    "BatchNormalization": (VECTOR, {}),
    "LayerNormalization": (VECTOR, {}),
    "SpatialDropout1D": (SIGNAL, {"rate": 0.5}),
    "SpatialDropout2D": (IMAGE, {"rate": 0.5}),
    "GaussianNoise": (VECTOR, {"stddev": 0.1}),
    "RandomFlip": (IMAGE, {}),
    "RandomRotation": (IMAGE, {"factor": 0.1}),
    "RandomTranslation": (IMAGE, {"height_factor": 0.1, "width_factor": 0.1}),
    "RandomZoom": (IMAGE, {"height_factor": 0.1}),
    "RandomContrast": (IMAGE, {"factor": 0.1}),
    "SimpleRNN": (SIGNAL, {"units": 2}),
    "LSTM": (SIGNAL, {"units": 2}),
    "GRU": (SIGNAL, {"units": 2}),
    "Bidirectional": (SIGNAL, {"layer": {"LSTM": {"units": 2}}}),
    "Permute": (SIGNAL, {"dims": [2, 1]}),
    "RepeatVector": (VECTOR, {"n": 3}),
    "ReLU": (VECTOR, {}),
    "LeakyReLU": (VECTOR, {}),
    "PReLU": (VECTOR, {}),
    "ELU": (VECTOR, {}),
    "Softmax": (VECTOR, {}),
    "GaussianDropout": (VECTOR, {"rate": 0.5}),
    "AlphaDropout": (VECTOR, {"rate": 0.5}),
    "Identity": (VECTOR, {}),
    "ActivityRegularization": (VECTOR, {"l2": 0.1}),
    "DepthwiseConv1D": (SIGNAL, {"kernel_size": 3}),
    "Conv1DTranspose": (SIGNAL, {"filters": 2, "kernel_size": 3}),
    "Conv2DTranspose": (IMAGE, {"filters": 2, "kernel_size": 3}),
    "Cropping1D": (SIGNAL, {}),
    "Cropping2D": (IMAGE, {"cropping": 1}),
    "CenterCrop": (IMAGE, {"height": 5, "width": 4}),
    "Resizing": (IMAGE, {"height": 5, "width": 4}),
    "RandomBrightness": (IMAGE, {"factor": 0.1}),
    "RandomCrop": (IMAGE, {"height": 5, "width": 4}),
    "RandomShear": (IMAGE, {"x_factor": 0.1}),
    "RandomErasing": (IMAGE, {}),
    "RandomElasticTransform": (IMAGE, {}),
    "RandomPerspective": (IMAGE, {}),
    "RandomHue": (IMAGE, {"factor": 0.1}),
    "RandomColorDegeneration": (IMAGE, {"factor": 0.5}),
    "RandomGrayscale": (IMAGE, {}),
    "RandomInvert": (IMAGE, {}),
    "RandomSharpness": (IMAGE, {"factor": 1.0}),
    "GroupNormalization": (IMAGE, {"groups": 3}),
    "RMSNormalization": (VECTOR, {}),
    "UnitNormalization": (VECTOR, {}),
    "Embedding": (VECTOR, {"input_dim": 10, "output_dim": 2}),
    "Masking": (SIGNAL, {}),
    "Scale": (VECTOR, {}),
    "PeriodicEmbedding": (VECTOR, {"features": 4}),
    "PiecewiseLinearEncoding": (VECTOR, {"features": 4, "bins": 3}),
    "CategoryEmbedding": (VECTOR, {"widths": [2, 3], "limit": 2, "units": 2}),
    "Ensemble": (VECTOR, {"widths": [2]}),
    "EnsembleHead": (SIGNAL, {"units": 2}),
    "TimeDistributed": (SIGNAL, {"layer": {"Dense": {"units": 2}}}),
}


# Every activation that takes arguments, with others than by default.
ACTIVATIONS: list[dict[str, Any]] = [
    {"relu": {"negative_slope": 0.1, "max_value": 2.0, "threshold": 0.5}},
    {"leaky_relu": {"negative_slope": 0.05}},
    {"elu": {"alpha": 0.5}},
    {"celu": {"alpha": 0.5}},
    {"gelu": {"approximate": True}},
    {"hard_shrink": {"threshold": 0.2}},
    {"soft_shrink": {"threshold": 0.2}},
    {"squareplus": {"b": 1.0}},
    {"threshold": {"threshold": 0.5, "default_value": -0.25}},
]


def test_every_layer_of_the_config_language_has_a_keras_class_of_its_name() -> None:
    assert {name: kind.__name__ for name, kind in LAYERS.items()} == {
        name: name for name in config_layers.LAYERS
    }


def test_every_initializer_regularizer_and_constraint_has_a_keras_class_of_its_name() -> None:
    known = [*INITIALIZERS, *REGULARIZERS, *CONSTRAINTS]
    assert {name: kind.__name__ for name, kind in PARTS.items()} == {name: name for name in known}


@pytest.mark.parametrize("name", config_layers.LAYERS)
def test_a_layer_with_its_least_arguments_is_built_as_planned(name: str) -> None:
    shape, arguments = MINIMAL[name]
    layer = config_layers.LAYERS[name].model_validate(arguments)
    (planned,) = walk_through([layer], shape).layers
    built = build_layer(layer)
    output = built(np.zeros((2, *shape), np.float32))
    assert tuple(output.shape) == (2, *planned.shape)
    assert sum(weight.value.numpy().size for weight in built.weights) == planned.parameters


@pytest.mark.parametrize("name", config_layers.LAYERS)
def test_a_rule_says_truly_what_a_layer_does_to_values(name: str) -> None:
    shape, arguments = MINIMAL[name]
    # Else it would have measured nothing, and change nothing.
    numbers = {"mean": [0.5], "variance": [2.0]} if name == "Normalization" else {}
    layer = config_layers.LAYERS[name].model_validate({**arguments, **numbers})
    values = np.random.default_rng(0).normal(size=(2, *shape)).astype(np.float32)
    built = build_layer(layer)
    built(values)
    for weight in built.trainable_variables:
        # As trained: a Scale changes nothing at first.
        weight.assign(weight + 0.5)
    seeds = [variable.numpy() for variable in built.non_trainable_variables]
    answers = np.asarray(built(values, training=False))
    # Nothing is drawn outside of training.
    np.testing.assert_equal([variable.numpy() for variable in built.non_trainable_variables], seeds)
    if np.array_equal(answers, values):
        found = "kept"
    else:
        is_moved = np.array_equal(np.sort(answers, axis=None), np.sort(values, axis=None))
        found = "moved" if is_moved else "changed"
    assert rule_of(layer).values == found


def gradients(built: Any, values: Any) -> Any:
    """Those of the weights, or of the values, as training computes them."""
    with tf.GradientTape() as tape:
        tape.watch(values)
        loss = tf.reduce_sum(built(values, training=True) ** 2)
    return tape.gradient(loss, [one.value for one in built.trainable_variables] or values)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        *((name, {}) for name in config_layers.LAYERS),
        *(("UpSampling2D", {"interpolation": way}) for way in ("bilinear", "bicubic", "lanczos3")),
    ],
)
def test_a_layer_trains_in_a_graph_and_with_xla_where_its_rule_says_so(
    name: str, more: dict[str, str]
) -> None:
    shape, arguments = MINIMAL[name]
    layer = config_layers.LAYERS[name].model_validate({**arguments, **more})
    built = build_layer(layer)
    values = tf.constant(np.random.default_rng(0).uniform(0, 5, size=(4, *shape)).astype(np.float32))
    built(values)
    signature = [tf.TensorSpec([None, *shape], tf.float32)]
    found = tf.function(lambda x: gradients(built, x), input_signature=signature)(values)
    assert layer.has_gradient == (found is not None)
    compiled = tf.function(lambda x: gradients(built, x), jit_compile=True)
    if xla_devices(layer) != "none":
        compiled(values)
    elif more:
        with pytest.raises(tf.errors.InvalidArgumentError):
            compiled(values)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_an_initializer_reaches_keras(name: str) -> None:
    built = build_layer(Dense.model_validate({"units": 2, "kernel_initializer": name}))
    assert type(built.kernel_initializer).__name__ == name
    assert built(np.ones((1, 3), np.float32)).shape == (1, 2)


@pytest.mark.parametrize("name", REGULARIZERS)
def test_a_regularizer_reaches_keras(name: str) -> None:
    built = build_layer(Dense.model_validate({"units": 2, "kernel_regularizer": name}))
    built(np.ones((1, 3), np.float32))
    assert type(built.kernel_regularizer).__name__ == name
    assert len(built.losses) == 1


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_constraint_reaches_keras(name: str) -> None:
    built = build_layer(Dense.model_validate({"units": 2, "kernel_constraint": name}))
    built(np.ones((1, 3), np.float32))
    assert type(built.kernel.constraint).__name__ == name


def test_literal_weights_arrive_as_written() -> None:
    kernel, bias = [[0.1, -2.5], [3e-7, 4.0], [5.0, 6.0]], [0.7, -0.2]
    built = build_layer(
        Dense.model_validate({"units": 2, "kernel_initializer": kernel, "bias_initializer": bias})
    )
    built(np.zeros((1, 3), np.float32))
    np.testing.assert_array_equal(built.kernel.numpy(), np.array(kernel, np.float32))
    np.testing.assert_array_equal(built.bias.numpy(), np.array(bias, np.float32))


def test_the_numbers_of_a_feature_begin_with_one_factor() -> None:
    built = build_layer(
        Ensemble.model_validate({"members": 3, "widths": [2, 3], "scale_initializer": "HeNormal"})
    )
    built(np.ones((1, 7), np.float32))
    factors = built.scale.numpy()
    assert [len(set(member)) for member in factors] == [4, 4, 4]
    assert (factors[:, [0, 2, 2]] == factors[:, [1, 3, 4]]).all()
    assert len(set(factors[:, 0])) == 3


def test_a_layer_that_is_not_trainable_has_no_trainable_weights() -> None:
    built = build_layer(Dense.model_validate({"units": 2, "trainable": False}))
    built(np.zeros((1, 3), np.float32))
    assert (len(built.weights), len(built.trainable_weights)) == (2, 0)


def test_step_is_one_above_zero_only() -> None:
    assert step(tf.constant([-1.0, 0.0, 1e-30, 2.0])).numpy().tolist() == [0.0, 0.0, 1.0, 1.0]


def test_step_has_no_gradient() -> None:
    z = tf.constant([0.5])
    with tf.GradientTape() as tape:
        tape.watch(z)
        answer = step(z)
    assert tape.gradient(answer, z) is None


def test_step_can_stand_in_a_layer_that_is_read_both_ways() -> None:
    one = case(
        "[{Bidirectional: {layer: {SimpleRNN: {units: 2, activation: step}}}}, "
        "{Dense: {units: 4, activation: softmax}}]",
        "{source: waves, rows: 40, steps: 16}",
    )
    assert one.network().predict(one.dataset.train.inputs[:3]).shape == (3, 4)
