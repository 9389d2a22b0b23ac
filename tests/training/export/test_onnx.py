"""Every layer and every activation in ONNX, where its extra is installed."""

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from mlpcli.config.activations import Activation
from mlpcli.config.layers import LAYERS
from mlpcli.training.export import ExportRequest
from mlpcli.training.export.onnx import write
from mlpcli.training.export.plain_keras import plain_model
from tests.training.building.test_layers import IMAGE, MINIMAL, SIGNAL, VECTOR
from tests.training.export.test_litert_conversion import Shape, model_of, rows

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


@pytest.mark.parametrize("activation", get_args(Activation))
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
    ],
    ids=str,
)
def test_layers_equal_keras_s_with_arguments(
    name: str, shape: Shape, arguments: dict[str, Any], tmp_path: Path
) -> None:
    assert_equal(tmp_path, shape, name, arguments)


def test_penalties_of_outputs_are_left_out(tmp_path: Path) -> None:
    assert_equal(tmp_path, VECTOR, "Dense", {"units": 3, "activity_regularizer": {"L1": {"l1": 0.1}}})
