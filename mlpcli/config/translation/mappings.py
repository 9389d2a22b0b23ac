"""Mappings that mean one class, as other tools write them."""

import re
from collections.abc import Mapping
from pathlib import Path

from mlpcli.config.json_schema import KINDS
from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.translation.class_forms import NAMES_OF_A_CLASS, class_forms
from mlpcli.config.translation.classes import (
    class_named,
    class_with,
    own_name,
    positions_of,
    tidy,
    with_arguments,
)
from mlpcli.config.translation.pasted_code import looks_like_code
from mlpcli.config.translation.pastes import layers_in
from mlpcli.config.types.class_choice import ClassChoice
from mlpcli.config.yaml.nodes import Plain, to_plain
from mlpcli.config.yaml.reader import read_text
from mlpcli.errors import ConfigError

_LONGEST = 2000
# `epochs = 10`, which YAML reads as a text.
_VALUE = r"[\w.+-]+|'[^']*'|\"[^\"]*\""
_EQUATIONS = re.compile(rf"(\s*\w+\s*=\s*({_VALUE})[,;]?)+")
_EQUATION = re.compile(rf"(\w+)\s*=\s*({_VALUE})")
# `Dense 64 relu`, and `Flatten, Dense(64), Dense(10)`.
_IN_ORDER = re.compile(r"[A-Z]\w* [0-9][\w.]*( [\w.]+)*|[A-Z]\w*, *[A-Z].*\).*")
_TIGHT_COLON = re.compile(r"(?<=[\w\"']):(?=[^\s/:\\])")


def choice_of(kind: str) -> ClassChoice:
    """The choice of classes of one kind, such as `layer`."""
    return next(one for one in KINDS if one.kind == kind)


def as_class(kind: str, value: Mapping[str, Plain]) -> Plain:
    """The one class that a mapping means; None if that is unclear."""
    for form in class_forms(value):
        if not (found := class_named(form.name, kind)):
            continue
        if form.key == "class_name" and "config" in value:
            return tidy(dict(value))
        has_name = "name" in keys_of((own_name(found),))
        given = {key: item for key, item in form.named.items() if key != "name" or has_name}
        return with_arguments(found, form.in_order, given, of_pytorch=form.of_pytorch)
    if len(value) == 1 and next(iter(value)).lower() in NAMES_OF_A_CLASS:
        below = next(iter(value.values()))
        # `layer: {Dense: {units: 8}}`
        return below if isinstance(below, dict) and len(below) == len(classes_in(kind, below)) == 1 else None
    return _with_arguments_beside(kind, value)


def classes_in(kind: str, value: Mapping[str, Plain]) -> list[str]:
    """Those keys of a mapping that name a class of this kind exactly."""
    one = choice_of(kind)
    return [key for key in value if one.other_names.get(key, key) in one.models]


def _with_arguments_beside(kind: str, value: Mapping[str, Plain]) -> Plain:
    """`{Adam: null, learning_rate: 0.1}`, and `{l1: 0.1, l2: 0.1}`."""
    if kind == "regularizer" and set(value) == {"l1", "l2"}:
        return {"L1L2": dict(value)}
    names = classes_in(kind, value)
    if len(names) != 1:
        return None
    one = choice_of(kind)
    name = one.other_names.get(names[0], names[0])
    below = value[names[0]]
    arguments = below if isinstance(below, dict) else {}
    if below is not None and not isinstance(below, dict) and positions_of(name):
        arguments = {positions_of(name)[0]: below}
    return class_with(name, {**arguments, **{key: item for key, item in value.items() if key != names[0]}})


def layers_of_mapping(value: Mapping[str, Plain]) -> list[Plain]:
    """The layers below their own names, or below numbers or other names: `1: Flatten`, `out: {Dense: 10}`."""
    has_types = all(isinstance(item, dict) and _type_of(item) for item in value.values())
    if has_types or not any(_is_layer(key) for key in value):
        meant = [_alone(key, item) for key, item in value.items() if not _is_input(item)]
        if all(_is_layer(item) for item in meant):
            return meant
    return [{key: item} if item is not None else key for key, item in value.items()]


def _type_of(item: Mapping[str, Plain]) -> str:
    return next((str(item[key]) for key in NAMES_OF_A_CLASS if isinstance(item.get(key), str)), "")


def _is_input(item: Plain) -> bool:
    return isinstance(item, dict) and _type_of(item).lower() in ("input", "inputlayer")


def _alone(name: str, item: Plain) -> Plain:
    """A layer by its type, or without arguments, as its name alone or with its arguments below; of a size or
    the arguments of a Dense alone, that layer."""
    if type(item) is int:
        hidden: dict[str, Plain] = {} if name.lower().startswith("out") else {"activation": "relu"}
        return {"Dense": {"units": item, **hidden}}
    if not isinstance(item, dict):
        return item
    if list(item.values()) == [None]:
        return next(iter(item))
    if _type_of(item) or len(item) > 1:
        is_dense = not _type_of(item) and "units" in item and item.keys() <= set(keys_of(("Dense",)))
        return {"Dense": item} if is_dense else as_class("layer", item)
    return {"Dense": item} if "units" in item else item


def _is_layer(value: Plain) -> bool:
    name = next(iter(value)) if isinstance(value, dict) and len(value) == 1 else value
    return isinstance(name, str) and bool(class_named(name, "layer", misspelled=False))


def layers_of_text(text: str) -> list[Plain]:
    """The layers that a text means: `Dense(10)`, `Dense:{units:10}` or `Dense(units=10), Dropout(0.2)`."""
    if looks_like_code(text) or (text.startswith("[") and "(" in text):
        return layers_in(text)
    if _IN_ORDER.fullmatch(text):
        name, *given = text.split()
        return layers_in(f"[{text}]" if "(" in text else f"{name}({', '.join(given)})")
    spaced = spaced_colons(text)
    return [spaced] if isinstance(spaced, dict) and len(spaced) == 1 else []


def spaced_colons(text: str) -> Plain:
    """A text such as `units:10` with a space after each colon, as YAML reads it; None if it is no mapping."""
    if len(text) > _LONGEST:
        return None
    if _EQUATIONS.fullmatch(text):
        text = f"{{{', '.join(f'{key}: {value}' for key, value in _EQUATION.findall(text))}}}"
    elif not _TIGHT_COLON.search(text):
        return None
    try:
        value = to_plain(read_text(_TIGHT_COLON.sub(": ", text), "", Path()))
    except ConfigError:
        return None
    return value if isinstance(value, dict) else None
