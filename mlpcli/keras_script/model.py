"""The template's variables for the model."""

from collections.abc import Iterator

from mlpcli.config.config import Config
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import ActivityRegularization, Normalization
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.keras_script.classes import class_texts
from mlpcli.keras_script.layers import activation_function, frozen, layer_call
from mlpcli.network.output_layer import head_of
from mlpcli.network.plan import Plan
from mlpcli.network.sequence_checks import embedding_place, masked_recurrent
from mlpcli.python_code import Call, Name

# The underscore makes them names that no layer of a config can have.
_PREPROCESSING = "preprocessing_"
_PROBABILITIES = "probabilities_"


def model_values(config: Config, plan: Plan, preprocessing: Preprocessing) -> dict[str, object]:
    """The variables by name."""
    return {
        "measured": [step.measured for step in preprocessing.in_network if step.layers and step.measured],
        "stack": list(_stack(config, plan, preprocessing)),
        "uses_step": any(layer.uses_step for layer in config.layers),
        "penalizes_half_precision": config.training.precision != "float32"
        and any(_penalizes_outputs(layer) for layer in config.layers),
        "activations": _activations(config),
        "classes_of_layers": class_texts(set(_class_names(config)), "table_layers"),
        "rate_factors": _rate_factors(config, plan, preprocessing),
        # The indices in `model.layers` of the layers to adapt to the training rows.
        "adapted": [
            len(preprocessing.first_layers) + index
            for index, layer in enumerate(config.layers)
            if isinstance(layer, Normalization) and layer.is_measured
        ],
    }


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
    after = 1 if plan.objective.activation else 0
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


def _more(exact: bool, name: str | None) -> dict[str, object]:
    # Half precision is too coarse for the probabilities in a loss, and for the inputs.
    arguments: dict[str, object] = {"dtype": "float32"} if exact else {}
    return {**arguments, "name": name} if name else arguments
