"""Names of classes that are not known, and what stands where a class is due."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from mlpcli.config.messages.example_values import EXAMPLES, OF_KIND
from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.fixes import example_of, parsed, remove, write
from mlpcli.config.messages.known_keys import keys_of, required_of
from mlpcli.config.messages.mistake import Mistake, Words
from mlpcli.config.messages.number_fixes import meant_number
from mlpcli.config.messages.number_wording import first_of, is_required
from mlpcli.config.messages.quoting import shown
from mlpcli.config.messages.spelling import listed, nearest
from mlpcli.config.translation.classes import (
    class_named,
    own_name,
    with_arguments,
)
from mlpcli.config.translation.keras_calls import call_in
from mlpcli.config.translation.mappings import as_class, choice_of, classes_in
from mlpcli.config.translation.optimizer_keys import first_rate
from mlpcli.config.translation.other_names import OF_PYTORCH
from mlpcli.config.translation.pasted_code import looks_like_code
from mlpcli.config.yaml.edits import Insert, Put, Remove, Rename
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import item_text, one_line

# `Adam lr=0.01`
_ARGUMENT = re.compile(r"\w+ *= *[\w.+-]+")
_WITH_ARGUMENTS = re.compile(rf"(\w+)[ ,]+({_ARGUMENT.pattern}(?:[ ,]+{_ARGUMENT.pattern})*)")
_NETWORKS = frozenset({"Sequential", "sequential", "Model", "model"})


def unknown_name(mistake: Mistake) -> Words:
    kind, name, known = (mistake.context[word] for word in ("kind", "name", "known"))
    if kind == "layer" and mistake.is_item and name in _NETWORKS and (inner := _layers_below(mistake.value)):
        return f"{name} is not needed: all layers are in one list", _each_its_dash(mistake, inner)
    if (as_one := _as_one(kind, name, mistake.value)) is not None:
        fix = Fix(f"write {_in_place(mistake, as_one)}", (Put(mistake.path, as_one),))
        return f"there is no {kind} called {shown(name, quoted=False)}", fix
    if (in_order := _in_order(name, mistake.value)) is not None:
        fix = Fix(f"write {_in_place(mistake, in_order)}", (Put(mistake.path, in_order),))
        return f"there is no {kind} called {shown(name, quoted=False)}", fix
    meant = nearest(name, known)
    if kind == "learning-rate schedule" and not meant:
        return f"found {shown(name)}, expected a number or a learning-rate schedule", _rate(
            mistake, name, known
        )
    message = f"there is no {kind} called {shown(name, quoted=False)}"
    if meant:
        return message, Fix(f"did you mean {meant}?", (_renamed(mistake, name, meant),))
    owners = [owner for owner in known if name in keys_of((owner,))]
    if owners:
        return message, _argument_alone(mistake, kind, name, owners)
    if found := class_named(name, kind):
        return message, _translated(mistake, found)
    return message, _another(mistake, kind, name, known)


def _layers_below(value: Any) -> list[Plain]:
    """The layers of a network that stands where a layer is due."""
    below = next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else None
    below = below.get("layers") if isinstance(below, dict) else below
    return below if isinstance(below, list) else []


def _as_one(kind: str, name: str, value: Any) -> Plain:
    """`{type: Flatten}`, and a call such as `l2(0.01)`, as the class that they mean; None for others."""
    if looks_like_code(name) and not isinstance(value, dict):
        return call_in(name, kind)
    if (words := _WITH_ARGUMENTS.fullmatch(name)) and not isinstance(value, dict):
        return call_in(f"{words[1]}({', '.join(_ARGUMENT.findall(words[2]))})", kind)
    return as_class(kind, value) if isinstance(value, dict) else None


def _in_order(name: str, value: Any) -> Plain:
    """`Linear: [784, 128]`, with its arguments in PyTorch's order; None for anything else."""
    given, own = value.get(name) if isinstance(value, dict) else None, own_name(name)
    if type(given) is int and not required_of((own,)):
        # How many features a BatchNorm2d has, which is known here.
        given = [given] if name in OF_PYTORCH and not OF_PYTORCH[name][1][0] else given
    if name not in OF_PYTORCH or not isinstance(given, list):
        return None
    found = with_arguments(name, given, {})
    arguments = found[own] if isinstance(found, dict) else {}
    return found if isinstance(arguments, dict) and set(required_of((own,))) <= set(arguments) else None


def _renamed(mistake: Mistake, name: str, meant: str) -> Rename | Put:
    if isinstance(mistake.value, dict):
        return Rename((*mistake.path, name), meant)
    return Put(mistake.path, meant)


def _translated(mistake: Mistake, name: str) -> Fix:
    value = mistake.value
    below = next(iter(value.values())) if isinstance(value, dict) else None
    meant = with_arguments(name, (), below if isinstance(below, dict) else {})
    return Fix(f"write {_in_place(mistake, meant)}", (Put(mistake.path, meant),))


def _in_place(mistake: Mistake, meant: Plain) -> str:
    """A class as it is written behind its dash, or with its key, also within braces."""
    return item_text(meant) if mistake.is_item else f"{mistake.key}: {one_line(meant)}"


def _argument_alone(mistake: Mistake, kind: str, name: str, owners: list[str]) -> Fix:
    """`- units: 10`, and `optimizer: {learning_rate: 0.1}`."""
    owner = next((one for one in ("Dense", "Adam") if one in owners), owners[0])
    arguments = mistake.value if isinstance(mistake.value, dict) else {}
    meant: Plain = {owner: arguments}
    text = f"{name} is an argument: write it below {_article(kind)} {kind}, as in {item_text(meant)}"
    return Fix(text, (Put(mistake.path, meant),))


def _another(mistake: Mistake, kind: str, name: str, known: list[str]) -> Fix:
    names = [one for one in known if one in choice_of(kind).models]
    suggestion = listed(name, names)
    if kind == "layer":
        return mistake.taken_out(f"remove it, or choose another layer; {suggestion}")
    if kind in ("initializer", "regularizer", "constraint"):
        return remove(mistake.path, f"remove it, or choose another {kind}; {suggestion}")
    usual = example_of(kind)
    return write(
        mistake.path, usual, f"choose one, such as {item_text(usual)}; {suggestion}", is_example=True
    )


def _rate(mistake: Mistake, name: str, known: list[str]) -> Fix:
    if meant := meant_number(name, whole=False):
        return write(mistake.path, meant.value, meant.fix)
    rate = EXAMPLES["learning_rate"]
    return write(mistake.path, parsed(rate), f"write {rate}, or one of {', '.join(known)}", is_example=True)


def not_named(mistake: Mistake) -> Words:
    kind = mistake.context["kind"]
    what = "a number or a learning-rate schedule" if "rate" in kind else f"{_article(kind)} {kind}"
    message = f"found {shown(mistake.value)}, expected {what}"
    if mistake.value is None and mistake.is_item:
        return message, mistake.taken_out(f"remove the dash, or write {OF_KIND[kind]}")
    if mistake.value is None and not is_required(mistake):
        return message, remove(mistake.path, f"write {OF_KIND[kind]}, or remove the key")
    if kind == "layer" and mistake.is_item and (layers := _several_layers(mistake.value)):
        return message, _each_its_dash(mistake, layers)
    if "rate" in kind and (first := first_of(mistake, whole=False)):
        return message, first
    meant = _meant_class(kind, mistake.value)
    if meant is not None:
        return message, Fix(f"write {_in_place(mistake, meant)}", (Put(mistake.path, meant),))
    usual = example_of(kind)
    return message, write(mistake.path, usual, f"write {OF_KIND[kind]}", is_example=True)


def _meant_class(kind: str, value: Any) -> Plain:
    """The class that a list or a number means: `[Adam]`, `[Dense, 10]`, `0.01` for an optimizer."""
    if (
        isinstance(value, list)
        and value
        and isinstance(value[0], str)
        and (found := class_named(value[0], kind))
    ):
        in_order = [one for one in value[1:] if not isinstance(one, dict)]
        named = (one.items() for one in value[1:] if isinstance(one, dict))
        return with_arguments(found, in_order, dict(chain.from_iterable(named)))
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        return value[0]
    if isinstance(value, int | float) and not isinstance(value, bool):
        class_of = {
            "optimizer": ("Adam", "learning_rate"),
            "regularizer": ("L2", "l2"),
            "initializer": ("Constant", "value"),
        }
        if kind in class_of:
            name, argument = class_of[kind]
            return {name: {argument: value}}
        if kind == "layer" and isinstance(value, int) and value > 0:
            return {"Dense": {"units": value}}
    return None


def too_many_keys(mistake: Mistake) -> Words:
    kind, value = mistake.context["kind"], mistake.value
    message = f"found the keys {mistake.context['keys']} side by side, expected one {kind}"
    meant = as_class(kind, value)
    if meant is not None:
        name = next(iter(meant)) if isinstance(meant, dict) else str(meant)
        beside = f"indent the arguments below {name}, or " if classes_in(kind, value) else ""
        return message, Fix(f"{beside}write {_in_place(mistake, meant)}", (Put(mistake.path, meant),))
    rate, others = first_rate(value) if mistake.key == "learning_rate" else (None, [])
    if rate is not None:
        words = f"write learning_rate: {one_line(rate)}, without {', '.join(others)}"
        return message, Fix(words, (Put(mistake.path, rate),))
    if kind == "layer" and mistake.is_item:
        layers: list[Plain] = [{key: item} if item is not None else key for key, item in value.items()]
        return message, _each_its_dash(mistake, layers)
    first = next(iter(value))
    keep: Plain = {first: value[first]}
    return message, write(mistake.path, keep, f"keep one of them, such as {item_text(keep)}", is_example=True)


def _several_layers(value: Any) -> list[Plain]:
    """The layers of a list within the list of layers; none if it is something else."""
    if not isinstance(value, list) or len(value) < 2:
        return []
    names = [next(iter(item), "") if isinstance(item, dict) else item for item in value]
    known = all(isinstance(name, str) and class_named(name, "layer") for name in names)
    return value if known and any(isinstance(item, dict) for item in value) else []


def _each_its_dash(mistake: Mistake, layers: Sequence[Plain]) -> Fix:
    *parent, index = mistake.path
    inserts = [Insert((*parent, int(index) + place), layer) for place, layer in enumerate(layers)]
    return Fix("start each layer with its own dash", (Remove(mistake.path), *inserts), shows_lines=True)


def refused_name(mistake: Mistake) -> Words:
    name = mistake.context["name"]
    if mistake.path[-1:] == ("layer",) and len(mistake.path) > 2:
        # A layer that is wrapped without need: it takes the place of its wrapper.
        fix = Fix(str(mistake.context["fix"]), (Put(mistake.path[:2], mistake.value),))
        return f"{name} is not used here", fix
    return f"{name} is not used here", mistake.taken_out(str(mistake.context["fix"]))


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
