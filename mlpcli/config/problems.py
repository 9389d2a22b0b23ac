"""Mistakes in a config, located: from paths of keys to `file:line:column`."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mlpcli.config.nodes import Entry, KeyPath, Node, Position, Scalar, walk
from mlpcli.config.wording import word
from mlpcli.errors import Problem


@dataclass(frozen=True)
class Finding:
    """A mistake at a path of keys and indices, not yet located in a file."""

    path: KeyPath
    message: str
    fix: str


def locate(document: Node, finding: Finding) -> Problem:
    """The finding with the position of the deepest value on its path that the document has."""
    return Problem(
        str(_value_position(document, finding.path)), subject(finding.path), finding.message, finding.fix
    )


def problems(document: Node, error: ValidationError) -> list[Problem]:
    """All mistakes that pydantic found, in the order of the file."""
    details = error.errors(include_url=False)
    found = [_located(document, item) for item in details if not _follows_from(item, details)]
    return [problem for _, problem in sorted(found, key=lambda pair: pair[0])]


def subject(path: Iterable[str | int]) -> str:
    """A path as a reader would point at it: `layers[2] Dense.units`."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step}]"
        elif not words:
            words = step
        else:
            words += (" " if step[:1].isupper() else ".") + step
    return words


def _follows_from(item: ErrorDetails, others: list[ErrorDetails]) -> bool:
    """Pydantic calls a list too short for its broken items, which are reported themselves."""
    place = item["loc"]
    return item["type"] == "too_short" and any(
        other["loc"][: len(place)] == place for other in others if other is not item
    )


def _located(document: Node, details: ErrorDetails) -> tuple[tuple[str, int, int], Problem]:
    path = _written(document, details)
    unknown_key = details["type"] == "extra_forbidden"
    position = _key_position(document, path) if unknown_key else _value_position(document, path)
    message, fix = word(details)
    problem = Problem(str(position), subject(path), message, fix)
    return (position.file, position.line, position.column), problem


def _written(document: Node, details: ErrorDetails) -> KeyPath:
    """Pydantic's path without the names of alternatives that do not stand in the document."""
    path: KeyPath = ()
    node = document
    steps = details["loc"]
    if details["type"].startswith("union_tag_"):
        steps = (*steps, "source")
    last = len(steps) - 1
    for place, step in enumerate(steps):
        found = next(walk(node, (step,)), None)
        if found:
            node = found[1].value if isinstance(found[1], Entry) else found[1]
        bare_name = isinstance(node, Scalar) and node.value == step and path[-1:] != (step,)
        missing = place == last and details["type"] == "missing" and isinstance(step, str)
        if found or bare_name or missing:
            path = (*path, step)
    return path


def _key_position(document: Node, path: KeyPath) -> Position:
    position = document.position
    for _, found in walk(document, path):
        position = found.key_position if isinstance(found, Entry) else found.position
    return position


def _value_position(document: Node, path: KeyPath) -> Position:
    """A value's own position; for a mapping that of its key, which is what a reader looks for."""
    position = document.position
    for _, found in walk(document, path):
        if isinstance(found, Entry):
            position = found.value.position if isinstance(found.value, Scalar) else found.key_position
        else:
            position = found.position
    return position
