"""ONNX equivalents of TensorFlow operations that tf2onnx does not support."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from mlpcli.training.export.method_override import overridden
from mlpcli.training.tensorflow import tf


def _erfc(graph: Any, node: Any, name: str, _: Any) -> None:
    """`1 - erf(x)`: in `gelu` the cancellation of this subtraction does no harm."""
    error = graph.make_node("Erf", node.input, dtypes=[_type(graph, node)], shapes=_shapes(graph, node))
    _replace(graph, node, "Sub", lambda one: [one, error.output[0]])


def _expm1(graph: Any, node: Any, name: str, _: Any) -> None:
    """`exp(x) - 1`: in the sum that `celu` computes, this is accurate enough."""
    power = graph.make_node("Exp", node.input, dtypes=[_type(graph, node)], shapes=_shapes(graph, node))
    _replace(graph, node, "Sub", lambda one: [power.output[0], one])


def _type(graph: Any, node: Any) -> Any:
    return graph.get_dtype(node.output[0])


def _shapes(graph: Any, node: Any) -> list[Any]:
    return [graph.get_shape(node.output[0])]


def _replace(graph: Any, node: Any, kind: str, inputs: Callable[[str], list[str]]) -> None:
    one = graph.make_const(f"{node.name}_one", np.array(1, np.float32)).output[0]
    output, types, shapes = node.output[0], [_type(graph, node)], _shapes(graph, node)
    graph.remove_node(node.name)
    graph.make_node(kind, inputs(one), name=node.name, outputs=[output], dtypes=types, shapes=shapes)


HANDLERS: Mapping[str, tuple[Callable[..., None], list[Any]]] = {"Erfc": (_erfc, []), "Expm1": (_expm1, [])}
"""By TensorFlow's names, as tf2onnx takes them."""


@contextmanager
def plain_convolutions(model: Any) -> Iterator[None]:
    """Inside the block grouped convolutions are plain operations, which can be traced but not computed.

    On a CPU TensorFlow computes them only with XLA, so Keras wraps them in an XLA-compiled function (`conv`
    in keras/src/backend/tensorflow/nn.py), which tf2onnx cannot convert.
    """
    layers = [layer for layer in model._flatten_layers() if _is_grouped_convolution(layer)]
    with overridden(layers, "call", _call_of):
        yield


def _is_grouped_convolution(layer: Any) -> bool:
    # GroupNormalization has groups too.
    return hasattr(layer, "kernel_size") and getattr(layer, "groups", 1) > 1


def _call_of(layer: Any) -> Callable[[Any], Any]:
    def call(inputs: Any) -> Any:
        padding = layer.padding.upper()
        if padding == "CAUSAL":
            (size,), (rate,) = layer.kernel_size, layer.dilation_rate
            inputs, padding = tf.pad(inputs, [[0, 0], [rate * (size - 1), 0], [0, 0]]), "VALID"
        kernel = tf.convert_to_tensor(layer.kernel)
        outputs = tf.nn.convolution(inputs, kernel, layer.strides, padding, dilations=layer.dilation_rate)
        return layer.activation(outputs if layer.bias is None else outputs + layer.bias)

    return call
