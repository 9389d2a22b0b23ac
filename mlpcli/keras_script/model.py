"""The template's variables for the model."""

from collections.abc import Iterator
from dataclasses import replace

from mlpcli.config.config import Config
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import ActivityRegularization
from mlpcli.data.preprocessing import Preprocessing, TargetUnits
from mlpcli.keras_script.classes import class_texts
from mlpcli.keras_script.layers import activation_function, frozen, layer_call
from mlpcli.network.output_layer import head_of
from mlpcli.network.plan import Plan
from mlpcli.network.sequence_checks import embedding_place, masked_recurrent
from mlpcli.python_code import Call, Name

# The underscore makes them names that no layer of a config can have.
_PREPROCESSING = "preprocessing_"
_PROBABILITIES = "probabilities_"
_UNITS = "units_"


def model_values(config: Config, plan: Plan, preprocessing: Preprocessing) -> dict[str, object]:
    """The variables by name."""
    own = {*_class_names(config), *(("InUnits",) if preprocessing.targets else ())}
    return {
        "measured": list(_measured(preprocessing)),
        "stack": list(_stack(config, plan, preprocessing)),
        "uses_step": any(layer.uses_step for layer in config.layers),
        "penalizes_half_precision": config.training.precision != "float32"
        and any(_penalizes_outputs(layer) for layer in config.layers),
        "activations": _activations(config),
        "classes_of_layers": [
            *class_texts(own, "table_layers"),
            *class_texts(own, "ensemble_layers"),
        ],
        "rate_factors": _rate_factors(config, plan, preprocessing),
        # The indices in `model.layers` of the layers to adapt to the training rows.
        "adapted": [
            len(preprocessing.first_layers) + index
            for index, layer in enumerate(config.layers)
            if layer.is_measured
        ],
    }


def _measured(preprocessing: Preprocessing) -> Iterator[str]:
    """The lines that compute what the first and the last layers are given."""
    for step in preprocessing.in_network:
        if step.layers and step.measured:
            yield step.measured
    if preprocessing.targets and preprocessing.targets.standardizes:
        yield preprocessing.targets.measured


def _in_units(units: TargetUnits) -> Call:
    arguments: list[object] = [units.mean, units.deviation]
    if units.standardizes:
        arguments = [Name("target_mean.tolist()"), Name("target_deviation.tolist()")]
    if units.lowest:
        arguments += [Name("y_train.min(axis=0).tolist()"), Name("y_train.max(axis=0).tolist()")]
    return Call("InUnits", arguments)


def _class_names(config: Config) -> Iterator[str]:
    """The classes that layers and their initializers have; most are Keras's own."""
    for layer in config.layers:
        yield type(layer).__name__
        yield from (type(value).__name__ for _, value in layer.inner)


def _rate_factors(config: Config, plan: Plan, preprocessing: Preprocessing) -> list[float]:
    """The factor on the learning rate of each layer in `model.layers`; empty if all are 1."""
    factors = [layer.rate_factor for layer in config.layers]
    if all(factor == 1 for factor in factors):
        return []
    after = bool(plan.objective.activation) + (preprocessing.targets is not None)
    return [*[1.0] * len(preprocessing.first_layers), *factors, *[1.0] * after]


def _penalizes_outputs(layer: Layer) -> bool:
    return isinstance(layer, ActivityRegularization) or bool(getattr(layer, "activity_regularizer", None))


def _activations(config: Config) -> dict[str, Call]:
    """The functions of activations with arguments, by their names."""
    found = (one for layer in config.layers for one in layer.activations)
    return {
        activation_function(one): Call(
            f"keras.activations.{one.keras_name()}",
            [Name("z")],
            {key: value for key, value in one if value is not None},
        )
        for one in found
    }


def _stack(config: Config, plan: Plan, preprocessing: Preprocessing) -> Iterator[Call]:
    exact = config.training.precision != "float32"
    named = any(layer.name for layer in config.layers)
    yield Call("keras.Input", keywords={"shape": plan.stack.input_shape})
    for first in preprocessing.first_layers:
        arguments = [Name(text) for text in first.written] or first.arguments
        name = f"{_PREPROCESSING}{first.name}" if named else None
        yield Call(f"layers.{first.keras}", arguments, _more(exact, name))
    masked = masked_recurrent(config.layers)
    head, looked_up = head_of(config.layers).index, embedding_place(config.layers) or 0
    for index, (layer, planned) in enumerate(zip(config.layers, plan.stack.layers, strict=True)):
        is_exact = exact and (index >= head or index < looked_up)
        more = _more(is_exact, planned.name if named else None)
        yield layer_call(layer, {**frozen(layer, planned), **more}, masked=index in masked)
    if probabilities := plan.objective.activation:
        yield Call("layers.Activation", [probabilities], _more(exact, _PROBABILITIES if named else None))
    if units := preprocessing.targets:
        yield replace(_in_units(units), keywords=_more(exact, _UNITS if named else None))


def _more(exact: bool, name: str | None) -> dict[str, object]:
    # Half precision is too coarse for the probabilities in a loss, and for the inputs.
    arguments: dict[str, object] = {"dtype": "float32"} if exact else {}
    return {**arguments, "name": name} if name else arguments
