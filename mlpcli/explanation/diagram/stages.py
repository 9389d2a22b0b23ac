"""The stages of a drawing: the input, and each layer that changes a row's shape with the layers after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mlpcli.config.config import Config
from mlpcli.config.layers import core, recurrent, reshaping, table
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.layers import layer_sentence
from mlpcli.network.plan import Plan
from mlpcli.network.shape_inference.layer_rule import Shape
from mlpcli.network.stack import LayerPlan

Look = Literal["units", "box", "gap"]
# Of deeper networks the first and the last stages are drawn.
_MOST, _FIRST, _LAST = 18, 10, 5


@dataclass(frozen=True)
class Part:
    """A layer of a stage, with the shape that it gets and its plan."""

    layer: Layer
    before: Shape
    planned: LayerPlan


@dataclass(frozen=True)
class Stage:
    """What is drawn as one thing: a column of units or a box.

    `parts` are its layers, of which the first makes its `shape`; the input's own stage may have none.
    `members` is the number of an ensemble's members that it stands for. `unrolled` is the shape of the images
    or signals that an input column was written in one line from. A `gap` stands for `hidden` layers.
    """

    look: Look
    shape: Shape
    parts: tuple[Part, ...] = ()
    is_input: bool = False
    members: int = 1
    unrolled: Shape = ()
    hidden: int = 0

    @property
    def main(self) -> Layer | None:
        """The layer that makes its shape; None for the input."""
        return None if self.is_input or not self.parts else self.parts[0].layer

    @property
    def units(self) -> int:
        return self.shape[-1]

    @property
    def parameters(self) -> int:
        return sum(part.planned.parameters for part in self.parts)

    @property
    def about(self) -> str:
        """What its layers do, in sentences."""
        told = [
            f"{part.planned.kind}: {layer_sentence(part.layer, part.before, part.planned.shape)}"
            for part in self.parts
        ]
        return "\n".join(told)


def stages_of(config: Config, plan: Plan) -> tuple[Stage, ...]:
    """The stages from input to output; of a deep network some are a `gap`."""
    shape = plan.stack.input_shape
    found = [Stage(_look(shape), shape, is_input=True)]
    for layer, planned in zip(config.layers, plan.stack.layers, strict=True):
        part, last = Part(layer, shape, planned), found[-1]
        shape = planned.shape
        if len(found) == 1 and isinstance(layer, reshaping.Flatten) and len(last.shape) > 1:
            found[-1] = replace(
                last, look="units", shape=planned.shape, unrolled=last.shape, parts=(*last.parts, part)
            )
        elif planned.shape == last.shape and not _makes_units(layer):
            found[-1] = replace(last, parts=(*last.parts, part))
        else:
            found.append(_begun(part, last))
    return _elided(found)


def _begun(part: Part, last: Stage) -> Stage:
    shape = part.planned.shape
    members = last.members
    if isinstance(part.layer, table.Ensemble):
        members = part.layer.members
    elif isinstance(part.layer, table.EnsembleHead):
        members = 1
    return Stage("units" if members > 1 else _look(shape), shape, (part,), members=members)


def _makes_units(layer: Layer) -> bool:
    return hasattr(layer.inner, "units") or hasattr(layer.inner, "filters")


def _look(shape: Shape) -> Look:
    return "units" if len(shape) == 1 else "box"


def _elided(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    if len(stages) <= _MOST:
        return tuple(stages)
    hidden = sum(len(stage.parts) for stage in stages[_FIRST:-_LAST])
    return (*stages[:_FIRST], Stage("gap", (hidden,), hidden=hidden), *stages[-_LAST:])


def is_dense(layer: Layer | None) -> bool:
    """Whether every unit of a layer is linked with every one before it, by weights `[inputs, units]`."""
    return isinstance(layer, core.Dense | table.EnsembleHead)


def is_recurrent(layer: Layer | None) -> bool:
    """Whether its units are also linked with themselves."""
    return layer is not None and isinstance(layer.inner, recurrent.Recurrent)
