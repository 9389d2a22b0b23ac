"""Checks of the last layer: its outputs and its activation, against the data."""

from collections.abc import Iterator, Sequence

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.layers.activation import Softmax
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import Activation, Dense
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.yaml.edits import Insert, Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, Plain
from mlpcli.config.yaml.notation import item_text
from mlpcli.network.output_layer import DISTRIBUTION, UNIT_INTERVAL, Head, activation_path, head_of
from mlpcli.network.shape_inference.layer_rule import Shape, counted, written


def output_misfits(layers: Sequence[Layer], output: Shape, facts: DataFacts) -> Iterator[Finding]:
    """An `output` of the network that is no vector, or has another length than the data asks for."""
    last = len(layers) - 1
    kind = type(layers[last]).__name__
    path: KeyPath = ("layers", last, kind)
    if len(output) != 1:
        fix = f"add Flatten or a global pooling layer, then {item_text(_last_layer(facts))}"
        edits = (Insert(("layers", last + 1), "Flatten"), Insert(("layers", last + 2), _last_layer(facts)))
        yield Finding(path, f"the last layer outputs {written(output)}, expected a vector", Fix(fix, edits))
        return
    units = output[0]
    if hasattr(layers[last], "units"):
        path = (*path, "units")
    if facts.task == "regression":
        if units != facts.targets:
            found = f"the network has {counted(units, 'output')}"
            message = f"{found}, but {facts.name} has {facts.targets} to predict"
            yield Finding(path, message, _ending(layers, facts))
        return
    classes = len(facts.classes)
    if units == classes or (units == 1 and facts.task == "binary"):
        return
    message = f"the network has {counted(units, 'output')}, but {facts.name} has {classes} classes"
    yield Finding(path, message, _ending(layers, facts))


def _last_layer(facts: DataFacts) -> Plain:
    """What a network for these data can always end in."""
    if facts.task == "regression":
        return {"Dense": {"units": facts.targets}}
    return {"Dense": {"units": len(facts.classes), "activation": "softmax"}}


def _ending(layers: Sequence[Layer], facts: DataFacts) -> Fix:
    """The last Dense with the right number of units, or one after the last layer."""
    last = len(layers) - 1
    index = _head_dense(layers)
    wanted = _last_layer(facts)
    if index < last and index >= 0:
        return _before_its_activation(layers, index, facts)
    text = f"end in {item_text(wanted)}"
    if facts.task == "binary":
        text += ", or in Dense: {units: 1, activation: sigmoid}"
    if index < 0:
        return Fix(text, (Insert(("layers", last + 1), wanted),))
    path: KeyPath = ("layers", index, "Dense")
    edits = [Put((*path, "units"), facts.targets or len(facts.classes))]
    if facts.task != "regression" and layers[index].applied != "softmax":
        edits.append(Put((*path, "activation"), "softmax"))
    return Fix(text, tuple(edits))


def _head_dense(layers: Sequence[Layer]) -> int:
    """The place of the Dense whose units are the outputs: the last layer, or the one before its activation;
    -1 if there is none."""
    last, ends = layers[-1], {"linear", *UNIT_INTERVAL, *DISTRIBUTION}
    before = layers[-2] if len(layers) > 1 else None
    if isinstance(last, Activation | Softmax) and isinstance(before, Dense):
        return len(layers) - 2 if last.applied in ends and before.activation == "linear" else -1
    # With another activation it is meant to be a hidden layer.
    return len(layers) - 1 if isinstance(last, Dense) and last.activation in ends else -1


def _before_its_activation(layers: Sequence[Layer], index: int, facts: DataFacts) -> Fix:
    """The right number of units for a Dense whose activation is the last layer."""
    wanted: Plain = {"Dense": {"units": facts.targets or len(facts.classes)}}
    edits = [Put(("layers", index, "Dense", "units"), facts.targets or len(facts.classes))]
    last, text = layers[-1], f"write {item_text(wanted)} before it"
    if facts.task != "regression" and isinstance(last, Activation) and last.activation not in DISTRIBUTION:
        edits.append(Put(("layers", index + 1, "Activation", "activation"), "softmax"))
        text += ", and activation: softmax"
    return Fix(text, tuple(edits))


def activation_misfits(
    layers: Sequence[Layer], output: Shape, head: Head, facts: DataFacts
) -> Iterator[Finding]:
    """A last activation whose values are not what the data has as targets."""
    path, wanted = activation_path(layers, head), "sigmoid" if output == (1,) else "softmax"
    if head.activation == "sparsemax":
        # Keras 3.15 sums all cumulative sums instead of the last one: keras/src/backend/tensorflow/nn.py.
        fix = (
            without_activation(layers, head, path)
            if facts.task == "regression"
            else activate(layers, head, path, wanted)
        )
        yield Finding(path, "the outputs of sparsemax do not sum to 1 in Keras", fix)
    elif facts.task == "regression":
        if head.activation in DISTRIBUTION:
            message = f"{head.activation} outputs probabilities, not the numbers to predict"
            yield Finding(path, message, without_activation(layers, head, path))
    elif head.activation == "log_softmax":
        yield Finding(
            path,
            "log_softmax outputs logarithms, not probabilities",
            activate(layers, head, path, wanted),
        )
    elif head.activation in DISTRIBUTION and output == (1,):
        fix = activate(layers, head, path, "sigmoid")
        yield Finding(path, f"{head.activation} of one unit is always 1", fix)
    elif head.activation not in UNIT_INTERVAL | DISTRIBUTION:
        message = f"the last activation is {head.activation}, but classes need outputs from 0 to 1"
        yield Finding(path, message, activate(layers, head, path, wanted))
    yield from _applied_twice(layers, head)


def activate(layers: Sequence[Layer], head: Head, path: KeyPath, activation: str) -> Fix:
    """End in `activation`; `path` is that of the one that the network has."""
    if hasattr(layers[head.index], "activation"):
        return Fix(f"write activation: {activation}", (Put(path, activation),))
    layer: Plain = {"Activation": {"activation": activation}}
    return Fix(f"add a layer after it: {item_text(layer)}", (Insert(("layers", head.index + 1), layer),))


def without_activation(layers: Sequence[Layer], head: Head, path: KeyPath) -> Fix:
    """Take the activation at `path` out."""
    # An Activation without its activation would be no layer.
    taken = path[:2] if isinstance(layers[head.index], Activation) else path
    return Fix("leave the activation out", (Remove(taken),))


def _applied_twice(layers: Sequence[Layer], head: Head) -> Iterator[Finding]:
    before = layers[: head.index]
    is_alone = isinstance(layers[head.index], Activation | Softmax)
    if not before or head.activation not in DISTRIBUTION or not is_alone:
        return
    first = head_of(before)
    if first.activation in DISTRIBUTION:
        message = f"{head.activation} is applied twice: layers[{first.index}] already has {first.activation}"
        fix = Fix("keep one of the two: remove this layer", (Remove(("layers", head.index)),))
        yield Finding(activation_path(layers, head), message, fix)
