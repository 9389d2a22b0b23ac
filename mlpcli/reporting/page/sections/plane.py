"""The area of two inputs: what the network answers where, what its hidden neurons do, how it learned that."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.readable import shortened
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.facts.answers_by_epoch import Film, film
from mlpcli.reporting.facts.regions import NeuronLayer, Regions, area_of, regions
from mlpcli.reporting.figures.answers_by_epoch import film_drawings
from mlpcli.reporting.figures.inline_svg import Drawing
from mlpcli.reporting.figures.plane import number
from mlpcli.reporting.figures.regions import class_regions, neuron, neuron_rows, surface
from mlpcli.reporting.page.blocks import Block, Card, Drawings, Gallery, Missing, Section
from mlpcli.reporting.plane_evidence import EpochWeights, PlaneEvidence

_MARKS = "rows-of-neurons"
_MOST_TARGETS = 4
_OF_A_CLASS = 30
_LONGEST_NAME = 28


def plane(evidence: Evidence) -> list[Section]:
    """The section about the area of two inputs; none for other data."""
    found = evidence.plane
    if found is None:
        return []
    if isinstance(found, Absent):
        return [Section("regions", "Regions", [Missing(found.reason)])]
    return [Section("regions", "Regions", list(_blocks(evidence, found)))]


def _blocks(evidence: Evidence, found: PlaneEvidence) -> Iterator[Block]:
    axes = area_of(found.names, evidence.preprocessing, found.splits.values())
    has_classes = bool(evidence.classes)
    seen = regions(found.network, axes, found.splits, _hidden(evidence), _cost(evidence), has_classes)
    if not np.isfinite(seen.outputs).all():
        yield Missing("The network's answers in the area of the data are not all finite")
        return
    made = None if found.epochs is None else _film(evidence, found.network, found.epochs, seen)
    moving = film_drawings(made, seen, evidence.classes) if isinstance(made, Film) else []
    yield Drawings([*_drawings(evidence, seen), *moving])
    if isinstance(made, Absent):
        yield Missing(made.reason)
    if seen.layers:
        marks = neuron_rows(seen, has_classes, _MARKS)
        yield from (_gallery(layer, "" if at else marks) for at, layer in enumerate(seen.layers))


def _drawings(evidence: Evidence, seen: Regions) -> list[Drawing]:
    if evidence.classes:
        return [class_regions(seen, evidence.classes, _title(evidence))]
    names = evidence.target_names[:_MOST_TARGETS]
    return [
        surface(seen, at, f"Predicted {shortened(name, _LONGEST_NAME)}, {_spread(seen, at)}")
        for at, name in enumerate(names)
    ]


def _spread(seen: Regions, at: int) -> str:
    values = seen.outputs[..., at]
    return f"from {number(float(f'{values.min():.3g}'))} to {number(float(f'{values.max():.3g}'))}"


def _title(evidence: Evidence) -> str:
    rows = evidence.rows
    if isinstance(rows, Absent):
        return "What the network answers where"
    return _mistakes(rows)


def _mistakes(rows: AnsweredRows) -> str:
    wrong = int(np.sum(rows.outputs.argmax(axis=1) != rows.targets))
    if not wrong:
        return f"Each of {len(rows):,} {rows.split} rows lies in the region of its class"
    return f"{wrong:,} of {len(rows):,} {rows.split} rows lie in the region of another class"


def _hidden(evidence: Evidence) -> tuple[str, ...]:
    """The names of the layers before the last one with weights, which makes the answers."""
    layers = evidence.plan.stack.layers
    last = max((at for at, one in enumerate(layers) if one.weights), default=0)
    return tuple(one.name for one in layers[:last])


def _gallery(layer: NeuronLayer, marks: str) -> Gallery:
    cards = [
        Card(f"{at}", [_reach(values)], svg=neuron(values, sums, _MARKS, "" if at else marks))
        for at, (values, sums) in enumerate(zip(layer.values, layer.sums, strict=True))
    ]
    which = "the neuron" if layer.units == 1 else f"each of the {layer.units:,} neurons"
    title = f"What {which} of {layer.name} does"
    return Gallery(title, cards, _neuron_note(layer), is_small=True)


def _neuron_note(layer: NeuronLayer) -> str:
    line = "it" if np.array_equal(layer.values, layer.sums) else "the sum before the activation"
    note = (
        "Blue where its value is positive, orange where it is negative, each on a scale of its own; "
        f"the line is where {line} is 0. They are counted from 0, as explain --unit counts them."
    )
    if layer.flat:
        these, add = ("1 neuron is", "adds") if layer.flat == 1 else (f"{layer.flat:,} neurons are", "add")
        note += f" {these} the same everywhere here, and so {add} nothing."
    if len(layer.values) < layer.units:
        note += f" Drawn are the first {len(layer.values)} of {layer.units:,}."
    return note


def _reach(values: NDArray[np.float32]) -> str:
    low, high = float(values.min()), float(values.max())
    if low == high:
        return f"{_short(low)} everywhere"
    return f"{_short(low)} to {_short(high)}"


def _short(value: float) -> str:
    return number(float(f"{value:.2g}"))


def _film(
    evidence: Evidence, network: ArithmeticNetwork, kept: EpochWeights | Absent, seen: Regions
) -> Film | Absent:
    if isinstance(kept, Absent):
        return kept
    curves = () if isinstance(evidence.epochs, Absent) else evidence.epochs
    return film(network, kept, seen, curves, _cost(evidence), bool(evidence.classes))


def _cost(evidence: Evidence) -> int:
    """The multiply-adds for a point, or what it costs to compare its many classes, if that is more."""
    return max(evidence.plan.stack.multiply_adds, _OF_A_CLASS * len(evidence.classes))
