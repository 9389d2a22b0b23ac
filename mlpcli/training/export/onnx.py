"""ONNX, with the packages of the extra `onnx`."""

import json
import logging
import re
from importlib.util import find_spec
from typing import Any

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.errors import UsageError
from mlpcli.training.export import ExportRequest, Outputs
from mlpcli.training.export.inference_graph import INPUT, inference_function
from mlpcli.training.export.onnx_operations import HANDLERS, plain_convolutions
from mlpcli.training.tensorflow import keras, quiet

_PACKAGES = ("onnx", "onnxruntime", "tf2onnx")
_OUTPUT = "output"
_MISSING = re.compile(r"No Op registered for (\w+)")


def write(order: ExportRequest) -> Outputs:
    """Write the graph, from `input` to `output`; the metadata become properties of the model, each as JSON.

    Raises UsageError if the extra is not installed or ONNX lacks one of the model's operations.
    """
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"ONNX needs packages that are not installed: {', '.join(missing)}",
            "install them with: pip install 'mlpcli[onnx]'",
        )
    # Imported here because the extra may be missing.
    import onnx
    import onnxruntime

    model = _converted(order.model)
    onnx.helper.set_model_props(
        model, {key: json.dumps(value) for key, value in sorted(order.metadata.items())}
    )
    onnx.save(model, order.path)
    session = onnxruntime.InferenceSession(order.path, providers=["CPUExecutionProvider"])

    def outputs(rows: Array) -> Array:
        answers: Array = session.run([_OUTPUT], {INPUT: rows.astype(np.float32)})[0]
        return answers

    return outputs


def _converted(model: Any) -> Any:
    import onnx
    import tf2onnx

    for layer in model._flatten_layers(include_self=False):
        # A penalty does not affect outputs, and tf2onnx does not support all of its operations.
        layer.activity_regularizer = None
        if isinstance(layer, keras.layers.Normalization):
            # tf2onnx would treat TensorFlow's tensors as inputs of the graph.
            layer.mean, layer.variance = layer.mean.numpy(), layer.variance.numpy()
    # tf2onnx only logs the operations that it cannot convert; the checker reports the first of them.
    logging.getLogger("tf2onnx").setLevel(logging.CRITICAL)
    function = inference_function(model, _OUTPUT)
    with quiet(), plain_convolutions(model):
        converted, _ = tf2onnx.convert.from_function(
            function, function.input_signature, custom_op_handlers=dict(HANDLERS)
        )
    for value in (*converted.graph.input, *converted.graph.output):
        shape = value.type.tensor_type.shape
        shape.dim[0].dim_param = "batch"
    try:
        onnx.checker.check_model(converted)
    except onnx.checker.ValidationError as error:
        found = _MISSING.search(str(error))
        what = f"ONNX has no {found[1]}" if found else f"ONNX rejects the model: {error}"
        raise UsageError(what, "choose another format, such as saved_model") from error
    return converted
