"""Mistakes where a list or a mapping is due."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.fixes import remove, write
from mlpcli.config.messages.known_keys import fits, is_class_name, keys_of, own_keys, required_of
from mlpcli.config.messages.mistake import Mistake, Words
from mlpcli.config.messages.number_fixes import BOOLEANS, meant_number
from mlpcli.config.messages.number_wording import expected, without_key
from mlpcli.config.messages.quoting import shown
from mlpcli.config.messages.source_wording import file_as_data
from mlpcli.config.messages.spelling import nearest
from mlpcli.config.metrics import SHORT_METRICS, MetricName
from mlpcli.config.training import MONITORING
from mlpcli.config.translation.callbacks import callback_edits
from mlpcli.config.translation.classes import class_with, positions_of
from mlpcli.config.translation.mappings import layers_of_mapping, spaced_colons
from mlpcli.config.translation.stopping import section_meant
from mlpcli.config.yaml.edits import Insert, Put
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import item_text, one_line

_OF_WEIGHTS = "initializer"
_METRICS = (*get_args(MetricName), *SHORT_METRICS)


def length(what: str) -> Callable[[Mistake], Words]:
    def words(mistake: Mistake) -> Words:
        context = mistake.context
        count = context.get("min_length", context.get("max_length"))
        items = f"{what} {count} item" + ("" if count == 1 else "s")
        found = f"found {shown(mistake.value)}, expected {items}"
        if mistake.key == "layers":
            return found, layers_fix(mistake)
        # Not the value that was found: one number may have been read as two.
        value = mistake.written(mistake.path)
        value = value if isinstance(value, list) else list(mistake.value)
        if len(value) > count:
            return found, write(
                mistake.path, value[:count], f"write {items}, such as {one_line(value[:count])}"
            )
        return found, remove(mistake.path, f"write {items}, or remove the key")

    return words


def layers_fix(mistake: Mistake) -> Fix:
    """The layers that were written without dashes, or an example."""
    found = mistake.written(("layers",))
    layers: list[Plain] = ["Flatten", {"Dense": {"units": 10, "activation": "softmax"}}]
    if isinstance(found, dict) and found:
        layers = layers_of_mapping(found)
    elif isinstance(found, str):
        layers = [found]
    text = "start every layer with a dash"
    if len(layers) == 1:
        text = f"{text}: - {item_text(layers[0])}"
    return Fix(text, (Put(("layers",), layers),), shows_lines=len(layers) > 1, is_example=not found)


def list_of(mistake: Mistake) -> Words:
    value = mistake.value
    if mistake.key == "layers":
        return expected(mistake, "a list of layers", layers_fix(mistake))
    if mistake.is_item:
        return expected(mistake, "a list", write(mistake.path, [value], f"write [{shown(value)}]"))
    items = listed_items(mistake.key, value)
    fix = write(mistake.path, items) if items else None
    return expected(mistake, "a list", fix)


def listed_items(key: str, value: Any) -> list[Plain]:
    """The items of the list that `value` was probably meant to be; none if that is unclear."""
    if isinstance(value, dict) or value is None:
        return []
    if not isinstance(value, str):
        return [] if key == "metrics" else [value]
    # It may be in parentheses, like a Python tuple.
    names = [name.strip() for name in value.strip("()").split(",") if name.strip()]
    if key == "classes" and len(names) < 2:
        return []
    if key != "metrics":
        return list(names)
    meant = [nearest(name, _METRICS) for name in names]
    return [] if None in meant else list(filter(None, meant))


def mapping(mistake: Mistake) -> Words:
    value, key = mistake.value, mistake.key
    if isinstance(value, str) and (colons := spaced_colons(value)):
        others = isinstance(colons, dict) and len(colons) > 1
        text = "write a colon" if "=" in value else "put a space after the colon"
        if not others:
            # It may stand behind its key, where braces are needed.
            text = f"{text}: {item_text(colons) if mistake.is_item else one_line(colons)}"
        return expected(mistake, "a mapping", Fix(text, (Put(mistake.path, colons),), shows_lines=others))
    if key in MONITORING and (meant := _monitoring(mistake)) is not None:
        return expected(mistake, "a mapping", meant)
    if key in MONITORING and isinstance(value, str) and (edits := tuple(callback_edits(value))):
        return expected(mistake, "a mapping", Fix("write", edits, shows_lines=True))
    if key == "data" and isinstance(value, str) and (file := file_as_data(mistake)):
        return expected(mistake, "a mapping", file)
    if key == "data" and isinstance(value, str) and re.fullmatch(r"[\w ]+", value):
        return expected(mistake, "a mapping", write(mistake.path, {"source": value}))
    if key == "class_weight" and isinstance(value, list) and (weights := _weights(value)):
        return expected(mistake, "a mapping", write(mistake.path, weights))
    if isinstance(value, list) and (merged := _merged(value)):
        return expected(
            mistake, "a mapping", Fix("leave the dashes out", (Put(mistake.path, merged),), shows_lines=True)
        )
    if key[:1].isupper() or (mistake.loc and is_class_name(str(mistake.loc[-1]))):
        return expected(mistake, "arguments", _arguments_fix(mistake))
    return expected(mistake, "a mapping")


def _monitoring(mistake: Mistake) -> Fix | None:
    """A section that follows a figure, of a number, a figure or a truth value."""
    key, value = mistake.key, mistake.value
    if isinstance(value, str):
        number = meant_number(value, whole=False)
        value = number.value if number else BOOLEANS.get(value.lower(), value)
    if value in (False, 0) or (value is True and key == "checkpoint"):
        why = "it is written in any case" if value else "without it, there is none"
        return without_key(mistake, f"{why}: remove")
    below = section_meant(key, value, mistake.document)
    return write(mistake.path, below) if below else None


def _weights(items: list[Any]) -> dict[str, Plain]:
    """The weights of the classes by their numbers, of a list in their order; empty if it is none."""
    are_numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in items)
    return {str(place): one for place, one in enumerate(items)} if are_numbers else {}


def _merged(items: list[Any]) -> dict[str, Plain]:
    """`- epochs: 3` and `- batch_size: 8` as one mapping."""
    found: dict[str, Plain] = {}
    for item in items:
        if not isinstance(item, dict):
            return {}
        found |= item
    return found


def _arguments_fix(mistake: Mistake) -> Fix:
    """The class with what was found as its most likely arguments."""
    name, value, path = str(mistake.loc[-1]), mistake.value, mistake.path
    if path[:1] == ("layers",) and len(path) == 3 and (layers := _one_each(name, value)):
        inserts = [Insert(("layers", int(path[1]) + place), one) for place, one in enumerate(layers[1:], 1)]
        lines = " and ".join(f"- {item_text(layer)}" for layer in layers)
        return Fix(f"write {lines}", (Put(path[:2], layers[0]), *inserts))
    arguments = _arguments(name, value)
    if not arguments:
        return Fix(f"write {name} alone, without a value", (Put(path, {}),))
    meant = class_with(name, arguments)
    below: Plain = meant[name] if isinstance(meant, dict) else {}
    more = value[len(arguments) :] if isinstance(value, list) and value not in arguments.values() else []
    without = f", without {', '.join(map(one_line, more))}" if more else ""
    return Fix(f"write {item_text(meant)}{without}", (Put(path, below),))


def _one_each(name: str, value: Any) -> list[Plain]:
    """`Dense: [64, 32]` as one layer for each size; empty for anything else."""
    sizes = value if name == "Dense" and isinstance(value, list) and len(value) > 1 else []
    return (
        [{name: {"units": size}} for size in sizes] if all(fits(name, "units", one) for one in sizes) else []
    )


def _arguments(name: str, value: Any) -> dict[str, Plain]:
    """The arguments that a value, or a list of them in order, is of; empty if it is of none."""
    if "learning_rate" in keys_of((name,)) and not isinstance(value, list):
        return {"learning_rate": value}
    required = required_of((name,))
    order = positions_of(name) or [one for one in own_keys(name) if not one.endswith(_OF_WEIGHTS)]
    given = value if isinstance(value, list) else [value]
    if isinstance(value, list) and len(required) < 2:
        # A range, or both sides.
        if argument := next((one for one in order if _takes(name, one, value)), ""):
            return {argument: value}
    if len(given) == 1:
        # What says most about it is first, if it takes such a number.
        weights = [one for one in order[:1] if one.endswith(_OF_WEIGHTS)]
        order = [one for one in order if one != "seed" and fits(name, one, given[0])] or required or weights
    # One without a name has no counterpart here.
    found = {key: item for key, item in zip(order, given, strict=False) if key}
    kept = {
        key: item for key, item in found.items() if key in (*required, *order[:1]) or fits(name, key, item)
    }
    return {**kept, **_other_sides(required, kept)}


def _takes(name: str, argument: str, value: Any) -> bool:
    """Whether an argument takes a list that is no literal weight."""
    return not argument.endswith(_OF_WEIGHTS) and fits(name, argument, value)


def _other_sides(required: Sequence[str], given: Mapping[str, Plain]) -> dict[str, Plain]:
    """The width that is as large as the height that alone is given."""
    sides = {key: key.replace("height", "width") for key in given}
    return {side: given[key] for key, side in sides.items() if side in required and side not in given}
