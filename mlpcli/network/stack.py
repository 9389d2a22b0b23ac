"""The stack of layers: names, shapes, weights and cost of each layer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.recurrent import Recurrent
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.types.class_choice import snake_case
from mlpcli.config.yaml.edits import Insert, Put, Remove, Rename
from mlpcli.config.yaml.nodes import KeyPath, Plain
from mlpcli.config.yaml.notation import item_text
from mlpcli.network.shape_inference import rule_of, xla_devices
from mlpcli.network.shape_inference.layer_rule import Devices, Shape, ShapeMismatch, Step, Weight
from mlpcli.network.weight_checks import misfits

# Far beyond small and medium networks; with Adam's two slots per weight this takes about 20 GB.
MOST_PARAMETERS = 1_500_000_000
MOST_OUTPUTS = 2**31 - 1


@dataclass(frozen=True)
class LayerPlan:
    """One layer: its name in tables and files, its Keras class, its output shape without the batch axis.

    `multiply_adds` counts them for one row; `xla` is that of its Rule.
    """

    name: str
    kind: str
    shape: Shape
    weights: tuple[Weight, ...]
    multiply_adds: int
    xla: Devices

    @property
    def parameters(self) -> int:
        return sum(weight.size for weight in self.weights)

    @property
    def trainable_parameters(self) -> int:
        return sum(weight.size for weight in self.weights if weight.trainable)


@dataclass(frozen=True)
class Stack:
    """All layers from the data's shape to the output."""

    input_shape: Shape
    layers: tuple[LayerPlan, ...]

    @property
    def output_shape(self) -> Shape:
        return self.layers[-1].shape

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)

    @property
    def trainable_parameters(self) -> int:
        return sum(layer.trainable_parameters for layer in self.layers)

    @property
    def multiply_adds(self) -> int:
        return sum(layer.multiply_adds for layer in self.layers)


class BrokenStack(Exception):
    """Layers that do not fit together; `findings` lists the mistakes."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = tuple(findings)


def walk_through(layers: Sequence[Layer], input_shape: Shape) -> Stack:
    """Compute the output shape, weights and cost of each layer for one row of `input_shape`.

    Raises BrokenStack with the first layer that does not fit its input, and with all other mistakes up to
    that layer.
    """
    findings: list[Finding] = list(_repeated_names(layers))
    planned: list[LayerPlan] = []
    shape, shapes = input_shape, [input_shape]
    for index, (layer, name) in enumerate(zip(layers, layer_names(layers), strict=True)):
        path: KeyPath = ("layers", index, type(layer).__name__)
        try:
            step = rule_of(layer).step(layer, shape)
        except ShapeMismatch as misfit:
            where: KeyPath = ("layers", index, type(layer).__name__, *misfit.argument)
            fix = _returning_sequences(layers[:index], layer, shapes) or _fix(layer, path, misfit)
            findings.append(Finding(where, misfit.message, fix))
            break
        findings.extend(misfits(layer, step, path))
        findings.extend(_oversized(layer, step, path))
        planned.append(_planned(layer, name, step))
        shape = step.shape
        shapes.append(shape)
    if findings:
        raise BrokenStack(findings)
    return Stack(input_shape, tuple(planned))


def _returning_sequences(before: Sequence[Layer], layer: Layer, shapes: Sequence[Shape]) -> Fix | None:
    """What a layer that takes sequences needs of a recurrent layer before it, if that is why it does not fit.

    `shapes` are what the layers before it and the layer itself get.
    """
    for index in range(len(before) - 1, -1, -1):
        last = before[index]
        inner = last.inner
        if isinstance(inner, Recurrent) and not isinstance(last, TimeDistributed):
            steps, channels = shapes[index][0], shapes[-1][-1]
            if inner.return_sequences or not _takes(layer, (steps, channels)):
                return None
            path: KeyPath = ("layers", index, type(last).__name__)
            path = path if inner is last else (*path, "layer", type(inner).__name__)
            text = f"write return_sequences: true in layers[{index}]"
            return Fix(text, (Put((*path, "return_sequences"), True),))
        if rule_of(last).values != "kept":
            return None
    return None


def _fix(layer: Layer, path: KeyPath, misfit: ShapeMismatch) -> Fix:
    if misfit.become:
        return Fix(misfit.fix, (Rename(path, misfit.become),))
    if misfit.instead:
        return Fix(misfit.fix, (Put(path[:2], misfit.instead),))
    if misfit.put:
        places = {key: (*path, *misfit.inside, key) for key in misfit.put}
        edits = [
            Remove(places[key]) if value is None else Put(places[key], value)
            for key, value in misfit.put.items()
        ]
        return Fix(misfit.fix, tuple(edits))
    if misfit.before is None:
        return _left_out(layer, path, misfit)
    reshape = misfit.before.get("Reshape") if isinstance(misfit.before, dict) else None
    if isinstance(reshape, dict) and not _takes(layer, reshape["target_shape"]):
        return _without_room(layer, path)
    return Fix(misfit.fix, (Insert(path[:2], misfit.before),))


def _without_room(layer: Layer, path: KeyPath) -> Fix:
    """A table's few columns are no image: each unit of a Dense sees all of them."""
    filters = getattr(layer, "filters", None)
    if filters is None:
        return Fix("remove it: there is no room for its window", (Remove(path[:2]),))
    dense: Plain = {"Dense": {"units": filters, "activation": getattr(layer, "activation", "linear")}}
    return Fix(f"write {item_text(dense)}: there is no room for its window", (Put(path[:2], dense),))


def _left_out(layer: Layer, path: KeyPath, misfit: ShapeMismatch) -> Fix:
    """Without the argument that does not fit, if it has a default; else without the layer."""
    field = type(layer).model_fields.get(misfit.argument[0]) if misfit.argument else None
    if field is not None and not field.is_required():
        text = misfit.fix if "remove" in misfit.fix else f"{misfit.fix}, or remove {misfit.argument[0]}"
        return Fix(text, (Remove((*path, misfit.argument[0])),))
    return Fix(f"{misfit.fix}, or remove the layer", (Remove(path[:2]),))


def _takes(layer: Layer, shape: Any) -> bool:
    try:
        rule_of(layer).step(layer, tuple(shape))
    except ShapeMismatch:
        return False
    return True


def layer_names(layers: Sequence[Layer]) -> list[str]:
    """The given names; other layers are named by their class in snake case, numbered from the second on."""
    taken = {layer.name for layer in layers if layer.name}
    count: Counter[str] = Counter()
    names = []
    for layer in layers:
        names.append(layer.name or _free_name(snake_case(type(layer).__name__), count, taken))
    return names


def _free_name(kind: str, count: Counter[str], taken: set[str]) -> str:
    while True:
        name = f"{kind}_{count[kind]}" if count[kind] else kind
        count[kind] += 1
        if name not in taken:
            return name


def _planned(layer: Layer, name: str, step: Step) -> LayerPlan:
    weights = step.weights if layer.trainable else tuple(weight.frozen() for weight in step.weights)
    return LayerPlan(name, type(layer).__name__, step.shape, weights, step.multiply_adds, xla_devices(layer))


def _repeated_names(layers: Sequence[Layer]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, layer in enumerate(layers):
        if layer.name and first.setdefault(layer.name, index) != index:
            path: KeyPath = ("layers", index, type(layer).__name__, "name")
            yield Finding(
                path,
                f"layers[{first[layer.name]}] is also called {layer.name}",
                Fix("give each layer a unique name, or remove this one", (Remove(path),)),
            )


def _oversized(layer: Layer, step: Step, path: KeyPath) -> Iterator[Finding]:
    parameters = sum(weight.size for weight in step.weights)
    if parameters > MOST_PARAMETERS:
        yield Finding(
            path,
            f"would have {parameters:,} parameters, more than the limit of {MOST_PARAMETERS:,}",
            _smaller(layer, path, "use fewer units or filters, or pool before it"),
        )
    if prod(step.shape) > MOST_OUTPUTS:
        yield Finding(
            path,
            f"would output {prod(step.shape):,} numbers per row",
            _smaller(layer, path, "use fewer units or filters, or a smaller size"),
        )


def _smaller(layer: Layer, path: KeyPath, text: str) -> Fix:
    usual = {"units": 64, "filters": 32, "size": 2, "n": 10, "padding": 1}
    argument = next((name for name in usual if hasattr(layer, name)), None)
    if argument is None:
        return Fix(text)
    smaller = f"{text}, such as {argument}: {usual[argument]}"
    return Fix(smaller, (Put((*path, argument), usual[argument]),), is_example=True)
