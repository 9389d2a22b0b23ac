"""Keys of `--set` as other tools and other sections have them, and what they are here."""

import re
from collections.abc import Iterable, Mapping, Sequence

from mlpcli.config.config import Config
from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.messages.spelling import nearest
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import Training
from mlpcli.config.translation.class_forms import NAMES_OF_A_CLASS
from mlpcli.config.translation.classes import argument_named, class_named
from mlpcli.config.translation.keys import HELD_BACK, SEEDS
from mlpcli.config.translation.optimizer_keys import RATES, optimizer_in
from mlpcli.config.translation.sections import COMPILE, FIT, MODEL
from mlpcli.config.translation.stopping import PATIENCE
from mlpcli.config.yaml.nodes import OPTION, KeyPath, Node, Plain, plain_at, to_plain
from mlpcli.errors import LineEdit, Problem
from mlpcli.shell_words import quoted

_INDEX = re.compile("0|[1-9][0-9]{0,4}")
_SECTIONS = {
    **dict.fromkeys((*MODEL, "layer"), "layers"),
    **dict.fromkeys((*FIT, *COMPILE), "training"),
    **dict.fromkeys(("optim", "optimiser", "solver"), "optimizer"),
    **dict.fromkeys(("dataset", "dataset_params"), "data"),
}
_PLACES: Mapping[str, KeyPath] = {
    **dict.fromkeys(SEEDS, ("seed",)),
    **dict.fromkeys(HELD_BACK, ("data", "validation")),
    **dict.fromkeys(PATIENCE, ("training", "early_stopping", "patience")),
}
_SOURCE_KEYS = frozenset(key for model in SOURCES.values() for key in model.model_fields)


def meant_options(document: Node, overrides: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """The options with the keys that are meant, and the mistakes that the others are."""
    plain = to_plain(document)
    meant: list[str] = []
    problems: list[Problem] = []
    for override in overrides:
        path, _, value = override.partition("=")
        line = f"{'.'.join(map(str, _meant(_keys(path), plain)))}={value}"
        meant.append(line)
        if line != override:
            problems.append(_problem(path, line))
    return meant, problems


def _problem(path: str, line: str) -> Problem:
    option, meant = f"{OPTION}{path}", line.partition("=")[0]
    fix = f"it is {meant}, as in {OPTION}{quoted(line)}"
    edits = (LineEdit(option, 1, 1, (line,)),)
    return Problem(option, "", f"there is no key {path} here", fix, edits)


def _keys(path: str) -> KeyPath:
    """The keys of an option; `layers[1].units` has the same ones as `layers.1.units`."""
    steps = re.sub(r"\[(\d+)\]", r".\1", path).split(".")
    return tuple(int(step) if _INDEX.fullmatch(step) else step for step in steps)


def _meant(keys: KeyPath, document: Plain) -> KeyPath:
    """The keys with their section, their class and their own names here."""
    for rule in (_section, _of_training, _of_the_optimizer, _of_a_layer, _of_data):
        keys = rule(keys, document)
    return keys


def _section(keys: KeyPath, document: Plain) -> KeyPath:
    first = str(keys[0])
    if first in Config.model_fields or first not in _SECTIONS:
        return keys
    section = _SECTIONS[first]
    # `model.layers.0`, and a section by its name alone.
    rest = keys[2:] if keys[1:2] == (section,) else keys[1:]
    alone = {"data": ("data", "source")}
    return (section, *rest) if rest else alone.get(section, (section,))


def _of_training(keys: KeyPath, document: Plain) -> KeyPath:
    """A key of any section that stands at the left margin, or in `training` or `data`."""
    section, rest = (keys[:1], keys[1:]) if keys[0] in ("training", "data") else ((), keys)
    key = str(rest[0]) if rest else ""
    if not rest:
        return keys
    if section == ("data",) and (meant := _known(key, _SOURCE_KEYS)):
        return ("data", meant, *rest[1:])
    if key in Config.model_fields:
        return rest
    if key in _PLACES:
        return _PLACES[key]
    if meant := _known(key, Training.model_fields):
        return ("training", meant, *rest[1:])
    if section != ("data",) and (key in RATES or _known(key, keys_of((optimizer_in(document) or "",)))):
        return ("optimizer", *rest)
    if not section and (meant := _known(key, _SOURCE_KEYS)):
        return ("data", meant, *rest[1:])
    if section == ("training",) and (near := nearest(key, list(Training.model_fields))):
        return ("training", near, *rest[1:])
    if not section and (near := nearest(key, [*Config.model_fields, *Training.model_fields])):
        return (near, *rest[1:]) if near in Config.model_fields else ("training", near, *rest[1:])
    return keys


def _of_the_optimizer(keys: KeyPath, document: Plain) -> KeyPath:
    """`optimizer.lr`, without the class, and `optimizer.type`."""
    if keys[0] != "optimizer" or len(keys) == 1:
        return keys
    if keys[1] in NAMES_OF_A_CLASS and len(keys) == 2:
        return ("optimizer",)
    if named := class_named(str(keys[1]), "optimizer", misspelled=False):
        return ("optimizer", named, *_argument(named, keys[2:]))
    name = optimizer_in(document)
    return ("optimizer", name, *_argument(name, keys[1:])) if name else keys


def _of_a_layer(keys: KeyPath, document: Plain) -> KeyPath:
    """`layers.0.units`, without the class, or of another layer than the first one that has the argument."""
    layers = plain_at(document, ("layers",))
    if keys[0] != "layers" or len(keys) < 3 or not isinstance(keys[1], int) or not isinstance(layers, list):
        return keys
    if keys[1] >= len(layers) or not (name := _class_of(layers[keys[1]])):
        return keys
    other = class_named(str(keys[2]), "layer", misspelled=False) if str(keys[2])[:1].isupper() else ""
    rest = keys[3:] if other else keys[2:]
    if other and (other != name or not rest):
        return keys
    if _argument(name, rest)[0] in keys_of((name,)):
        return ("layers", keys[1], name, *_argument(name, rest))
    for place, layer in enumerate(layers):
        if not other and (has := _known(str(rest[0]), keys_of((_class_of(layer),)))):
            return ("layers", place, _class_of(layer), has, *rest[1:])
    return keys


def _of_data(keys: KeyPath, document: Plain) -> KeyPath:
    source = str(plain_at(document, ("data", "source")))
    if keys[0] != "data" or len(keys) < 2 or source not in SOURCES or keys[1] in _SOURCE_KEYS:
        return keys
    return ("data", *_argument(source, keys[1:]))


def _class_of(layer: Plain) -> str:
    name = next(iter(layer)) if isinstance(layer, dict) and len(layer) == 1 else layer
    return name if isinstance(name, str) else ""


def _known(key: str, known: Iterable[str]) -> str:
    """The name here of a key that is called differently elsewhere; empty if there is none."""
    meant = argument_named(key, list(known))
    return meant if meant in known else ""


def _argument(owner: str, keys: KeyPath) -> KeyPath:
    """The first key as the argument of a class or a source that it means."""
    if not keys:
        return keys
    known = keys_of((owner,))
    first = str(keys[0])
    return (_known(first, known) or nearest(first, known) or first, *keys[1:])
