"""How a layer's number of parameters comes about: `784 x 128 + 128 = 100,480`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.recurrent import GRU, LSTM, Bidirectional, Recurrent
from mlpcli.explanation.words.phrases import listed
from mlpcli.network.shape_inference.layer_rule import Weight
from mlpcli.network.stack import LayerPlan

# Each gate has weights of its own, and so has what is taken in, which is no gate.
_GATES: Mapping[type[Layer], int] = {LSTM: 3, GRU: 2}


def parameter_count(layer: Layer, planned: LayerPlan) -> str:
    """The sum of the sizes of its weights, and what they are; empty for a layer without weights."""
    if not planned.weights:
        return ""
    weights, factors = planned.weights, []
    if isinstance(layer, Bidirectional):
        weights = tuple(
            replace(weight, name=weight.name.removeprefix("forward_"))
            for weight in weights[: len(weights) // 2]
        )
        factors.append(2)
    gates = _GATES.get(type(layer.inner), 0) if isinstance(layer.inner, Recurrent) else 0
    if gates:
        parts = gates + 1
        weights = tuple(
            replace(weight, shape=(*weight.shape[:-1], weight.shape[-1] // parts)) for weight in weights
        )
        factors.append(parts)
    terms = _sum(weights)
    if factors and len(weights) > 1:
        terms = f"({terms})"
    text = " x ".join([*map(str, factors), terms])
    total = f"{planned.parameters:,}"
    shown = total if text == str(planned.parameters) else f"{text} = {total}"
    return f"{shown} ({_names(weights, gates, 2 in factors[:1] and isinstance(layer, Bidirectional))})"


def _sum(weights: Sequence[Weight]) -> str:
    """The sizes of the weights, of which equal ones beside each other are counted."""
    groups: list[tuple[str, int]] = []
    for weight in weights:
        term = " x ".join(map(str, weight.shape)) or "1"
        if groups and groups[-1][0] == term and len(weight.shape) == 1:
            groups[-1] = (term, groups[-1][1] + 1)
        else:
            groups.append((term, 1))
    return " + ".join(term if count == 1 else f"{count} x {term}" for term, count in groups)


def _names(weights: Sequence[Weight], gates: int, is_doubled: bool) -> str:
    names = listed([weight.name.replace("_", " ") for weight in weights])
    each = f" of each of {gates} gates and of the contents" if gates else ""
    both = ", in both directions" if is_doubled else ""
    return f"{names}{each}{both}"
