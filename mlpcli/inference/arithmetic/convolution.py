"""Convolutions: each output is the sum of what lies under a kernel, times the kernel's numbers.

Rows are `[n, *sides, channels]`, with one side for sequences and two for images. How kernels are placed is
that of https://www.tensorflow.org/api_docs/python/tf/nn/convolution.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.convolution import (
    Conv1D,
    Conv1DTranspose,
    Conv2D,
    Conv2DTranspose,
    DepthwiseConv1D,
    DepthwiseConv2D,
    SeparableConv1D,
    SeparableConv2D,
)
from mlpcli.inference.arithmetic.core import activated
from mlpcli.inference.arithmetic.layer_function import Array, LayerFunction, Weights, products, rounded

Sides = Sequence[int]
Place = tuple[int, ...]


def convolution(layer: Conv1D | Conv2D, inputs: Array, weights: Weights) -> Array:
    """The sum over the kernel's places and the input's channels; with groups, each group of filters sees one
    group of channels."""
    kernel = weights["kernel"]
    each, filters = kernel.shape[-2], layer.filters // layer.groups
    found: Any = 0.0
    for place, seen in under(layer, inputs, kernel.shape[:-2]):
        parts = [
            products(
                seen[..., group * each : (group + 1) * each],
                kernel[place][:, group * filters : (group + 1) * filters],
            )
            for group in range(layer.groups)
        ]
        found = found + np.concatenate(parts, axis=-1)
    return rounded(found + weights.get("bias", 0))


def depthwise(layer: DepthwiseConv1D | DepthwiseConv2D, inputs: Array, weights: Weights) -> Array:
    """A convolution of every channel by itself, with `depth_multiplier` kernels each."""
    return rounded(filtered(layer, inputs, weights["kernel"]) + weights.get("bias", 0))


def separable(layer: SeparableConv1D | SeparableConv2D, inputs: Array, weights: Weights) -> Array:
    """A depthwise convolution, then at every position a mixture of its channels."""
    channels = rounded(filtered(layer, inputs, weights["depthwise_kernel"]))
    mixture = weights["pointwise_kernel"].reshape(channels.shape[-1], layer.filters)
    return rounded(products(channels, mixture) + weights.get("bias", 0))


def filtered(layer: Any, inputs: Array, kernel: Array) -> NDArray[np.float64]:
    """What the kernels of every channel make of it: `[n, *positions, channels * depth_multiplier]`."""
    found: Any = 0.0
    for place, seen in under(layer, inputs, kernel.shape[:-2]):
        found = found + seen[..., np.newaxis].astype(np.float64) * kernel[place]
    flat: NDArray[np.float64] = found.reshape(*found.shape[:-2], -1)
    return flat


def transposed(layer: Conv1DTranspose | Conv2DTranspose, inputs: Array, weights: Weights) -> Array:
    """Every input adds the kernel, times the input, to the outputs around it.

    The whole is cut, or filled with zeros, to the size that the layer has.
    """
    kernel = weights["kernel"]
    sides, strides, dilation = inputs.shape[1:-1], _each(layer.strides), _each(layer.dilation_rate)
    ends = [(side - 1) * stride + 1 for side, stride in zip(sides, strides, strict=True)]
    whole = [end + reach - 1 for end, reach in zip(ends, layer.reach, strict=True)]
    spread = np.zeros((len(inputs), *whole, layer.filters))
    for place in np.ndindex(*kernel.shape[:-2]):
        starts = [number * step for number, step in zip(place, dilation, strict=True)]
        here = tuple(
            slice(start, start + end, stride)
            for start, end, stride in zip(starts, ends, strides, strict=True)
        )
        spread[(slice(None), *here)] += products(inputs, kernel[place].T)
    for axis, (size, beyond) in enumerate(zip(whole, layer.beyond, strict=True), start=1):
        # What TensorFlow would pad a convolution from the output with.
        before = max(-beyond, 0) // 2 if layer.padding == "same" else 0
        spread = _cut(spread, axis, before, size + beyond)
    return rounded(spread + weights.get("bias", 0))


def _cut(values: NDArray[np.float64], axis: int, start: int, size: int) -> NDArray[np.float64]:
    found = np.take(values, range(start, min(start + size, values.shape[axis])), axis)
    widths = [(0, 0)] * values.ndim
    widths[axis] = (0, size - found.shape[axis])
    return np.pad(found, widths)


def under(layer: Any, inputs: Array, window: Sides) -> Iterator[tuple[Place, Array]]:
    """For each place in a window what lies under it wherever the window is put: `[n, *positions, channels]`.

    `layer` has the strides, the padding and the dilation.
    """
    strides, dilation = _each(layer.strides), _each(layer.dilation_rate)
    padded = pad(inputs, window, strides, layer.padding, dilation, 0.0)
    return places(padded, window, strides, dilation)


def places(padded: Array, window: Sides, strides: Sides, dilation: Sides) -> Iterator[tuple[Place, Array]]:
    """As `under`, of inputs that are padded already."""
    reach = [step * (side - 1) + 1 for side, step in zip(window, dilation, strict=True)]
    lasts = [side - length for side, length in zip(padded.shape[1:-1], reach, strict=True)]
    for place in np.ndindex(*window):
        starts = [number * step for number, step in zip(place, dilation, strict=True)]
        here = tuple(
            slice(start, start + last + 1, stride)
            for start, last, stride in zip(starts, lasts, strides, strict=True)
        )
        yield place, padded[(slice(None), *here)]


def pad(inputs: Array, window: Sides, strides: Sides, padding: str, dilation: Sides, value: float) -> Array:
    """The inputs with `value` around them: nothing for `valid`; for `same` as much as makes one position for
    every stride, the odd one behind; for `causal` all of it before."""
    widths = [(0, 0)]
    for size, side, stride, step in zip(inputs.shape[1:-1], window, strides, dilation, strict=True):
        reach = step * (side - 1) + 1
        missing = max((-(-size // stride) - 1) * stride + reach - size, 0)
        before = {"valid": 0, "same": missing // 2, "causal": reach - 1}[padding]
        widths.append((before, missing - before if padding == "same" else 0))
    return np.pad(inputs, [*widths, (0, 0)], constant_values=np.float32(value))


def _each(sides: int | Sides) -> Sides:
    """One number is for the one side of a sequence."""
    return (sides,) if isinstance(sides, int) else sides


FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    Conv1D: LayerFunction(convolution, activated),
    Conv2D: LayerFunction(convolution, activated),
    SeparableConv1D: LayerFunction(separable, activated),
    SeparableConv2D: LayerFunction(separable, activated),
    DepthwiseConv1D: LayerFunction(depthwise, activated),
    DepthwiseConv2D: LayerFunction(depthwise, activated),
    Conv1DTranspose: LayerFunction(transposed, activated),
    Conv2DTranspose: LayerFunction(transposed, activated),
}
