"""The stack of layers: names, shapes, weights and cost of each layer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from mlpcli.config.layers.base import Layer
from mlpcli.config.messages.locations import Finding
from mlpcli.config.types.class_choice import snake_case
from mlpcli.network.shape_inference import rule_of
from mlpcli.network.shape_inference.step import Devices, Shape, ShapeMismatch, Step, Weight
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
    shape = input_shape
    for index, (layer, name) in enumerate(zip(layers, layer_names(layers), strict=True)):
        path = ("layers", index, type(layer).__name__)
        try:
            step = rule_of(layer).step(layer, shape)
        except ShapeMismatch as misfit:
            findings.append(Finding((*path, *misfit.argument), misfit.message, misfit.fix))
            break
        findings.extend(misfits(layer, step, path))
        findings.extend(_oversized(step, path))
        planned.append(_planned(layer, name, step))
        shape = step.shape
    if findings:
        raise BrokenStack(findings)
    return Stack(input_shape, tuple(planned))


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
    return LayerPlan(name, type(layer).__name__, step.shape, weights, step.multiply_adds, rule_of(layer).xla)


def _repeated_names(layers: Sequence[Layer]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, layer in enumerate(layers):
        if layer.name and first.setdefault(layer.name, index) != index:
            yield Finding(
                ("layers", index, type(layer).__name__, "name"),
                f"layers[{first[layer.name]}] is also called {layer.name}",
                "give each layer a unique name, or leave names out",
            )


def _oversized(step: Step, path: tuple[str | int, ...]) -> Iterator[Finding]:
    parameters = sum(weight.size for weight in step.weights)
    if parameters > MOST_PARAMETERS:
        yield Finding(
            path,
            f"would have {parameters:,} parameters, more than the limit of {MOST_PARAMETERS:,}",
            "use fewer units or filters, or pool before it",
        )
    if prod(step.shape) > MOST_OUTPUTS:
        yield Finding(
            path,
            f"would output {prod(step.shape):,} numbers per row",
            "use fewer units or filters, or a smaller size",
        )
