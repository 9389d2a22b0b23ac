"""Class weights by the names of the classes, or by their numbers."""

from collections.abc import Container, Iterator, Mapping, Sequence

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.messages.spelling import listed, nearest
from mlpcli.config.yaml.edits import Remove, Rename
from mlpcli.config.yaml.nodes import KeyPath


def class_of(key: str, classes: Sequence[str]) -> str | None:
    """The class that a key of `class_weight` means, if any.

    A key is a name if there is a class of that name. Numbers count from 0, as in Keras, unless classes have
    numbers as their names.
    """
    if key in classes:
        return key
    if any(name.isdecimal() for name in classes) or not (key.isascii() and key.isdecimal()):
        return None
    return classes[int(key)] if len(key) < 9 and int(key) < len(classes) else None


def by_class(weights: Mapping[str, float], classes: Sequence[str]) -> dict[str, float]:
    """The same weights by the names of the classes."""
    return {class_of(key, classes) or key: weight for key, weight in weights.items()}


def misfits(weights: Mapping[str, float], classes: Sequence[str], data: str) -> Iterator[Finding]:
    """Keys that mean no class of `data`, or one that another key means too."""
    seen: dict[str, str] = {}
    for key in weights:
        path: KeyPath = ("training", "class_weight", key)
        name = class_of(key, classes)
        if name is None:
            yield Finding(path, f"{data} has no class called {key}", _fix(path, key, classes, weights))
        elif name in seen:
            fix = Fix("remove one of them", (Remove(path),))
            yield Finding(path, f"{key} is the class that {seen[name]} is too", fix)
        else:
            seen[name] = key


def _fix(path: KeyPath, name: str, classes: Sequence[str], given: Container[str]) -> Fix:
    meant = nearest(name, classes)
    if meant and meant not in given:
        return Fix(f"did you mean {meant}?", (Rename(path, meant),))
    return Fix(f"remove it; {listed(name, classes, of_schema=False)}", (Remove(path),))
