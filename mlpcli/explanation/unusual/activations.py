"""Activations that are missing, that squash gradients, or that are where they do harm."""

from collections.abc import Iterator, Mapping
from math import exp, inf

from mlpcli.config.layers import core, normalization, pooling, recurrent, reshaping, table
from mlpcli.config.layers.base import Layer, TrainingOnly
from mlpcli.config.layers.convolution import DepthwiseConv1D, DepthwiseConv2D
from mlpcli.config.messages.finding import Finding
from mlpcli.explanation.unusual.seen import Seen, Unusual
from mlpcli.explanation.words.activations import OF_ALL_VALUES

# The steepest slope of each, and how many of them in a row make a gradient small: 0.25^3 is 1/64.
_SQUASHING = {"sigmoid": (0.25, 3), "hard_sigmoid": (1 / 6, 3), "tanh": (1.0, 8), "softsign": (1.0, 8)}
# What is linear in use: two kernels with nothing else between them are one.
_LINEAR = (
    TrainingOnly
    | core.Activation
    | core.Identity
    | core.ActivityRegularization
    | core.Rescaling
    | core.Normalization
    | normalization.BatchNormalization
    | pooling.AveragePooling1D
    | pooling.AveragePooling2D
    | pooling.GlobalAveragePooling1D
    | pooling.GlobalAveragePooling2D
    | reshaping.Flatten
    | reshaping.ZeroPadding1D
    | reshaping.ZeroPadding2D
    | table.Scale
)
_POOLING = (*pooling.LAYERS.values(),)
_BOUNDS = {
    "sigmoid": (0, 1),
    "hard_sigmoid": (0, 1),
    "sparse_sigmoid": (0, 1),
    "tanh": (-1, 1),
    "hard_tanh": (-1, 1),
    "softsign": (-1, 1),
}
# What is left of all numbers by an activation at the end.
_ANSWERS: Mapping[str, tuple[float, float]] = {**_BOUNDS, "relu": (0, inf), "relu6": (0, 6)}


def unusual_activations(seen: Seen) -> Iterator[Finding]:
    """Between kernels, in deep stacks, inside the stack, and before the output."""
    yield from _nothing_between(seen)
    if seen.learns:
        yield from _squashed_gradients(seen)
    yield from _probabilities_inside(seen)
    yield from _before_the_last(seen)
    yield from _bounded_answers(seen)
    yield from _unbounded_memory(seen)


def _nothing_between(seen: Seen) -> Iterator[Finding]:
    for block, following in zip(seen.blocks, seen.blocks[1:], strict=False):
        # A depthwise convolution is one half of a separable one, whose halves usually have none between.
        is_half = isinstance(block.layer, DepthwiseConv1D | DepthwiseConv2D)
        if block.is_recurrent or following.is_recurrent or is_half or block.activations:
            continue
        if all(isinstance(layer, _LINEAR) for layer in block.after):
            first, second = (type(one.layer).__name__ for one in (block, following))
            has_argument = hasattr(block.layer.inner, "activation")
            yield Unusual(
                seen.path(following.index),
                f"there is no activation between {first} in layers[{block.index}] and this {second}: two "
                "linear layers compute no more than one",
                f"give layers[{block.index}] an activation, such as relu",
                changes=(seen.activated(block.index, "relu"),) if has_argument else (),
            )


def _squashed_gradients(seen: Seen) -> Iterator[Finding]:
    for name, (slope, most) in _SQUASHING.items():
        squashing = [
            block
            for block in seen.hidden
            if name in block.activations and not block.is_recurrent and not block.is_normalized
        ]
        if len(squashing) < most:
            continue
        count = len(squashing)
        what = "whose slope is below 1 except at 0: little of a gradient"
        if slope < 1:
            left = f"{slope:.2g}^{count} = {slope**count:.2g}"
            what = f"whose slope is at most {slope:.2g}: at most {left} of a gradient"
        yield Unusual(
            seen.path(squashing[0].index),
            f"{count} hidden layers with {name}, {what} reaches this layer, apart from the weights",
            "write relu in the hidden layers, or put BatchNormalization before each of these activations",
            changes=tuple(seen.activated(block.place(name), "relu") for block in squashing),
        )


def _probabilities_inside(seen: Seen) -> Iterator[Finding]:
    for block in seen.hidden:
        if inside := OF_ALL_VALUES.intersection(block.activations):
            name = min(inside)
            units = seen.plan.stack.layers[block.index].shape[-1]
            yield Unusual(
                seen.path(block.index),
                f"{name} inside the network: its {units:,} outputs share a sum of 1, so that they and their "
                "gradients are small, and each depends on all others",
                f"write relu, and keep {name} for the last layer",
                changes=(seen.activated(block.place(name), "relu"),),
            )


def _before_the_last(seen: Seen) -> Iterator[Finding]:
    """Activations before that of the output, which limit what it can answer."""
    if not seen.blocks:
        return
    last = seen.blocks[-1]
    if len(last.activations) < 2 or any(isinstance(layer, _POOLING) for layer in last.after):
        return
    first, head = last.activations[0], last.activations[-1]
    if limit := _limit(first, head, seen.plan.stack.output_shape[-1]):
        place = last.place(first)
        change = seen.activated(place, "linear")
        message = f"{first} before {head}: {limit}"
        yield Unusual(seen.path(place), message, f"take {first} out", changes=(change,))


def _limit(first: str, head: str, outputs: int) -> str:
    if first in ("relu", "relu6"):
        if head == "sigmoid":
            return "it never gets a number below 0, so that no answer is below 0.5"
        return f"{head} never gets a number below 0, and where it gets 0, that class learns nothing"
    if first not in _BOUNDS or head not in ("softmax", "sigmoid"):
        return ""
    low, high = _BOUNDS[first]
    if head == "sigmoid":
        return f"no probability is below {_sigmoid(low):.2g} or above {_sigmoid(high):.2g}"
    highest = exp(high) / (exp(high) + (outputs - 1) * exp(low))
    return f"no probability of {outputs} classes can be above {highest:.2g}"


def _sigmoid(number: float) -> float:
    return 1 / (1 + exp(-number))


def _bounded_answers(seen: Seen) -> Iterator[Finding]:
    if seen.plan.facts.task != "regression" or not seen.blocks or not seen.blocks[-1].activations:
        return
    last = seen.blocks[-1]
    name = last.activations[-1]
    if name not in _ANSWERS or _fits_targets(seen, name):
        return
    place = last.place(name)
    without = (seen.activated(place, "linear"),)
    standardized = getattr(seen.config.data, "standardize_targets", False)
    if name in _BOUNDS:
        low, high = _BOUNDS[name]
        yield Unusual(
            seen.path(place),
            f"{name} is the last activation: every prediction is between {low} and {high}"
            f"{', and standardized targets are not' if standardized else ''}",
            "leave the activation out, unless all targets are between these",
            changes=without,
        )
    else:
        below = "and half of the standardized targets are" if standardized else "even if a target is"
        yield Unusual(
            seen.path(place),
            f"{name} is the last activation: no prediction is below 0, {below}, and where all are 0 nothing "
            "is learned",
            "leave the activation out, or write softplus if no target is below 0",
            changes=without,
        )


def _fits_targets(seen: Seen, name: str) -> bool:
    """Whether all targets are known to be what a last activation can give."""
    if seen.targets is None or not seen.has_raw_targets:
        return False
    (low, high), (lowest, highest) = _ANSWERS[name], seen.targets
    return low <= lowest and highest <= high


def _unbounded_memory(seen: Seen) -> Iterator[Finding]:
    for index, layer in enumerate(seen.layers):
        inner: Layer = layer.inner
        if isinstance(inner, recurrent.Recurrent) and inner.activation in ("relu", "linear", "exponential"):
            yield Unusual(
                seen.path(index),
                f"{inner.activation} in {type(inner).__name__}: what it keeps can grow at each of "
                f"{seen.shape_before(index)[0]:,} steps without limit, and gradients with it",
                "leave the activation out, which is tanh then",
                changes=(seen.activated(index, "tanh"),),
            )
