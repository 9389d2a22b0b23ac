"""Large Dense kernels for LiteRT's converter, transposed in advance as LiteRT stores them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mlpcli.training.export.method_override import overridden
from mlpcli.training.tensorflow import keras, tf

# The converter transposes smaller kernels in a few hundredths of a second.
_LARGE = 1_000_000


@contextmanager
def transposed_kernels(model: Any) -> Iterator[None]:
    """Inside the block large Dense layers multiply by a constant of shape `[units, inputs]`.

    LiteRT stores kernels in that shape. The converter transposes a kernel `[inputs, units]` element by
    element while it holds the GIL: for nine million weights this takes more than a second, during which no
    signal can end the process.
    """
    layers = [
        layer
        for layer in model._flatten_layers()
        if isinstance(layer, keras.layers.Dense) and layer.kernel.shape.num_elements() >= _LARGE
    ]
    with overridden(layers, "call", _call_of):
        yield


def _call_of(layer: Any) -> Callable[..., Any]:
    kernel = tf.constant(layer.kernel.numpy().T)

    def call(inputs: Any, training: bool | None = None) -> Any:
        """As `Dense.call` in keras/src/layers/core/dense.py."""
        is_flat = inputs.shape.rank == 2
        rows = inputs if is_flat else tf.reshape(inputs, [-1, inputs.shape[-1]])
        outputs = tf.matmul(rows, kernel, transpose_b=True)
        if layer.bias is not None:
            outputs = outputs + layer.bias
        if not is_flat:
            outputs = tf.reshape(outputs, [-1, *inputs.shape[1:-1], layer.units])
        return outputs if layer.activation is None else layer.activation(outputs)

    return call
