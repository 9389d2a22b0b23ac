"""Networks as the sizes of their layers: `layers: [4, 8, 3]` with `activations`, and `2 -> 16 relu -> 1`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlpcli.config.activations import ONE_ACTIVATION
from mlpcli.config.messages.spelling import same
from mlpcli.config.translation.classes import names_of
from mlpcli.config.translation.hidden_layers import SIZES, beside
from mlpcli.config.yaml.nodes import Plain

_SIZES = ("layers", "sizes", "units", "neurons", "widths", "dims", *sorted(SIZES))
ACTIVATIONS = ("activations", "activation_functions", "acts", "activation")
_LAST = ("output_activation", "out_activation", "final_activation", "last_activation")
_INPUTS = ("input_size", "input_dim", "in_dim", "in_features", "num_inputs", "n_inputs")
# The numbers in a row of sources that have as many in any case.
_INPUTS_OF: Mapping[str, int] = {
    **{"iris": 4, "wine": 13, "breast_cancer": 30, "diabetes": 10, "california_housing": 8, "digits": 64},
    **dict.fromkeys(("moons", "circles", "spirals", "blobs", "gates"), 2),
    **dict.fromkeys(("mnist", "fashion_mnist"), 784),
    **dict.fromkeys(("cifar10", "cifar100"), 3072),
}
_MOST_LAYERS = 100
_LONGEST = 2000
_ARROW = re.compile(r"\s*(?:[-=]+>|\u2192|\u2794|\u27f6)\s*")
_STEP = re.compile(
    r"(?:input|in|dense|hidden|output|out|linear|fc)?\W*(\d{1,6})(?: (?:units|neurons|nodes|inputs|outputs))?"
    r"[ (,:/]*([A-Za-z_]*)\)*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SizedLayers:
    """The `layers` of some sizes, the keys of them that are `read`, and what to say of the first size."""

    layers: list[Plain]
    read: frozenset[str] = frozenset()
    remark: str = ""


def layers_of_sizes(section: Mapping[str, Any], source: Plain) -> SizedLayers | None:
    """The layers whose sizes a section lists, with their activations; None for another section.

    The first size is that of the input if the source's rows have as many numbers, or if there is one
    activation less.
    """
    keys = [key for key in _SIZES if _are_sizes(section.get(key))]
    named = next((key for key in ACTIVATIONS if key in section), "")
    if not keys or (keys[0] in SIZES and not isinstance(section.get(named), list)):
        # Those are hidden layers.
        return None
    sizes, activations = list(section[keys[0]]), section.get(named)
    inputs = next((section[key] for key in _INPUTS if key in section), _INPUTS_OF.get(str(source)))
    is_one_less = isinstance(activations, list) and len(activations) == len(sizes) - 1
    if inputs == sizes[0] or (is_one_less and inputs is None):
        inputs, *sizes = sizes
        remark = f"with {inputs} as the number of inputs"
    else:
        remark = f"with {sizes[0]} as the size of the first layer"
    last = next((section[key] for key in _LAST if key in section), None)
    each = activations if isinstance(activations, list) else [activations or "relu"] * (len(sizes) - 1)
    if not sizes or not len(sizes) - 1 <= len(each) <= len(sizes) or not all(map(_is_activation, each)):
        return None
    each = [*each, last][: len(sizes)]
    rate, penalty = beside(section)
    layers: list[Plain] = ["Flatten"]
    for place, (size, activation) in enumerate(zip(sizes, each, strict=True), start=1):
        is_last = place == len(sizes)
        layers.append(_dense(size, activation, {} if is_last else penalty))
        layers += [{"Dropout": {"rate": rate}}] if rate is not None and not is_last else []
    read = {keys[0], named, *_LAST, *_INPUTS, *(("dropout", "dropout_rate") if rate is not None else ())}
    return SizedLayers(layers, frozenset({*read, *(("l1", "l2") if penalty else ())}), remark)


def layers_of_arrows(text: str) -> SizedLayers | None:
    """The layers of `2 -> 16 relu -> 1 sigmoid`, whose first number counts the inputs if it has no
    activation; None for another text."""
    parts = _ARROW.split(text.strip()) if len(text) <= _LONGEST else []
    steps = [_STEP.fullmatch(part) for part in parts]
    if not 2 <= len(parts) <= _MOST_LAYERS or not all(steps):
        return None
    each = [(int(step[1]), step[2]) for step in steps if step]
    if not all(size and (not name or _is_activation(name)) for size, name in each):
        return None
    remark = ""
    if not each[0][1]:
        remark = f"with {each[0][0]} as the number of inputs"
        each = each[1:]
    hidden = [_dense(size, name or "relu", {}) for size, name in each[:-1]]
    return SizedLayers(["Flatten", *hidden, _dense(*each[-1], {})], remark=remark)


def _dense(size: int, activation: str | None, more: Mapping[str, Plain]) -> Plain:
    named = same(activation, names_of(ONE_ACTIVATION)) if activation else None
    return {"Dense": {"units": size, **({"activation": named} if named else {}), **more}}


def _are_sizes(value: Any) -> bool:
    items: Sequence[Any] = value if isinstance(value, list) else []
    return 2 <= len(items) <= _MOST_LAYERS and all(type(one) is int and one > 0 for one in items)


def _is_activation(name: Any) -> bool:
    return name is None or (isinstance(name, str) and bool(same(name, names_of(ONE_ACTIVATION))))
