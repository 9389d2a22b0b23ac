"""All numbers of an input that was followed through a network, as JSON."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mlpcli.inference.prediction import ClassPrediction
from mlpcli.inference.prediction_records import value_names

if TYPE_CHECKING:
    from mlpcli.explanation.one_input.followed import FollowedLayer
    from mlpcli.explanation.one_input.neuron import Neuron
    from mlpcli.workflows.explain_input import ExplainedInput


def input_as_json(explained: "ExplainedInput") -> dict[str, Any]:
    """The answer, the values of every layer before and after its activation, in the shapes of one row, and
    what was chosen to be looked at closer. A neuron's terms are in the order of its weights."""
    position, regions = explained.position, explained.regions
    return {
        "run": explained.run.folder.id,
        "input": explained.name,
        "answer": _answer(explained),
        "truth": explained.truth.label if explained.truth else None,
        "loss": [asdict(step) for step in explained.loss],
        "columns": list(explained.columns),
        "values": explained.row.tolist(),
        "layers": [_layer(layer) for layer in explained.layers],
        "class_activation": asdict(regions) | {"values": regions.values.tolist()} if regions else None,
        "layer": None if position is None else explained.layers[position].name,
        "neurons": [_neuron(one) for one in _chosen(explained)],
    }


def _chosen(explained: "ExplainedInput") -> "tuple[Neuron, ...]":
    return explained.arithmetic if explained.neuron is None else (explained.neuron,)


def _answer(explained: "ExplainedInput") -> dict[str, Any]:
    prediction = explained.prediction
    if isinstance(prediction, ClassPrediction):
        probabilities = dict(zip(explained.classes, prediction.probabilities, strict=True))
        return {"label": prediction.label, "probabilities": probabilities}
    return dict(zip(value_names(len(prediction.values)), prediction.values, strict=True))


def _layer(layer: "FollowedLayer") -> dict[str, Any]:
    return {
        "name": layer.name,
        "kind": layer.kind,
        "index": layer.index,
        "before": None if layer.before is None else layer.before.tolist(),
        "after": layer.after.tolist(),
    }


def _neuron(neuron: "Neuron") -> dict[str, Any]:
    terms = [asdict(term) | {"product": term.product} for term in neuron.terms]
    return asdict(neuron) | {"terms": terms}
