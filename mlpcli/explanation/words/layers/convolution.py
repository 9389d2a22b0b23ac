"""Convolutions."""

from collections.abc import Mapping

from mlpcli.config.layers import convolution
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.activations import then_activation
from mlpcli.explanation.words.layers.sentence import Sentence, Shape
from mlpcli.explanation.words.phrases import counted, sides

_Plain = convolution.Conv1D | convolution.Conv2D
_Depthwise = convolution.DepthwiseConv1D | convolution.DepthwiseConv2D
_Separable = convolution.SeparableConv1D | convolution.SeparableConv2D
_Transposed = convolution.Conv1DTranspose | convolution.Conv2DTranspose


def conv(layer: _Plain, before: Shape, after: Shape) -> str:
    channels = before[-1] // layer.groups
    deep = counted(channels, "channel")
    if layer.groups > 1:
        deep += f" of {before[-1]:,}, in {layer.groups} groups"
    return (
        f"Slides {counted(layer.filters, 'filter')} of {_window(layer, before)} and {deep} over the input. "
        f"At each of {_places(after)} places a filter sums what it covers, times its weights"
        f"{_bias(layer)}{_how(layer)}. {then_activation(layer.activation)}"
    )


def depthwise(layer: _Depthwise, before: Shape, after: Shape) -> str:
    each = "a filter" if layer.depth_multiplier == 1 else counted(layer.depth_multiplier, "filter")
    return (
        f"Slides {each} of {_window(layer, before)} over each of the {counted(before[-1], 'channel')} by "
        f"itself; at each of {_places(after)} places it sums what it covers, times its weights"
        f"{_bias(layer)}{_how(layer)}. {then_activation(layer.activation)}"
    )


def separable(layer: _Separable, before: Shape, after: Shape) -> str:
    middle = counted(before[-1] * layer.depth_multiplier, "channel")
    return (
        f"A convolution in two steps with far fewer weights: a filter of {_window(layer, before)} slides "
        f"over each channel by itself, and then each of {counted(layer.filters, 'filter')} mixes the "
        f"{middle} at each of {_places(after)} places{_bias(layer)}{_how(layer)}. "
        f"{then_activation(layer.activation)}"
    )


def transposed(layer: _Transposed, before: Shape, after: Shape) -> str:
    return (
        f"A convolution the other way round: each of {_places(before)} places is spread over "
        f"{_window(layer, before)} by {counted(layer.filters, 'filter')}, and overlaps are summed"
        f"{_bias(layer)}{_how(layer)}: {sides(before[:-1])} become {sides(after[:-1])}. "
        f"{then_activation(layer.activation)}"
    )


def _window(layer: _Plain | _Depthwise | _Separable | _Transposed, before: Shape) -> str:
    size = layer.kernel_size
    return f"{sides(size)} pixels" if isinstance(size, tuple) else counted(size, "step")


def _places(shape: Shape) -> str:
    return sides(shape[:-1])


def _bias(layer: _Plain | _Depthwise | _Separable | _Transposed) -> str:
    return ", and adds a bias" if layer.use_bias else ", without a bias"


def _how(layer: _Plain | _Depthwise | _Separable | _Transposed) -> str:
    """What is special about where the windows are."""
    parts = []
    if layer.padding == "same":
        parts.append("zeros around the edge")
    if layer.padding == "causal":
        parts.append("zeros before the first step, so that no output sees a later step")
    for value, text in (
        (layer.strides, "windows {} apart"),
        (layer.dilation_rate, "over values {} apart"),
    ):
        each = value if isinstance(value, tuple) else (value,)
        if max(each) > 1:
            parts.append(text.format(sides(each)))
    return f" ({', '.join(parts)})" if parts else ""


SENTENCES: Mapping[type[Layer], Sentence] = {
    convolution.Conv1D: conv,
    convolution.Conv2D: conv,
    convolution.SeparableConv1D: separable,
    convolution.SeparableConv2D: separable,
    convolution.DepthwiseConv1D: depthwise,
    convolution.DepthwiseConv2D: depthwise,
    convolution.Conv1DTranspose: transposed,
    convolution.Conv2DTranspose: transposed,
}

_SUMS = "窓をずらしながら、各フィルターが窓の中の値に重みを掛けて足し合わせます。"
_EACH = "各チャンネルごとに、窓の中の値に重みを掛けて足し合わせます。"
_SPREAD = "各値にフィルターの重みを掛けて広げ、重なったところを足し合わせます。"
JAPANESE: Mapping[type[Layer], str] = {
    convolution.Conv1D: _SUMS,
    convolution.Conv2D: _SUMS,
    convolution.SeparableConv1D: f"{_EACH}それから、すべてのチャンネルを混ぜ合わせます。",
    convolution.SeparableConv2D: f"{_EACH}それから、すべてのチャンネルを混ぜ合わせます。",
    convolution.DepthwiseConv1D: f"窓をずらしながら、{_EACH}",
    convolution.DepthwiseConv2D: f"窓をずらしながら、{_EACH}",
    convolution.Conv1DTranspose: _SPREAD,
    convolution.Conv2DTranspose: _SPREAD,
}
