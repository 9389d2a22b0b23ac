"""What the look inside needs of a network beside its weights: names and words, as in the terminal."""

from collections.abc import Sequence
from typing import Any

from mlpcli.browser import japanese_formulas
from mlpcli.config.layers.base import Layer
from mlpcli.data.encoded_columns import encoded_columns
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.explanation.one_input.sources import values_of
from mlpcli.explanation.words.activations import activation_of, formula_and_effect
from mlpcli.explanation.words.layers import japanese_sentence, layer_sentence
from mlpcli.network.plan import Plan


def inside_data(
    layers: Sequence[Layer], plan: Plan, preprocessing: Preprocessing, described: Sequence[Any]
) -> dict[str, Any]:
    """The data for `openInside` of inside/inside.js; `described` are the layers as `network_data` has them.

    For each of them, `values` says what becomes of the places of values, as `values_of` does, `applied` is
    the name of its activation, and layers of the config have their number there and sentences about
    them in both languages.
    `outputs` is the number of units of the last one.
    """
    own = {one.name: index for index, one in enumerate(plan.stack.layers)}
    shapes = (plan.stack.input_shape, *(one.shape for one in plan.stack.layers))
    found = []
    for one in described:
        index = own.get(one["name"])
        about: dict[str, Any] = {"values": values_of(one["kind"]), "index": index}
        if index is not None:
            about |= _words(layers[index], shapes[index], shapes[index + 1])
        found.append(about)
    (*_, outputs) = plan.stack.output_shape
    return {"columns": list(encoded_columns(preprocessing)), "layers": found, "outputs": outputs}


def _words(layer: Layer, given: tuple[int, ...], shape: tuple[int, ...]) -> dict[str, Any]:
    sentence = {
        "en": layer_sentence(layer, given, shape),
        "ja": japanese_sentence(layer, given, shape),
    }
    found: dict[str, Any] = {"sentence": sentence, "applied": layer.applied}
    chosen = activation_of(layer)
    if chosen not in (None, "linear"):
        formula, _ = formula_and_effect(chosen)
        found["formula"] = {"en": formula, "ja": japanese_formulas.formula_of(chosen)}
    return found
