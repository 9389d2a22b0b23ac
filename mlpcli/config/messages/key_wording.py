"""Keys that are not known here, and keys that are missing."""

from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.fixes import example_text, parsed, remove
from mlpcli.config.messages.known_keys import keys_of, owners_of
from mlpcli.config.messages.mistake import Mistake, Words
from mlpcli.config.messages.quoting import shown
from mlpcli.config.messages.spelling import listed, nearest
from mlpcli.config.translation.keys import moved
from mlpcli.config.translation.mappings import spaced_colons
from mlpcli.config.translation.places import elsewhere, renamed
from mlpcli.config.yaml.edits import Edit, Put, Remove
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import one_line


def unknown_key(mistake: Mistake) -> Words:
    key, section = mistake.key, mistake.loc[:-1]
    message = f"there is no key {shown(key, quoted=False)} here"
    return message, _fix(mistake, key, keys_of(section), str(section[-1]) if section else "")


def _fix(mistake: Mistake, key: str, known: list[str], owner: str) -> Fix:
    if mistake.value is None and (fix := _tight_colon(mistake)):
        return fix
    if fix := moved(mistake.path, mistake.value, mistake.document, known):
        return fix
    if owners := owners_of(key, owner):
        return remove(mistake.path, f"remove it: {key} belongs to {', '.join(owners)}, not to {owner}")
    meant = nearest(key, known)
    if meant and meant not in _siblings(mistake):
        return renamed(mistake.path, meant, mistake.value, mistake.document, f"did you mean {meant}?")
    if not meant and (fix := elsewhere(mistake.path, key, mistake.value, mistake.document)):
        return fix
    if not known:
        return remove(mistake.path)
    if meant:
        return remove(mistake.path, f"remove it: {meant} is there too")
    return remove(mistake.path, f"remove it; {listed(key, known)}")


def _tight_colon(mistake: Mistake) -> Fix | None:
    """`{units:10}`, which YAML reads as one key without a value."""
    found = spaced_colons(mistake.key)
    if not isinstance(found, dict) or len(found) != 1:
        return None
    ((name, value),) = found.items()
    how = "write a colon" if "=" in mistake.key else "put a space after the colon"
    text = f"{how}: {name}: {one_line(value)}"
    return Fix(text, (Remove(mistake.path), Put((*mistake.path[:-1], name), value)))


def _siblings(mistake: Mistake) -> Any:
    return mistake.written(mistake.path[:-1]) or {}


def missing(mistake: Mistake) -> Words:
    place = mistake.loc[-1]
    if isinstance(place, int):
        found = mistake.written(mistake.path)
        first = found[0] if isinstance(found, list) and found else 1
        text = f"write one number alone, {one_line(first)}, or a list of two"
        return f"found a list of {place}, expected more numbers", Fix(text, (Put(mistake.path, first),))
    usual = example_text(str(place), mistake.loc)
    value: Plain = parsed(usual) if usual else None
    fix = Fix(
        f"add {place}: {usual or 'VALUE'}",
        (Put(mistake.path, value),) if value is not None else (),
        is_example=True,
    )
    return f"{place} is missing", fix


def by_context(mistake: Mistake) -> Words:
    """A mistake that says itself how to fix it: `put` and `drop` are keys below its path."""
    context = mistake.context
    edits: list[Edit] = [Remove((*mistake.path, key)) for key in context.get("drop", ())]
    edits += [Put((*mistake.path, key), value) for key, value in context.get("put", {}).items()]
    if "value" in context:
        edits.append(Put(mistake.path, context["value"]))
    return mistake.message, Fix(
        str(context.get("fix", "compare with mlpcli schema")), tuple(edits), is_example=True
    )
