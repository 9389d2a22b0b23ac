"""Biases of transposed convolutions that have none, for LiteRT."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np

from mlpcli.data.float32 import SMALLEST
from mlpcli.training.tensorflow import keras, tf


@contextmanager
def with_biases(model: Any) -> Iterator[None]:
    """Inside the block transposed convolutions without a bias have one that is next to nothing.

    The converter would take a constant that is added to all of their filters, such as that of hard_sigmoid,
    for a bias of one filter, and LiteRT refuses the file. It leaves out a bias of zeros.
    """
    layers = [layer for layer in model._flatten_layers() if _lacks_bias(layer)]
    activations = [layer.activation for layer in layers]
    for layer, activation in zip(layers, activations, strict=True):
        layer.activation = partial(_of_biased, activation, np.full(layer.filters, SMALLEST, np.float32))
    try:
        yield
    finally:
        for layer, activation in zip(layers, activations, strict=True):
            layer.activation = activation


def _lacks_bias(layer: Any) -> bool:
    if not isinstance(layer, keras.layers.Conv1DTranspose | keras.layers.Conv2DTranspose):
        return False
    return layer.filters > 1 and not (layer.use_bias and np.any(layer.bias.numpy()))


def _of_biased(activation: Callable[[Any], Any], bias: np.ndarray[Any, Any], values: Any) -> Any:
    return activation(values + tf.constant(bias, values.dtype))
