"""Keys that another section knows, also misspelled: where they belong."""

from collections.abc import Iterable, Iterator
from typing import Any

from mlpcli.config.config import Config
from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.messages.spelling import nearest
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import MONITORING, Training
from mlpcli.config.translation.classes import argument_named
from mlpcli.config.translation.keras_calls import call_in
from mlpcli.config.translation.misplaced import take_out
from mlpcli.config.translation.optimizer_keys import optimizer_in
from mlpcli.config.translation.stopping import is_off, section_meant
from mlpcli.config.yaml.edits import Put, Remove, Rename
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at
from mlpcli.config.yaml.notation import one_line

_NONE = "remove it: without it, there is none"
_MAPPINGS = frozenset({"data", "layers", "training"})


def renamed(path: KeyPath, meant: str, value: Any, document: Plain, words: str) -> Fix:
    """What writes a key by its name here, with what its value means below it; `words` if the name is all."""
    if meant in MONITORING and is_off(value):
        return Fix(_NONE, (take_out(path, document),))
    if meant in MONITORING and (below := section_meant(meant, value, document)):
        text = f"write {meant}: {one_line(below)}"
        return Fix(text, (Remove(path), Put((*path[:-1], meant), below)))
    return Fix(words, (Rename(path, meant),))


def place_of(key: str, document: Plain) -> KeyPath | None:
    """Where the key that is called so elsewhere, or is misspelled so, belongs; None if there is none."""
    places = {name: (*section, name) for section, names in _sections(document) for name in names}
    named = argument_named(key, list(places))
    return places.get(named if named in places else nearest(key, places) or "")


def _sections(document: Plain) -> Iterator[tuple[KeyPath, Iterable[str]]]:
    """The sections with their keys; of those that several have, the last one counts."""
    yield ("data",), _keys_of_data(document)
    if name := optimizer_in(document):
        yield ("optimizer", name), keys_of((name,))
    yield ("training",), Training.model_fields
    # The name may be one of anything.
    yield (), Config.model_fields.keys() - {"version", "name"}


def _keys_of_data(document: Plain) -> list[str]:
    """The keys of the source that is chosen, or of all of them."""
    source = plain_at(document, ("data", "source"))
    chosen = keys_of((source,)) if isinstance(source, str) and source in SOURCES else []
    return chosen or [name for model in SOURCES.values() for name in model.model_fields]


def elsewhere(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """A key that only another section has, or has one like it: `epoch: 20` at the left margin."""
    place = place_of(key, document) if path[0] != "layers" else None
    if place is None or place[:-1] == path[:-1]:
        return None
    section, meant = place[:-1], str(place[-1])
    if not section and meant in _MAPPINGS and isinstance(value, bool | int | float):
        # A number is no section, however alike their names are.
        return None
    if plain_at(document, place) is not None:
        where = f"{section[0]} has {meant}" if section else f"{meant} stands at the left margin"
        return Fix(f"remove it: {where} already", (take_out(path, document),))
    if meant in MONITORING and is_off(value):
        return Fix(_NONE, (take_out(path, document),))
    if meant in MONITORING:
        value = section_meant(meant, value, document) or value
    written: Plain = {meant: value}
    if len(section) > 1:
        written = {"optimizer": {str(section[1]): written}}
    where = f"below {section[0]}:" if len(section) == 1 else "below the optimizer:" if section else ""
    text = f"write it {where or 'at the left margin, next to data: and layers:'} {one_line(written)[1:-1]}"
    return Fix(text, (take_out(path, document), Put(place, value)))


def of_data(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`data:` over keys that are not indented."""
    keys = _keys_of_data(document)
    meant = argument_named(key, keys)
    is_of_training = argument_named(key, list(Training.model_fields)) != key
    if len(path) > 1 or meant not in keys or key in Config.model_fields or is_of_training:
        return None
    if meant == "source" and not isinstance(value, str):
        return None
    return Fix(
        f"indent it below data: as {meant}: {one_line(value)}", (Remove(path), Put(("data", meant), value))
    )


def of_training(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """A key of the training section at the left margin or in `data`, or one of the top level in a section."""
    meant = argument_named(key, list(Training.model_fields))
    if (len(path) == 1 or path[:-1] == ("data",)) and meant in Training.model_fields:
        return elsewhere(path, meant, value, document)
    if len(path) == 2 and key in Config.model_fields and path[0] in ("training", "data"):
        if key == "optimizer" and isinstance(value, str):
            value = call_in(value, key) or value
        return elsewhere(path, key, value, document)
    return None
