"""Values that can be one of a few: losses and metrics by name, paddings, modes."""

import re
from typing import Any

from mlpcli.config.messages.example_values import EXAMPLES
from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.fixes import parsed, write
from mlpcli.config.messages.list_wording import listed_items
from mlpcli.config.messages.mistake import Mistake, Words
from mlpcli.config.messages.number_wording import boolean_fix, expected
from mlpcli.config.messages.spelling import listed, nearest, nearest_few
from mlpcli.config.translation.classes import as_activation, with_padding
from mlpcli.config.translation.keras_calls import call_in
from mlpcli.config.translation.other_names import VALUES
from mlpcli.config.translation.pasted_code import looks_like_code
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import one_line

_MOST_LISTED = 6


def literal(mistake: Mistake) -> Words:
    what = mistake.context["expected"]
    names = re.findall(r"'([^']*)'|\b(True|False)\b", what)
    known = [quoted or plain.lower() for quoted, plain in names] or [what]
    some = ", ".join(known[:_MOST_LISTED]) + (", ..." if len(known) > _MOST_LISTED else "")
    what = f"one of {some}" if len(known) > 1 else some
    if mistake.key == "class_weight":
        what = "balanced, or a weight for each class"
    return expected(mistake, what, _literal_fix(mistake, known))


def _literal_fix(mistake: Mistake, known: list[str]) -> Fix | None:
    value, key, path = mistake.value, mistake.key, mistake.path
    if len(known) == 1:
        return write(path, known[0], f"write {key}: {known[0]}, or remove the key")
    if (meant := _from_code(key, value)) is not None:
        return write(path, meant, f"write {one_line(meant)}" if mistake.is_item else "")
    if key == "padding" and (padding := _padding(mistake)):
        return write(path, padding)
    if isinstance(value, str) and (meant := VALUES.get(key, {}).get(value.lower())):
        return write(path, meant)
    if "true" in known and (fix := boolean_fix(mistake)):
        return fix
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in known:
        name = next(iter(value))
        return write(path, name, f"write {key}: {name}; it takes no arguments")
    if isinstance(value, str) and "," in value and (items := listed_items(key, value)):
        return write(path, items)
    if isinstance(value, list) and value and (fix := _first_of(mistake, known)):
        return fix
    # A metric is measured on the validation rows as well, without being asked to.
    word = str(value) if type(value) in (int, str) else ""
    if meant := nearest(word, known) or nearest(word.removeprefix("val_"), known):
        return write(path, meant, f"did you mean {meant}?")
    return _one_of(mistake, known)


def _first_of(mistake: Mistake, known: list[str]) -> Fix | None:
    """The first value of a list where one alone is due; None if it is none of those known."""
    first, *others = mistake.value
    meant = nearest(first, known) if isinstance(first, str) else first
    if meant is None or isinstance(meant, list):
        return None
    without = f", without {', '.join(map(one_line, others))}" if others else ""
    return write(mistake.path, meant, f"write {mistake.key}: {one_line(meant)}{without}")


def _from_code(key: str, value: Any) -> Plain:
    """The loss, the metric or the activation that a call means; None if it is not such a call."""
    if not isinstance(value, str) or not looks_like_code(value):
        return None
    if key.endswith("activation"):
        found = as_activation(call_in(value, "layer"))
        return found if found != value else None
    kind = {"loss": "loss", "metrics": "metric"}.get(key)
    return call_in(value, kind) if kind else None


def _padding(mistake: Mistake) -> Plain:
    """What a number of steps of padding is here; None if there is no word for it."""
    arguments = mistake.written(mistake.path[:-1])
    padding = with_padding(arguments).get("padding") if isinstance(arguments, dict) else None
    return padding if isinstance(padding, str) and padding != mistake.value else None


def _one_of(mistake: Mistake, known: list[str]) -> Fix:
    """One of several possible values: the usual one, the default, or the nearest."""
    value, path = mistake.value, mistake.path
    names = nearest_few(value, known) if isinstance(value, str) and len(known) > _MOST_LISTED else known
    usual = mistake.example
    first = usual if isinstance(usual, str) and usual in known else names[0]
    if mistake.is_item and mistake.loc[:2] == ("training", "metrics"):
        first = "accuracy"
    if len(known) > _MOST_LISTED and isinstance(value, str):
        return write(
            path, parsed(first), f"choose one, such as {first}; {listed(value, known)}", is_example=True
        )
    if first == EXAMPLES.get(mistake.key):
        return write(path, first, is_example=True)
    return write(
        path,
        parsed(first),
        f"write {' or '.join(known)}",
        is_example=True,
    )
