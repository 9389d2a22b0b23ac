"""Sizes of hidden layers alone, as other tools write them, and what stands beside them for all layers."""

import re
from collections.abc import Mapping
from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.yaml.edits import Edit, Insert, Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at
from mlpcli.config.yaml.notation import item_text

SIZES = frozenset(
    """
    hidden_layers hidden_layer_sizes hidden_units hidden_sizes hidden layer_sizes hidden_dims hidden_dim
    hidden_size hidden_features
    """.split()
)
# `lin1_size: 64` and `hidden2: 32`: a size for each layer.
_NUMBERED = re.compile(
    r"(?:lin|linear|fc|dense|hidden|hidden_layer|layer|h)_?(\d{1,2})(?:_(?:size|dim|units|features|neurons|nodes))?"
)
# How many layers of one size there are, and how many numbers the network gives.
_TIMES = ("hidden_layers", "num_layers", "n_layers", "num_hidden_layers", "depth")
_OUTPUTS = (
    *("num_classes", "n_classes", "output_dim", "out_dim", "output_size", "num_outputs"),
    *("output", "outputs"),
)
_MOST_LAYERS = 100
_RATES = ("dropout", "dropout_rate")
_PENALTIES = ("l1", "l2")


def hidden(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """One layer for each size, with what stands beside the sizes: dropout, penalties, how many outputs."""
    section: Any = plain_at(document, path[:-1])
    section = section if isinstance(section, dict) else {}
    sizes = _sizes(key, value) or _numbered(key, section)
    if not sizes or len(path) > 2 or _counts(key, section):
        return None
    sizes = _repeated(sizes, {one: item for one, item in section.items() if one != key})
    if not sizes:
        return None
    activation = plain_at(document, (*path[:-1], "activation"))
    activation = activation if isinstance(activation, str) else "relu"
    rate, penalty = beside(section)
    behind: list[Plain] = [] if rate is None else [{"Dropout": {"rate": rate}}]
    layers: list[Plain] = []
    for size in sizes:
        layers += [{"Dense": {"units": size, "activation": activation, **penalty}}, *behind]
    layers += _head(section) if plain_at(document, ("layers",)) is None else []
    text = f"write one layer for each size below layers: - {item_text(layers[0])}"
    edits: list[Edit] = [Remove(path)]
    if plain_at(document, (*path[:-1], "activation")) is not None:
        edits.append(Remove((*path[:-1], "activation")))
    there = plain_at(document, ("layers",))
    if isinstance(there, list):
        first = 1 if there and there[0] in ("Flatten", {"Flatten": None}) else 0
        edits += [Insert(("layers", first + place), layer) for place, layer in enumerate(layers)]
    else:
        edits.append(Put(("layers",), ["Flatten", *layers]))
    return Fix(text, tuple(edits), shows_lines=True)


def beside_hidden(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`dropout: 0.3` and `l2: 0.01` beside the sizes, which are written with the layers."""
    section: Any = plain_at(document, path[:-1])
    is_known = key in (*_RATES, *_PENALTIES, *_TIMES, *_OUTPUTS) or _NUMBERED.fullmatch(key.lower())
    if len(path) > 2 or not is_known or not isinstance(section, dict):
        return None
    rate, penalty = beside(section)
    is_used = (key in _RATES and rate == value) or (key in _PENALTIES and bool(penalty))
    is_used = is_used or (key in (*_TIMES, *_OUTPUTS) and type(value) is int)
    is_used = is_used or key in _in_turn(section)[1:]
    has_sizes = _in_turn(section) or any(_sizes(one, given) for one, given in section.items())
    if not is_used or not has_sizes:
        return None
    return Fix("remove it: the layers of the sizes beside it have it", (Remove(path),))


def _sizes(key: str, value: Any) -> list[int]:
    """The sizes below a key; empty if there are none, or if the key says how many there are."""
    sizes = value if isinstance(value, list) else [value]
    return sizes if key in SIZES and all(map(_is_size, sizes)) else []


def _numbered(key: str, section: Mapping[str, Any]) -> list[int]:
    """The sizes below keys with numbers, in the order of these; empty if `key` is not the first of them."""
    # Of thousands of keys hardly one has such a number.
    keys = _in_turn(section) if _NUMBERED.fullmatch(key.lower()) else []
    return [section[one] for one in keys] if key in keys[:1] else []


def _in_turn(section: Mapping[str, Any]) -> list[str]:
    """The keys with numbers that have a size below them, the lowest number first."""
    found = {one: _NUMBERED.fullmatch(one.lower()) for one in section}
    places = {one: int(number[1]) for one, number in found.items() if number and _is_size(section[one])}
    return sorted(places, key=lambda one: places[one])


def _is_size(value: Any) -> bool:
    return type(value) is int and value > 0


def _counts(key: str, section: Mapping[str, Any]) -> bool:
    """Whether a key says how many layers there are, as another one beside it has their size."""
    others = any(_sizes(one, item) for one, item in section.items() if one != key)
    return key in _TIMES and type(section.get(key)) is int and others


def _repeated(sizes: list[int], section: Mapping[str, Any]) -> list[int]:
    """One size as often as it is said beside it."""
    times = next((section[key] for key in _TIMES if type(section.get(key)) is int), 1)
    return sizes * times if len(sizes) == 1 and 0 < times <= _MOST_LAYERS else sizes


def _head(section: Mapping[str, Any]) -> list[Plain]:
    """The last layer, if it is said how many numbers it gives."""
    count = next((section[key] for key in _OUTPUTS if type(section.get(key)) is int), 0)
    if count < 1:
        return []
    of_classes: dict[str, Plain] = {"activation": "softmax"} if count > 1 else {}
    return [{"Dense": {"units": count, **of_classes}}]


def beside(section: Mapping[str, Any]) -> tuple[float | None, dict[str, Plain]]:
    """The share that is dropped, if one is, and the penalty as an argument of a layer."""
    rate = next((section[key] for key in _RATES if key in section), None)
    given: dict[str, Plain] = {
        key: section[key] for key in _PENALTIES if type(section.get(key)) in (int, float) and section[key] > 0
    }
    kind = "L1L2" if len(given) > 1 else next(iter(given), "").upper()
    return (
        rate if type(rate) is float and 0 < rate < 1 else None,
        {"kernel_regularizer": {kind: given}} if given else {},
    )
