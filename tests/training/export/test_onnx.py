"""Every layer and every activation in ONNX, where its extra is installed."""

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from mlpcli.config.activations import ActivationName
from mlpcli.config.layers import LAYERS
from mlpcli.export_formats import FORMATS
from mlpcli.training.export import ExportRequest
from mlpcli.training.export.onnx import write
from mlpcli.training.export.plain_keras import plain_model
from tests.training.building.test_layers import ACTIVATIONS, IMAGE, MINIMAL, SIGNAL, VECTOR
from tests.training.export.test_litert_conversion import (
    MORE,
    READING_MASKS,
    Shape,
    masked_rows,
    model_of,
    rows,
)

TOLERANCE = 1e-4

pytest.importorskip("onnxruntime", reason="the extra onnx is not installed")
# Keras hands its variables to NumPy in a way that NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def assert_equal(folder: Path, shape: Shape, name: str, arguments: dict[str, Any]) -> None:
    """One row and several are answered as by Keras."""
    model = plain_model(model_of(shape, (name, arguments)))
    values = rows(shape, 5)
    wanted = model(values, training=False).numpy()
    outputs = write(ExportRequest(model, folder / "model.onnx", {"classes": []}))
    for count in (1, 5):
        found = outputs(values[:count])
        np.testing.assert_allclose(found, wanted[:count], rtol=TOLERANCE, atol=TOLERANCE)
    np.testing.assert_array_equal(model(values, training=False).numpy(), wanted)


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_equals_keras_s(name: str, tmp_path: Path) -> None:
    shape, arguments = MINIMAL[name]
    assert_equal(tmp_path, shape, name, arguments)


def is_refused(one: tuple[str, Shape, dict[str, Any]]) -> bool:
    name, _, arguments = one
    layer = LAYERS[name].model_validate(arguments)
    return any(limit.applies(layer) for limit in FORMATS["onnx"].limits)


@pytest.mark.parametrize("strides", [1, 2, 3])
@pytest.mark.parametrize("kernel_size", [1, 2, 3, 4])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_transposed_convolutions_equal_keras_s_or_are_refused(
    strides: int, kernel_size: int, padding: str, tmp_path: Path
) -> None:
    arguments = {"filters": 2, "kernel_size": kernel_size, "strides": strides, "padding": padding}
    even_alone = padding == "same" and kernel_size % 2 == 0
    for output_padding in (None, *range(1 if even_alone else 0, strides)):
        one = ("Conv2DTranspose", (5, 4, 3), {**arguments, "output_padding": output_padding})
        if is_refused(one):
            with pytest.raises(Exception, match="negative"):
                assert_equal(tmp_path, one[1], one[0], one[2])
        else:
            assert_equal(tmp_path, one[1], one[0], one[2])


@pytest.mark.parametrize("activation", get_args(ActivationName))
def test_every_activation_equals_keras_s(activation: str, tmp_path: Path) -> None:
    assert_equal(tmp_path, VECTOR, "Activation", {"activation": activation})


@pytest.mark.parametrize(
    ("name", "shape", "arguments"),
    [
        ("Conv1D", (8, 4), {"filters": 4, "kernel_size": 3, "groups": 2, "activation": "relu"}),
        ("Conv1D", (8, 4), {"filters": 4, "kernel_size": 3, "groups": 4, "padding": "causal", "strides": 2}),
        ("Conv1D", (8, 4), {"filters": 4, "kernel_size": 2, "groups": 2, "padding": "causal"}),
        ("Conv2D", (6, 6, 4), {"filters": 4, "kernel_size": 3, "groups": 2, "use_bias": False}),
        ("Conv2D", (7, 9, 4), {"filters": 8, "kernel_size": 3, "groups": 4, "strides": 2, "padding": "same"}),
        ("Conv2D", (9, 9, 4), {"filters": 8, "kernel_size": [3, 2], "groups": 2, "dilation_rate": 2}),
        ("SeparableConv2D", IMAGE, {"filters": 4, "kernel_size": 3, "dilation_rate": 2}),
        ("UpSampling2D", IMAGE, {"size": [2, 3], "interpolation": "bilinear"}),
        ("SimpleRNN", SIGNAL, {"units": 3, "activation": "gelu", "return_sequences": True}),
        ("LSTM", SIGNAL, {"units": 3, "go_backwards": True, "return_sequences": True}),
        *(one for one in MORE if not is_refused(one)),
    ],
    ids=str,
)
def test_layers_equal_keras_s_with_arguments(
    name: str, shape: Shape, arguments: dict[str, Any], tmp_path: Path
) -> None:
    assert_equal(tmp_path, shape, name, arguments)


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=str)
def test_every_activation_with_arguments_equals_keras_s(activation: dict[str, Any], tmp_path: Path) -> None:
    assert_equal(tmp_path, VECTOR, "Dense", {"units": 4, "activation": activation})


@pytest.mark.parametrize("layers", READING_MASKS, ids=str)
def test_masked_steps_are_left_out_as_by_keras(layers: Any, tmp_path: Path) -> None:
    model = plain_model(model_of(SIGNAL, ("Masking", {}), *layers))
    values = masked_rows()
    wanted = model(values, training=False).numpy()
    outputs = write(ExportRequest(model, tmp_path / "model.onnx", {"classes": []}))
    np.testing.assert_allclose(outputs(values), wanted, rtol=TOLERANCE, atol=TOLERANCE)


def test_penalties_of_outputs_are_left_out(tmp_path: Path) -> None:
    assert_equal(tmp_path, VECTOR, "Dense", {"units": 3, "activity_regularizer": {"L1": {"l1": 0.1}}})
