"""Conversion of a Keras model to LiteRT, which predicts without TensorFlow."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array
from mlpcli.export_formats import Quantization
from mlpcli.processes.deferred_signals import signals_wait
from mlpcli.training.building.precision import in_float32
from mlpcli.training.devices.out_of_memory import exhaustion_named
from mlpcli.training.engine.epochs import predictor
from mlpcli.training.export.dense_kernels import transposed_kernels
from mlpcli.training.export.inference_graph import normal_rows
from mlpcli.training.export.recurrent_loops import portable_loops
from mlpcli.training.export.transposed_biases import with_biases
from mlpcli.training.tensorflow import ConverterError, keras, quiet, tf

_COMPARED_AT_ONCE = 32
_MISSING = re.compile(r"'tf\.(\w+)' op is neither")


class ConversionError(Exception):
    """The model has an operation that LiteRT lacks, or is too large for it; the message says which."""


def to_litert(
    model: Any,
    quantization: Quantization | None = None,
    calibration: Array | None = None,
    *,
    scored: bool = False,
) -> bytes:
    """The model as a LiteRT flatbuffer, from `[batch, *input_shape]` float32 rows as read to float32 outputs.

    If it is to be `scored`, it also outputs what Keras computes the loss from: after the outputs `[batch,
    outputs]`, the logits of a final softmax or sigmoid, of the same shape, and the penalty `[]` of the
    regularizers, if any. The batch size is dynamic: one row until it is resized. The model computes in
    float32 whatever its training precision; `quantization` stores the weights as 8-bit integers (`dynamic`)
    or as float16, or computes in 8 bits throughout (`int8`). The last needs `calibration` rows `[n,
    *input_shape]` to measure value ranges, which TensorFlow cannot do in recurrent layers. Raises
    ConversionError.
    """
    with as_converted(model), portable_loops(model), transposed_kernels(model), with_biases(model):
        converter = tf.lite.TFLiteConverter.from_concrete_functions([_inference(model, scored)], model)
    # Conversion through a SavedModel takes five times longer, and loses the variables of a Keras model.
    converter.experimental_lower_to_saved_model = False
    if quantization:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if quantization == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if quantization == "int8":
        if calibration is None:
            raise ValueError("int8 needs calibration rows")
        converter.representative_dataset = lambda: (
            [row[np.newaxis].astype(np.float32)] for row in calibration
        )
    return _convert(converter)


def outputs_to_equal(model: Any, values: Array) -> NDArray[np.float32]:
    """The outputs that the converted model must match for `values` `[n, *input_shape]`, from Keras."""
    with exhaustion_named(), as_converted(model), signals_wait() as signals:
        return predictor(model, _COMPARED_AT_ONCE)(values, signals.let_through)


@contextmanager
def as_converted(model: Any) -> Iterator[None]:
    """Inside the block the model computes as LiteRT will: in float32, whatever its precision.

    Its recurrent layers also draw no dropout masks, which in Keras they do, without effect, in every
    inference; LiteRT has no random generator.
    """
    layers = model._flatten_layers(include_self=False)
    cells = [layer.cell for layer in layers if isinstance(layer, keras.layers.RNN)]
    rates = [(cell.dropout, cell.recurrent_dropout) for cell in cells]
    _set_rates(cells, [(0.0, 0.0)] * len(cells))
    try:
        with in_float32(model):
            yield
    finally:
        _set_rates(cells, rates)


def _set_rates(cells: Sequence[Any], rates: Sequence[tuple[float, float]]) -> None:
    for cell, (dropout, recurrent) in zip(cells, rates, strict=True):
        cell.dropout, cell.recurrent_dropout = dropout, recurrent


def _inference(model: Any, scored: bool) -> Any:
    def answer(values: Any) -> Any:
        values = normal_rows(model, values)
        outputs = model(values, training=False)
        if not scored:
            return outputs
        return outputs, *_logits(outputs), *_penalty(model, values)

    rows = tf.TensorSpec([None, *model.input_shape[1:]], tf.float32)
    return tf.function(answer, input_signature=[rows], autograph=False).get_concrete_function()


def _logits(outputs: Any) -> list[Any]:
    """The logits of a crossentropy, as in `_get_logits` in keras/src/backend/tensorflow/nn.py."""
    if hasattr(outputs, "_keras_logits"):
        return [outputs._keras_logits]
    return [outputs.op.inputs[0]] if outputs.op.type in ("Softmax", "Sigmoid") else []


def _penalty(model: Any, values: Any) -> list[Any]:
    """The penalty of the regularizers; not a constant, because LiteRT outputs must depend on inputs."""
    losses = model.losses
    return [tf.add_n(losses) + 0 * tf.reduce_sum(values)] if losses else []


def _convert(converter: Any) -> bytes:
    failure: Exception | None = None
    with signals_wait(), quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            flatbuffer: bytes = converter.convert()
        # Calibration and models of more than 2 GB raise ValueError and RuntimeError.
        except (ConverterError, ValueError, RuntimeError) as error:
            failure = error
    if failure:
        raise ConversionError(_reason(str(failure))) from failure
    return flatbuffer


def _reason(text: str) -> str:
    missing = sorted(set(_MISSING.findall(text)))
    return f"LiteRT has no {', '.join(missing)}" if missing else text.strip().split("\n")[0]
