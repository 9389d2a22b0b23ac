"""Layers that Keras lacks, made of Keras's own, for files that Keras alone can load."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from mlpcli.training.building import ensemble_layers, table_layers
from mlpcli.training.tensorflow import keras


def stock_model(model: Any) -> Any:
    """A copy of a plain `model` without mlpcli's layers for tables, that answers the same. Its other layers
    are those of `model`."""
    given = model.inputs[0]
    rows = keras.Input(batch_shape=given.shape, dtype=given.dtype, name=given.name)
    layers = [stock for layer in model.layers for stock in _stock(layer)]
    return keras.Sequential([rows, *layers], name=model.name)


def _stock(layer: Any) -> Iterator[Any]:
    for one in layer._flatten_layers():
        for name, value in vars(one).items():
            if isinstance(value, ensemble_layers.RandomSigns):
                setattr(one, name, keras.initializers.Ones())
    made = _MADE.get(type(layer))
    if made is None:
        yield layer
    else:
        yield from made(layer, layer.input.shape[1:], {"name": layer.name, "dtype": layer.dtype_policy.name})


def _scale(layer: Any, shape: tuple[int, ...], more: dict[str, Any]) -> Iterator[Any]:
    axes = "bcd"[: len(shape)]
    equation = f"a{axes},{axes[-1]}->a{axes}"
    yield _with_weights(keras.layers.EinsumDense(equation, shape, **more), shape, layer.get_weights())


def _periodic(layer: Any, shape: tuple[int, ...], more: dict[str, Any]) -> Iterator[Any]:
    """Each number is turned and mixed by itself."""
    frequencies, phases, kernel, bias = layer.get_weights()
    each = "abc,bcd->abd"
    turned = keras.layers.EinsumDense(each, [layer.count, layer.frequencies], bias_axes="bd")
    mixed = keras.layers.EinsumDense(each, [layer.count, layer.units], bias_axes="bd")
    model = _beside(layer, shape, more, lambda numbers: mixed(keras.ops.cos(turned(numbers))))
    turned.set_weights([np.float32(2 * np.pi) * frequencies[:, None], phases])
    mixed.set_weights([kernel, bias])
    yield model


def _piecewise(layer: Any, shape: tuple[int, ...], more: dict[str, Any]) -> Iterator[Any]:
    """Subtracted before multiplied: the bins of a number can be narrow."""
    start, slope = layer.get_weights()
    apart = keras.layers.EinsumDense("abc,bcd->abd", [layer.count, layer.bins], bias_axes="bd")
    scaled = keras.layers.EinsumDense("abc,bc->abc", [layer.count, layer.bins])
    model = _beside(layer, shape, more, lambda numbers: keras.layers.ReLU(1.0)(scaled(apart(numbers))))
    apart.set_weights([np.ones_like(start)[:, None], -start])
    scaled.set_weights([slope])
    yield model


def _beside(layer: Any, shape: tuple[int, ...], more: dict[str, Any], made: Callable[[Any], Any]) -> Any:
    """A model of its own: a row as a sequence of numbers, with what is `made` of each of the layer's beside
    it, and the others after them."""
    layers, row, rest = keras.layers, keras.Input(shape), shape[0] - layer.count
    column = layers.Reshape([shape[0], 1])(row)
    numbers = layers.Cropping1D([0, rest])(column)
    answer = layers.Flatten()(layers.Concatenate()([numbers, made(numbers)]))
    if rest:
        others = layers.Flatten()(layers.Cropping1D([layer.count, 0])(column))
        answer = layers.Concatenate()([answer, others])
    return keras.Model(row, answer, name=more["name"])


def _categories(layer: Any, shape: tuple[int, ...], more: dict[str, Any]) -> Iterator[Any]:
    """One layer, whose kernel leaves all other columns as they are."""
    start = shape[0] - sum(layer.widths)
    blocks, kernels = [np.eye(start, dtype=np.float32)], iter(layer.get_weights())
    for width in layer.widths:
        blocks.append(next(kernels) if width > layer.limit else np.eye(width, dtype=np.float32))
    kernel = np.zeros((shape[0], sum(block.shape[1] for block in blocks)), np.float32)
    row = column = 0
    for block in blocks:
        kernel[row : row + block.shape[0], column : column + block.shape[1]] = block
        row, column = row + block.shape[0], column + block.shape[1]
    yield _with_weights(keras.layers.Dense(kernel.shape[1], use_bias=False, **more), shape, [kernel])


def _ensemble(layer: Any, shape: tuple[int, ...], more: dict[str, Any]) -> Iterator[Any]:
    copies = keras.layers.EinsumDense("ab,cb->acb", (layer.members, *shape), **more)
    yield _with_weights(copies, shape, layer.get_weights())


def _ensemble_head(layer: Any, shape: tuple[int, ...], more: dict[str, Any]) -> Iterator[Any]:
    axes = "bd" if layer.use_bias else None
    answers = keras.layers.EinsumDense(
        "abc,bcd->abd", (shape[0], layer.units), activation=layer.activation, bias_axes=axes, **more
    )
    yield _with_weights(answers, shape, layer.get_weights())
    yield keras.layers.GlobalAveragePooling1D(name=f"{more['name']}_mean", dtype=more["dtype"])


def _in_units(layer: Any, shape: tuple[int, ...], more: dict[str, Any]) -> Iterator[Any]:
    mean, deviation = np.array(layer.mean), np.array(layer.deviation)
    if not layer.lowest:
        yield keras.layers.Rescaling(deviation.tolist(), mean.tolist(), **more)
        return
    # Keras has one bound for all outputs alone, so they are bounded as shares of their ranges.
    low, high = np.array(layer.lowest), np.array(layer.highest)
    size = np.where(high > low, high - low, 1.0)
    name, dtype = more["name"], more["dtype"]
    share = ((deviation / size).tolist(), ((mean - low) / size).tolist())
    yield keras.layers.Rescaling(*share, name=f"{name}share", dtype=dtype)
    yield keras.layers.ReLU(1.0, name=f"{name}bounds", dtype=dtype)
    yield keras.layers.Rescaling(np.where(high > low, size, 0.0).tolist(), low.tolist(), **more)


def _with_weights(layer: Any, shape: tuple[int, ...], weights: Any) -> Any:
    layer.build((None, *shape))
    layer.set_weights(weights)
    return layer


_MADE: Mapping[type, Callable[..., Iterator[Any]]] = {
    table_layers.Scale: _scale,
    table_layers.PeriodicEmbedding: _periodic,
    table_layers.PiecewiseLinearEncoding: _piecewise,
    table_layers.CategoryEmbedding: _categories,
    ensemble_layers.Ensemble: _ensemble,
    ensemble_layers.EnsembleHead: _ensemble_head,
    table_layers.InUnits: _in_units,
}
