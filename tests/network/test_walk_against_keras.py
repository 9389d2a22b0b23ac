"""The walk gives every layer the shape, the weights and the parameters that Keras gives it."""

import importlib
import os
import re
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from mlpcli.config.layers import LAYERS
from mlpcli.config.layers.base import TrainingOnly
from mlpcli.network.shape_inference import RULES, rule_of
from mlpcli.network.shape_inference.layer_rule import Shape, ShapeMismatch, Step
from tests.network.keras_layers import ANY_SHAPE, ARGUMENTS, Arguments, fitting_shapes

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = importlib.import_module("keras")
# Keras lacks these: what the walk says of them is what the tool builds.
layers = importlib.import_module("mlpcli.training.building.layers")


@dataclass(frozen=True)
class Stricter:
    """A layer that Keras builds, and the walk refuses all the same."""

    layer: str
    message: str
    reason: str
    arguments: Arguments
    shape: Shape


_LATE = "Keras checks the rank when it runs, and not when it builds"
STRICTER: tuple[Stricter, ...] = (
    Stricter("Dense", "expects a vector, but gets an image", "a forgotten Flatten", {"units": 3}, (4, 4, 1)),
    Stricter(
        "DepthwiseConv2D",
        "has strides",
        "TensorFlow fails when it runs, and not when it builds",
        {"kernel_size": 2, "strides": (1, 2)},
        (4, 4, 1),
    ),
    Stricter(
        "SeparableConv2D",
        "has strides",
        "TensorFlow fails when it runs, and not when it builds",
        {"filters": 3, "kernel_size": 2, "strides": (1, 2)},
        (4, 4, 1),
    ),
    Stricter("RandomFlip", "expects an image", _LATE, {}, (4,)),
    Stricter("RandomRotation", "expects an image", _LATE, {"factor": 0.1}, (4,)),
    Stricter(
        "RandomTranslation", "expects an image", _LATE, {"height_factor": 0.1, "width_factor": 0.1}, (4,)
    ),
    Stricter("RandomZoom", "expects an image", _LATE, {"height_factor": 0.1}, (4,)),
    Stricter("RandomContrast", "expects an image", _LATE, {"factor": 0.1}, (4,)),
    Stricter("RandomBrightness", "expects an image", _LATE, {"factor": 0.1}, (4,)),
    Stricter("RandomShear", "expects an image", _LATE, {"x_factor": 0.1}, (4,)),
    Stricter("RandomErasing", "expects an image", _LATE, {}, (4,)),
    Stricter("RandomElasticTransform", "expects an image", _LATE, {}, (4,)),
    Stricter("RandomPerspective", "expects an image", _LATE, {}, (4,)),
    Stricter("RandomHue", "expects an image", _LATE, {"factor": 0.1}, (4,)),
    Stricter("RandomHue", "changes colours", _LATE, {"factor": 0.1}, (4, 4, 1)),
    Stricter("RandomColorDegeneration", "expects an image", _LATE, {"factor": 0.1}, (4, 3)),
    Stricter("RandomGrayscale", "expects an image", _LATE, {}, (4,)),
    Stricter("RandomGrayscale", "changes colours", "grey images have none", {}, (4, 4, 1)),
    Stricter("RandomInvert", "expects an image", _LATE, {}, (4,)),
    Stricter("RandomSharpness", "expects an image", _LATE, {"factor": 0.1}, (4,)),
    Stricter("RandomCrop", "expects an image", _LATE, {"height": 2, "width": 2}, (4, 4)),
    Stricter(
        "RandomCrop", "cannot cut", "Keras enlarges smaller images", {"height": 5, "width": 2}, (4, 4, 1)
    ),
    Stricter("CenterCrop", "expects an image", _LATE, {"height": 2, "width": 2}, (4, 4)),
    Stricter("Resizing", "expects an image", _LATE, {"height": 2, "width": 2}, (4, 4)),
    Stricter(
        "Resizing",
        "cannot both crop and pad",
        "Keras fails when it runs, and not when it builds",
        {"height": 2, "width": 2, "crop_to_aspect_ratio": True, "pad_to_aspect_ratio": True},
        (4, 4, 1),
    ),
    *(
        Stricter(
            f"Conv{len(shape) - 1}DTranspose",
            "has less output_padding",
            "TensorFlow fails when it runs, and not when it builds",
            {"filters": 1, "kernel_size": 2, "strides": 2, "output_padding": 0, "padding": "same"},
            shape,
        )
        for shape in ((4, 1), (4, 4, 1))
    ),
    Stricter("Softmax", "has no axis", "rows of a batch would depend on each other", {"axis": 0}, (4,)),
    Stricter(
        "LayerNormalization",
        "has no axis",
        "rows of a batch would depend on each other",
        {"axis": 0, "center": False, "scale": False},
        (4,),
    ),
    Stricter(
        "UnitNormalization", "has no axis", "rows of a batch would depend on each other", {"axis": 0}, (4,)
    ),
    *(
        Stricter(name, "names an axis twice", "TensorFlow fails when it runs", arguments, (4, 4))
        for name, arguments in (
            ("LayerNormalization", {"axis": [1, -2], "center": False, "scale": False}),
            ("RMSNormalization", {"axis": [2, -1]}),
            ("UnitNormalization", {"axis": [1, -2]}),
        )
    ),
    Stricter(
        "RMSNormalization",
        "can only compute along the last axes",
        "Keras multiplies along the last axis whatever axis says",
        {"axis": 1},
        (4, 4),
    ),
    Stricter(
        "Embedding",
        "makes a mask of steps",
        "no layer takes a mask of more axes",
        {"input_dim": 3, "output_dim": 2, "mask_zero": True},
        (4, 4),
    ),
    Stricter("Masking", "expects a sequence", "a mask of rows would leave rows out of the loss", {}, (4,)),
    Stricter("PeriodicEmbedding", "embeds", "a single number would be embedded twice", {"features": 2}, (1,)),
    Stricter(
        "PiecewiseLinearEncoding",
        "embeds",
        "a single number would have bins twice",
        {"features": 2},
        (1,),
    ),
    Stricter("CategoryEmbedding", "has widths", "slices may end early", {"widths": [2]}, (1,)),
    Stricter("Ensemble", "has widths", "XLA takes the last for one that is not there", {"widths": [2]}, (1,)),
    Stricter(
        "TimeDistributed",
        "expects an image",
        "Keras checks the rank of the layer inside when it runs, and not when it builds",
        {"layer": {"MaxPooling2D": {}}},
        (4, 4, 1),
    ),
    Stricter(
        "TimeDistributed",
        "expects a sequence",
        "Keras checks the rank of the layer inside when it runs, and not when it builds",
        {"layer": {"GlobalAveragePooling1D": {}}},
        (4, 4),
    ),
)


def keras_layer(name: str, arguments: Arguments) -> Any:
    """The layer, built by Keras itself of the same arguments."""
    if "layer" in arguments:
        ((inner, inner_arguments),) = arguments["layer"].items()
        arguments = {**arguments, "layer": keras_layer(inner, inner_arguments)}
    return layers.LAYERS[name](**arguments)


def symbolic_output(layer: Any, shape: Shape) -> Any:
    return layer(keras.KerasTensor((None, *shape), dtype="float32"))


def weight_name(name: str, path: str) -> str:
    """A weight's last name; in a Bidirectional layer with its direction before it."""
    last = path.split("/")[-1]
    if name != "Bidirectional":
        return last
    return ("forward_" if re.search(r"(^|/)forward_", path) else "backward_") + last


def assert_equal(name: str, step: Step, layer: Any, output: Any) -> None:
    assert tuple(output.shape) == (None, *step.shape)
    assert [(weight.name, weight.shape, weight.trainable) for weight in step.weights] == [
        (weight_name(name, weight.path), tuple(weight.shape), weight.trainable) for weight in layer.weights
    ]
    assert sum(weight.size for weight in step.weights) == layer.count_params()
    trainable = sum(weight.size for weight in step.weights if weight.trainable)
    assert trainable == sum(int(keras.ops.size(weight)) for weight in layer.trainable_weights)


def step_of(name: str, arguments: Arguments, shape: Shape) -> Step:
    layer = LAYERS[name].model_validate(arguments)
    return rule_of(layer).step(layer, shape)


def is_documented(name: str, misfit: ShapeMismatch) -> bool:
    return any(name == known.layer and known.message in misfit.message for known in STRICTER)


def test_every_layer_has_a_rule_and_is_compared() -> None:
    assert set(ARGUMENTS) == set(LAYERS)
    assert set(RULES) == set(LAYERS.values())


def test_layers_that_keep_values_act_in_training_only() -> None:
    kept = {name for name, kind in LAYERS.items() if RULES[kind].values == "kept"}
    marked = {name for name, kind in LAYERS.items() if issubclass(kind, TrainingOnly)}
    # What draws nothing while training either.
    assert kept - marked == {"Identity", "ActivityRegularization", "Masking"}
    assert marked <= kept


@pytest.mark.parametrize("name", LAYERS)
@settings(max_examples=settings().max_examples // 5, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_walk_equals_keras(name: str, data: st.DataObject) -> None:
    arguments, shape = data.draw(ARGUMENTS[name]), data.draw(fitting_shapes(name))
    try:
        step = step_of(name, arguments, shape)
    except ShapeMismatch:
        # What is refused is compared below. Hypothesis complains where little else is drawn.
        reject()
    layer = keras_layer(name, arguments)
    assert_equal(name, step, layer, symbolic_output(layer, shape))


@pytest.mark.parametrize("name", LAYERS)
@settings(max_examples=settings().max_examples // 5, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_walk_refuses_what_keras_refuses_and_nothing_else(name: str, data: st.DataObject) -> None:
    arguments, shape = data.draw(ARGUMENTS[name]), data.draw(ANY_SHAPE)
    try:
        step_of(name, arguments, shape)
    except ShapeMismatch as misfit:
        if not is_documented(name, misfit):
            with pytest.raises((ValueError, TypeError, IndexError)):
                symbolic_output(keras_layer(name, arguments), shape)
    else:
        symbolic_output(keras_layer(name, arguments), shape)


@pytest.mark.parametrize("case", STRICTER, ids=[case.layer for case in STRICTER])
def test_documented_refusal_is_stricter_than_keras(case: Stricter) -> None:
    symbolic_output(keras_layer(case.layer, case.arguments), case.shape)
    with pytest.raises(ShapeMismatch, match=re.escape(case.message)):
        step_of(case.layer, case.arguments, case.shape)
