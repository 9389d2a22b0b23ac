"""Which weights training can change: the activation `step` has no gradient, nor have some layers."""

from collections.abc import Iterator, Sequence

from mlpcli.config.layers.base import Layer
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.yaml.edits import Put, Remove
from mlpcli.config.yaml.nodes import KeyPath
from mlpcli.network.output_layer import head_of
from mlpcli.network.stack import LayerPlan, Stack

_NOTHING_CHANGES = "training cannot change the weights up to this layer"


def nothing_learns(layers: Sequence[Layer], stack: Stack) -> Iterator[Finding]:
    """The last that has no gradient, if there are trainable weights and none of them receives one."""
    blocking = list(_blocking(layers))
    if not blocking or not stack.trainable_parameters or any(_learning(layers, stack)):
        return
    index, path = blocking[-1]
    ends_in_classes = index == head_of(layers).index and stack.output_shape != (1,)
    yield Finding(
        path,
        f"{_name(path)} has no gradient, and no layer after it has weights: nothing can be learned",
        _fix(path, "softmax" if ends_in_classes else "sigmoid"),
    )


def not_learning(layers: Sequence[Layer], stack: Stack) -> Iterator[Finding]:
    """All that blocks the gradient from trainable weights before it."""
    learning = _learning(layers, stack)
    for index, path in _blocking(layers):
        if any(planned.trainable_parameters for planned in stack.layers[: index + 1]):
            penalized = any(learning[: index + 1])
            changing = "only penalties change the weights up to this layer" if penalized else _NOTHING_CHANGES
            yield Finding(path, f"{_name(path)} has no gradient: {changing}", _fix(path, "sigmoid"))


def _name(path: KeyPath) -> str:
    return "step" if path[-1] == "activation" else str(path[-1])


def _fix(path: KeyPath, activation: str) -> Fix:
    if path[-1] != "activation":
        return Fix("move it before the layers with weights, or remove it", (Remove(path[:2]),))
    text = f"write {activation} to learn, or epochs: 0 to use literal weights without training"
    return Fix(text, (Put(path, activation),))


def _learning(layers: Sequence[Layer], stack: Stack) -> list[bool]:
    """For each layer, whether a gradient of the loss or of a penalty reaches one of its weights."""
    learning = []
    reached = True
    for layer, planned in zip(reversed(layers), reversed(stack.layers), strict=True):
        own = layer.inner
        # Keras ignores the activity_regularizer of the layer inside a Bidirectional.
        if getattr(layer, "activity_regularizer", None):
            reached = True
        if _blocks(own):
            reached = False
        learning.append(_learns(own, planned, reached))
    return learning[::-1]


def _learns(layer: Layer, planned: LayerPlan, reached: bool) -> bool:
    return any(
        reached or getattr(layer, f"{weight.argument}_regularizer", None)
        for weight in planned.weights
        if weight.trainable
    )


def _blocking(layers: Sequence[Layer]) -> Iterator[tuple[int, KeyPath]]:
    """The index in the stack, and the path in the config, of every `step` and layer without a gradient."""
    for index, layer in enumerate(layers):
        own = layer.inner
        if _blocks(own):
            argument = ("activation",) if own.has_gradient else ()
            yield index, ("layers", index, *layer.inner_path, *argument)


def _blocks(layer: Layer) -> bool:
    if not layer.has_gradient:
        return True
    # The gates of LSTM and GRU let a gradient bypass the activation.
    gates = getattr(layer, "recurrent_activation", "step")
    return getattr(layer, "activation", None) == "step" and gates == "step"
