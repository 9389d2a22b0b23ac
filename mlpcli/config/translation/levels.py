"""Keys that stand one level too deep, or in a section whose name says more than it is called here."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from mlpcli.config.config import Config
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.translation.class_forms import ARGUMENTS
from mlpcli.config.translation.classes import argument_named
from mlpcli.config.yaml.edits import Edit, Put, Remove, Rename
from mlpcli.config.yaml.nodes import KeyPath, MappingNode, Plain, plain_at, to_plain
from mlpcli.config.yaml.notation import one_line

_SUFFIX = re.compile(r"[_-](?:params|parameters|args|arguments|kwargs|config|cfg|options|opts|settings)$")
_STEMS = {
    "dataset": "data",
    "train": "training",
    "trainer": "training",
    "fit": "training",
    "optim": "optimizer",
}


def stem_of(key: str) -> str:
    """`model` for `Model_Config`."""
    return _SUFFIX.sub("", key.lower())


def spread(path: KeyPath, key: str, value: Any, document: Plain, known: Sequence[str]) -> Fix | None:
    """`params: {lr: 0.1}` below a class or in a section, whose arguments these are."""
    if not isinstance(value, dict) or not value or not known or len(path) < 2:
        return None
    names = {one: argument_named(one, known) for one in value}
    if key.lower() not in ARGUMENTS and not set(names.values()) <= set(known):
        return None
    here = plain_at(document, path[:-1])
    taken = here if isinstance(here, dict) else {}
    meant: dict[str, Plain] = {names[one]: item for one, item in value.items() if names[one] not in taken}
    edits: list[Edit] = [Remove(path), *(Put((*path[:-1], one), item) for one, item in meant.items())]
    if not meant:
        return None
    return Fix(f"write what is below it one level higher: {one_line(meant)[1:-1]}", tuple(edits))


def sections_meant(document: MappingNode) -> Iterator[Finding]:
    """A section below itself, `training_params:` for one, and `optimizer_params:` beside their optimizer."""
    plain = to_plain(document)
    for key in Config.model_fields:
        below = plain_at(plain, (key,))
        if isinstance(below, dict) and list(below) == [key]:
            fix = Fix(f"leave the inner {key} out", (Put((key,), below[key]),), shows_lines=True)
            yield Finding((key, key), f"{key} stands below {key}", fix)
    for key, value in plain.items() if isinstance(plain, dict) else ():
        stem = stem_of(key)
        meant = _STEMS.get(stem, stem)
        if stem == key.lower() or meant not in Config.model_fields or not isinstance(value, dict):
            continue
        message = f"there is no key {key} here"
        there = plain.get(meant) if isinstance(plain, dict) else None
        if there is None and meant != "optimizer":
            yield Finding((key,), message, Fix(f"did you mean {meant}?", (Rename((key,), meant),)))
        elif isinstance(there, str) and meant == "optimizer":
            whole: Plain = {there: value}
            fix = Fix(f"write optimizer: {one_line(whole)}", (Remove((key,)), Put(("optimizer",), whole)))
            yield Finding((key,), message, fix)
