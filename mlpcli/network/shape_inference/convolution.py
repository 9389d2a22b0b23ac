"""Convolutions: sizes as in https://www.tensorflow.org/api_docs/python/tf/nn/convolution."""

from collections.abc import Mapping
from math import gcd, prod

from mlpcli.config.layers.base import Layer, Padding1D
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
from mlpcli.network.shape_inference.layer_rule import (
    Rule,
    Shape,
    ShapeMismatch,
    Step,
    Weight,
    counted,
    need_named_rank,
    per_axis,
    written,
)

_Windowed = Conv1D | Conv2D | SeparableConv1D | SeparableConv2D | DepthwiseConv1D | DepthwiseConv2D


def windows(
    sizes: Shape, window: Shape, strides: Shape, padding: Padding1D, dilation: Shape, argument: str
) -> Shape:
    """The number of windows along each axis. Raises ShapeMismatch if a window is larger than its input."""
    if padding != "valid":
        return tuple(-(-size // stride) for size, stride in zip(sizes, strides, strict=True))
    reach = tuple(step * (side - 1) + 1 for side, step in zip(window, dilation, strict=True))
    if any(side > size for side, size in zip(reach, sizes, strict=True)):
        most = min((size - 1) // step + 1 for size, step in zip(sizes, dilation, strict=True))
        raise ShapeMismatch(
            f"a window of {written(reach)} does not fit into {written(sizes)}",
            f"write {argument}: {most} or less, or padding: same, or pool less before it",
            argument,
            put={argument: most},
        )
    return tuple(
        (size - side) // stride + 1 for size, side, stride in zip(sizes, reach, strides, strict=True)
    )


def _convolve(layer: Conv1D | Conv2D, shape: Shape) -> Step:
    need_named_rank(layer, shape)
    channels = shape[-1]
    for name, count in (("input channel", channels), ("filter", layer.filters)):
        if count % layer.groups:
            raise ShapeMismatch(
                f"{counted(count, name)} cannot be divided into {layer.groups} groups",
                f"choose a number that divides both {counted(channels, 'input channel')} and "
                f"{counted(layer.filters, 'filter')}, such as {gcd(channels, layer.filters)}",
                "groups",
                put={"groups": gcd(channels, layer.filters)},
            )
    positions = _positions(layer, shape)
    kernel = Weight(
        "kernel", (*per_axis(layer.kernel_size), channels // layer.groups, layer.filters), "kernel"
    )
    weights = (kernel, *_bias(layer.use_bias, layer.filters))
    return Step((*positions, layer.filters), weights, prod(positions) * kernel.size)


def _filter_channels(layer: DepthwiseConv1D | DepthwiseConv2D, shape: Shape) -> Step:
    need_named_rank(layer, shape)
    _need_square_strides(layer)
    channels = shape[-1] * layer.depth_multiplier
    positions = _positions(layer, shape)
    kernel = Weight("kernel", (*per_axis(layer.kernel_size), shape[-1], layer.depth_multiplier), "depthwise")
    return Step(
        (*positions, channels), (kernel, *_bias(layer.use_bias, channels)), prod(positions) * kernel.size
    )


def _spread(layer: Conv1DTranspose | Conv2DTranspose, shape: Shape) -> Step:
    need_named_rank(layer, shape)
    strides = per_axis(layer.strides)
    sizes = tuple(
        (size - 1) * stride + reach + beyond
        for size, stride, reach, beyond in zip(shape, strides, layer.reach, layer.beyond, strict=False)
    )
    if any(reach + beyond < 1 for reach, beyond in zip(layer.reach, layer.beyond, strict=True)):
        raise ShapeMismatch(
            "has less output_padding than TensorFlow can compute with an even kernel_size",
            "remove output_padding",
            "output_padding",
        )
    kernel = Weight("kernel", (*per_axis(layer.kernel_size), layer.filters, shape[-1]), "kernel")
    weights = (kernel, *_bias(layer.use_bias, layer.filters))
    return Step((*sizes, layer.filters), weights, prod(shape[:-1]) * kernel.size)


def _separate(layer: SeparableConv1D | SeparableConv2D, shape: Shape) -> Step:
    need_named_rank(layer, shape)
    _need_square_strides(layer)
    channels, multiplier, kernel_size = shape[-1], layer.depth_multiplier, per_axis(layer.kernel_size)
    positions = _positions(layer, shape)
    depthwise = Weight("depthwise_kernel", (*kernel_size, channels, multiplier), "depthwise")
    ones = (1,) * len(kernel_size)
    pointwise = Weight("pointwise_kernel", (*ones, channels * multiplier, layer.filters), "pointwise")
    return Step(
        (*positions, layer.filters),
        (depthwise, pointwise, *_bias(layer.use_bias, layer.filters)),
        prod(positions) * (depthwise.size + pointwise.size),
    )


def _positions(layer: _Windowed, shape: Shape) -> Shape:
    """The number of places along each axis where a layer applies its kernel."""
    window, strides = per_axis(layer.kernel_size), per_axis(layer.strides)
    return windows(shape[:-1], window, strides, layer.padding, per_axis(layer.dilation_rate), "kernel_size")


def _bias(use_bias: bool, size: int) -> tuple[Weight, ...]:
    return (Weight("bias", (size,), "bias"),) if use_bias else ()


def _need_square_strides(layer: _Windowed) -> None:
    strides = per_axis(layer.strides)
    if strides[0] != strides[-1]:
        raise ShapeMismatch(
            f"has strides {strides[0]} and {strides[-1]}",
            f"give one number, such as {max(strides)}: TensorFlow's depthwise convolution needs them equal",
            "strides",
            put={"strides": max(strides)},
        )


RULES: Mapping[type[Layer], Rule] = {
    Conv1D: Rule(_convolve, values="changed", xla="gpu"),
    Conv2D: Rule(_convolve, values="changed", xla="gpu"),
    SeparableConv1D: Rule(_separate, values="changed", xla="gpu"),
    SeparableConv2D: Rule(_separate, values="changed", xla="gpu"),
    DepthwiseConv1D: Rule(_filter_channels, values="changed", xla="gpu"),
    Conv1DTranspose: Rule(_spread, values="changed", xla="gpu"),
    Conv2DTranspose: Rule(_spread, values="changed", xla="gpu"),
    DepthwiseConv2D: Rule(_filter_channels, values="changed", xla="gpu"),
}
