from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from mlpcli.config.activations import ActivationName
from mlpcli.config.layers import LAYERS
from mlpcli.export_formats import FORMATS, Quantization
from mlpcli.inference.litert.litert_predictor import LiteRtPredictor
from mlpcli.training.building.ensemble_layers import Ensemble, EnsembleHead
from mlpcli.training.building.layers import build_layer
from mlpcli.training.building.table_layers import PeriodicEmbedding, PiecewiseLinearEncoding
from mlpcli.training.export.litert_conversion import (
    ConversionError,
    as_converted,
    to_litert,
)
from mlpcli.training.tensorflow import keras
from tests.training.building.test_layers import ACTIVATIONS, IMAGE, MINIMAL, SIGNAL, VECTOR

Shape = tuple[int, ...]
TOLERANCE = 1e-4


@pytest.fixture(autouse=True)
def float32_again() -> Iterator[None]:
    yield
    keras.config.set_dtype_policy("float32")


def model_of(shape: Shape, *layers: tuple[str, dict[str, Any]], precision: str = "float32") -> Any:
    """A stack behind a preprocessing, its weights anything but what initializers give."""
    keras.config.set_dtype_policy(precision)
    built = [build_layer(LAYERS[name].model_validate(arguments)) for name, arguments in layers]
    float32 = {"dtype": "float32"}
    model = keras.Sequential(
        [
            keras.Input(shape, **float32),
            keras.layers.Rescaling(0.5, **float32),
            *built,
            keras.layers.Activation("linear", **float32),
        ]
    )
    drawn = np.random.default_rng(0)
    for weight in model.weights:
        if weight.dtype == "float32":
            weight.assign(drawn.uniform(0.1, 0.9, weight.shape))
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()
    return model


def rows(shape: Shape, count: int = 32) -> Any:
    return np.random.default_rng(1).normal(size=(count, *shape)).astype(np.float32)


def answers(flatbuffer: bytes, values: Any) -> Any:
    """What LiteRT computes, in one batch."""
    interpreter = Interpreter(model_content=flatbuffer)
    (given,), (answered,) = interpreter.get_input_details(), interpreter.get_output_details()
    assert given["dtype"] is answered["dtype"] is np.float32
    interpreter.resize_tensor_input(given["index"], values.shape, strict=True)
    interpreter.allocate_tensors()
    interpreter.set_tensor(given["index"], values)
    interpreter.invoke()
    return interpreter.get_tensor(answered["index"])


def assert_equal(model: Any, shape: Shape) -> None:
    values = rows(shape)
    with as_converted(model):
        wanted = model(values, training=False).numpy()
    np.testing.assert_allclose(answers(to_litert(model), values), wanted, rtol=TOLERANCE, atol=TOLERANCE)


@pytest.mark.parametrize("precision", ["float32", "mixed_float16", "mixed_bfloat16"])
@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_equals_keras_s(name: str, precision: str) -> None:
    shape, arguments = MINIMAL[name]
    assert_equal(model_of(shape, (name, arguments), precision=precision), shape)


@pytest.mark.parametrize("activation", get_args(ActivationName))
def test_every_activation_equals_keras_s(activation: str) -> None:
    assert_equal(model_of(VECTOR, ("Dense", {"units": 4, "activation": activation})), VECTOR)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("SimpleRNN", {"activation": "step", "return_sequences": True}),
        ("LSTM", {"dropout": 0.5, "recurrent_dropout": 0.5}),
        ("LSTM", {"go_backwards": True, "unroll": True}),
        ("LSTM", {"go_backwards": True, "return_sequences": True}),
        ("SimpleRNN", {"unroll": True, "return_sequences": True}),
        ("GRU", {"reset_after": False, "recurrent_dropout": 0.2, "return_sequences": True}),
    ],
    ids=str,
)
def test_recurrent_layers_equal_keras_s_with_every_argument(name: str, arguments: dict[str, Any]) -> None:
    assert_equal(model_of(SIGNAL, (name, {"units": 3, **arguments})), SIGNAL)


def test_stacked_recurrent_layers_equal_keras_s_for_one_row_and_for_many() -> None:
    inner = ("Bidirectional", {"layer": {"GRU": {"units": 3, "return_sequences": True}}})
    model = model_of(SIGNAL, inner, ("LSTM", {"units": 2}))
    flatbuffer = to_litert(model)
    for count in (1, 7, 257):
        values = rows(SIGNAL, count)
        wanted = model(values, training=False).numpy()
        np.testing.assert_allclose(answers(flatbuffer, values), wanted, rtol=TOLERANCE, atol=TOLERANCE)


@pytest.mark.parametrize("name", ["SimpleRNN", "LSTM", "GRU"])
def test_layers_that_read_both_ways_equal_keras_s(name: str) -> None:
    arguments = {"units": 3, "dropout": 0.5, "recurrent_dropout": 0.5}
    both = ("Bidirectional", {"layer": {name: arguments}, "merge_mode": "ave"})
    assert_equal(model_of(SIGNAL, both), SIGNAL)


MORE: list[tuple[str, Shape, dict[str, Any]]] = [
    ("ReLU", VECTOR, {"negative_slope": 0.1, "max_value": 0.5, "threshold": 0.2}),
    ("PReLU", IMAGE, {"shared_axes": [1, 2]}),
    ("ELU", VECTOR, {"alpha": 0.5}),
    ("Softmax", IMAGE, {"axis": 1}),
    ("Conv1DTranspose", SIGNAL, {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}),
    ("Conv1DTranspose", SIGNAL, {"filters": 2, "kernel_size": 2, "strides": 3, "output_padding": 1}),
    (
        "Conv1DTranspose",
        SIGNAL,
        {"filters": 3, "kernel_size": 2, "use_bias": False, "activation": "hard_sigmoid"},
    ),
    ("Conv2DTranspose", IMAGE, {"filters": 3, "kernel_size": 2, "activation": "hard_sigmoid"}),
    ("Conv2DTranspose", IMAGE, {"filters": 2, "kernel_size": 3, "strides": [2, 3], "use_bias": False}),
    ("Conv2DTranspose", IMAGE, {"filters": 2, "kernel_size": [3, 1], "strides": 2, "activation": "relu"}),
    ("DepthwiseConv1D", SIGNAL, {"kernel_size": 3, "strides": 2, "depth_multiplier": 2, "padding": "same"}),
    ("DepthwiseConv1D", SIGNAL, {"kernel_size": 2, "dilation_rate": 3}),
    ("Cropping2D", IMAGE, {"cropping": [[1, 0], [2, 3]]}),
    ("CenterCrop", IMAGE, {"height": 12, "width": 9}),
    ("Resizing", IMAGE, {"height": 11, "width": 5, "interpolation": "nearest"}),
    ("Resizing", IMAGE, {"height": 4, "width": 6, "crop_to_aspect_ratio": True}),
    ("Resizing", IMAGE, {"height": 4, "width": 6, "pad_to_aspect_ratio": True, "fill_value": 0.5}),
    ("LayerNormalization", IMAGE, {"axis": [1, 2]}),
    ("BatchNormalization", IMAGE, {"axis": 1}),
    ("Normalization", IMAGE, {"axis": [1, 3]}),
    ("Normalization", IMAGE, {"axis": None}),
    ("RMSNormalization", IMAGE, {"axis": [-2, -1], "epsilon": 0.1}),
    ("UnitNormalization", IMAGE, {"axis": [1, 2]}),
    ("GroupNormalization", IMAGE, {"groups": -1, "axis": 2, "center": False}),
    ("TimeDistributed", SIGNAL, {"layer": {"Dense": {"units": 2, "activation": "softmax"}}}),
    ("TimeDistributed", IMAGE, {"layer": {"Conv1D": {"filters": 2, "kernel_size": 3}}}),
    ("TimeDistributed", IMAGE, {"layer": {"LSTM": {"units": 2, "return_sequences": True}}}),
    ("TimeDistributed", IMAGE, {"layer": "GlobalAveragePooling1D"}),
    ("Dense", VECTOR, {"units": 3, "activation": {"leaky_relu": {"negative_slope": 0.05}}}),
    ("LSTM", SIGNAL, {"units": 3, "activation": {"relu": {"max_value": 1.0}}}),
]


@pytest.mark.parametrize(
    ("name", "shape", "arguments"),
    [
        ("Conv1D", SIGNAL, {"filters": 4, "kernel_size": 3, "padding": "causal", "dilation_rate": 2}),
        ("Conv2D", (6, 6, 4), {"filters": 4, "kernel_size": 3, "groups": 2, "padding": "same"}),
        ("SeparableConv2D", IMAGE, {"filters": 4, "kernel_size": 3, "dilation_rate": 2, "padding": "same"}),
        ("DepthwiseConv2D", IMAGE, {"kernel_size": 3, "depth_multiplier": 2, "strides": 2}),
        ("AveragePooling2D", IMAGE, {"pool_size": 3, "padding": "same"}),
        ("UpSampling2D", IMAGE, {"size": [2, 3], "interpolation": "bilinear"}),
        ("LayerNormalization", IMAGE, {}),
        ("BatchNormalization", IMAGE, {"epsilon": 0.1, "center": False}),
        ("Normalization", SIGNAL, {"mean": [1.0, 2.0, 3.0], "variance": [1.0, 4.0, 9.0]}),
        ("Permute", IMAGE, {"dims": [3, 1, 2]}),
        *MORE,
    ],
    ids=str,
)
def test_layers_equal_keras_s_with_arguments(name: str, shape: Shape, arguments: dict[str, Any]) -> None:
    assert_equal(model_of(shape, (name, arguments)), shape)


@pytest.mark.parametrize("name", [name for name in LAYERS if MINIMAL[name][0] != IMAGE])
def test_every_stack_takes_any_number_of_rows(name: str) -> None:
    shape, arguments = MINIMAL[name]
    flatbuffer = to_litert(model_of(shape, (name, arguments)))
    whole = answers(flatbuffer, rows(shape, 257))
    for count in (1, 7):
        np.testing.assert_allclose(answers(flatbuffer, rows(shape, 257)[:count]), whole[:count], atol=1e-5)


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=str)
def test_every_activation_with_arguments_equals_keras_s(activation: dict[str, Any]) -> None:
    assert_equal(model_of(VECTOR, ("Dense", {"units": 4, "activation": activation})), VECTOR)


def masked_rows(count: int = 32) -> Any:
    """Signals with zeros at their ends, at their beginnings, in between, and everywhere."""
    values = rows(SIGNAL, count)
    values[::4, 5:] = 0
    values[1::4, :3] = 0
    values[2::4, 2:4] = 0
    values[3] = 0
    # Subnormal numbers are 0 to TensorFlow.
    values[4, 2] = 1e-40
    return values


READING_MASKS: list[tuple[tuple[str, dict[str, Any]], ...]] = [
    (("LSTM", {"units": 3}),),
    (("GRU", {"units": 3, "go_backwards": True, "return_sequences": True}), ("SimpleRNN", {"units": 2})),
    (("SimpleRNN", {"units": 2, "unroll": True}),),
    (("Bidirectional", {"layer": {"LSTM": {"units": 3}}}),),
    (
        ("Bidirectional", {"layer": {"GRU": {"units": 3, "return_sequences": True}}}),
        ("GlobalAveragePooling1D", {}),
    ),
    (("Bidirectional", {"layer": {"GRU": {"units": 3, "return_sequences": True, "unroll": True}}}),),
    (("TimeDistributed", {"layer": {"Dense": {"units": 2}}}), ("GlobalAveragePooling1D", {})),
]


@pytest.mark.parametrize("layers", READING_MASKS, ids=str)
def test_masked_steps_are_left_out_as_by_keras(layers: tuple[tuple[str, dict[str, Any]], ...]) -> None:
    model = model_of(SIGNAL, ("Masking", {}), *layers)
    values = masked_rows()
    wanted = model(values, training=False).numpy()
    np.testing.assert_allclose(answers(to_litert(model), values), wanted, rtol=TOLERANCE, atol=TOLERANCE)


@pytest.mark.parametrize("mask_zero", [False, True])
def test_numbers_are_looked_up_as_by_keras(mask_zero: bool) -> None:
    embedding = {"input_dim": 3000, "output_dim": 4, "mask_zero": mask_zero}
    model = keras.Sequential(
        [
            keras.Input(VECTOR),
            build_layer(LAYERS["Embedding"].model_validate(embedding)),
            keras.layers.LSTM(3),
        ]
    )
    values = np.random.default_rng(0).integers(0, 3000, (32, *VECTOR)).astype(np.float32)
    values[:, 4:] = 0
    wanted = model(values).numpy()
    np.testing.assert_allclose(answers(to_litert(model), values), wanted, rtol=TOLERANCE, atol=TOLERANCE)


@pytest.mark.parametrize("interpolation", ["bicubic", "lanczos3"])
def test_what_litert_lacks_is_named(interpolation: str) -> None:
    model = model_of(IMAGE, ("UpSampling2D", {"interpolation": interpolation}))
    operation = {"bicubic": "ResizeBicubic", "lanczos3": "ScaleAndTranslate"}[interpolation]
    with pytest.raises(ConversionError, match=f"^LiteRT has no {operation}$"):
        to_litert(model)


@pytest.mark.parametrize(
    ("name", "shape", "arguments"),
    [
        ("Conv1DTranspose", SIGNAL, {"filters": 2, "kernel_size": 2, "dilation_rate": 2}),
        ("Conv2DTranspose", IMAGE, {"filters": 2, "kernel_size": 2, "dilation_rate": 2}),
        ("Resizing", IMAGE, {"height": 4, "width": 4, "antialias": True}),
        ("Resizing", IMAGE, {"height": 4, "width": 4, "interpolation": "lanczos3"}),
        ("Resizing", IMAGE, {"height": 4, "width": 4, "interpolation": "bicubic"}),
    ],
    ids=str,
)
def test_what_litert_lacks_is_refused_before_it_is_tried(
    name: str, shape: Shape, arguments: dict[str, Any]
) -> None:
    layer = LAYERS[name].model_validate(arguments)
    assert any(limit.applies(layer) for limit in FORMATS["litert"].limits)
    with pytest.raises(ConversionError, match="^LiteRT has no"):
        to_litert(model_of(shape, (name, arguments)))


@pytest.mark.parametrize("interpolation", ["nearest", "bicubic"])
def test_nothing_is_printed(interpolation: str, capfd: pytest.CaptureFixture[str]) -> None:
    model = model_of(IMAGE, ("UpSampling2D", {"interpolation": interpolation}))
    try:
        to_litert(model)
    except ConversionError:
        pass
    assert capfd.readouterr() == ("", "")


def test_the_model_is_as_it_was() -> None:
    cells = ("LSTM", {"units": 2, "dropout": 0.3, "recurrent_dropout": 0.4})
    model = model_of(SIGNAL, cells, ("Normalization", {}), precision="mixed_bfloat16")
    before = model(rows(SIGNAL), training=False).numpy()
    to_litert(model)
    _, lstm, normalization, _ = model.layers
    assert (lstm.dropout, lstm.recurrent_dropout, lstm.compute_dtype) == (0.3, 0.4, "bfloat16")
    assert normalization.mean.dtype.name == "bfloat16"
    np.testing.assert_array_equal(model(rows(SIGNAL), training=False).numpy(), before)


@pytest.mark.parametrize("arguments", [{}, {"mean": [0.123, 1.456, 7.89], "variance": [0.77, 1.33, 9.9]}])
def test_a_normalization_in_mixed_precision_is_converted_in_float32(arguments: dict[str, Any]) -> None:
    mixed = to_litert(model_of(SIGNAL, ("Normalization", arguments), precision="mixed_bfloat16"))
    exact = to_litert(model_of(SIGNAL, ("Normalization", arguments)))
    values = rows(SIGNAL)
    np.testing.assert_allclose(answers(mixed, values), answers(exact, values), rtol=1e-6)


WIDE = (("Dense", {"units": 256, "activation": "relu"}), ("Dense", {"units": 3}))


@pytest.mark.parametrize(("quantization", "share"), [("dynamic", 0.4), ("float16", 0.6), ("int8", 0.4)])
def test_a_quantized_model_is_smaller_and_answers_much_the_same(
    quantization: Quantization, share: float
) -> None:
    model = model_of((64,), *WIDE)
    values = rows((64,), 100)
    plain, small = to_litert(model), to_litert(model, quantization, values)
    assert len(small) < share * len(plain)
    wanted = answers(plain, values)
    np.testing.assert_allclose(answers(small, values), wanted, atol=0.05 * np.ptp(wanted))


def test_a_recurrent_stack_is_stored_in_8_bits() -> None:
    model = model_of(SIGNAL, ("LSTM", {"units": 4}))
    values = rows(SIGNAL)
    np.testing.assert_allclose(answers(to_litert(model, "dynamic"), values), model(values).numpy(), atol=0.05)


def test_int8_needs_rows() -> None:
    with pytest.raises(ValueError, match="int8 needs calibration rows"):
        to_litert(model_of(VECTOR, ("Dense", {"units": 2})), "int8")


@pytest.mark.parametrize("units", [1, 3])
def test_waves_and_members_of_any_number_of_units_are_converted(units: int) -> None:
    bins, waves = PiecewiseLinearEncoding(features=3, bins=2), PeriodicEmbedding(units=units)
    model = keras.Sequential([keras.Input((4,)), bins, waves, Ensemble(3), EnsembleHead(units)])
    rows = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    bins.adapt(rows)
    predictor = LiteRtPredictor(to_litert(model), Path("m"), (4,), units)
    np.testing.assert_allclose(predictor.predict(rows), model(rows), atol=1e-5)
