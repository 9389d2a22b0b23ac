"""Locate mistakes in a config: from paths of keys to `file:line:column`."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mlpcli.config.messages.spelling import nearest
from mlpcli.config.messages.wording import word
from mlpcli.config.yaml.nodes import (
    Entry,
    KeyPath,
    MappingNode,
    Node,
    Position,
    ScalarNode,
    node_at,
    position_of,
    walk,
)
from mlpcli.errors import Problem

_MISSING = ("missing", "union_tag_not_found")
# Nobody reads more, and locating them takes quadratic time.
_MOST = 100


@dataclass(frozen=True)
class Finding:
    """A mistake at a path of keys and indices, not yet located in a file."""

    path: KeyPath
    message: str
    fix: str


def locate(document: Node, findings: Iterable[Finding]) -> list[Problem]:
    """The findings in file order, each located at the deepest existing value on its path."""
    placed = [(_value_position(document, finding.path), finding) for finding in findings]
    return [
        Problem(str(position), subject(finding.path), finding.message, finding.fix)
        for position, finding in sorted(placed, key=lambda pair: _order(pair[0]))
    ]


def problems(document: Node, error: ValidationError) -> list[Problem]:
    """The first 100 mistakes found by pydantic, in file order."""
    details = error.errors(include_url=False)[:_MOST]
    found = [_located(document, item) for item in details if not _follows_from(item, details)]
    # One number can be reported several times, such as for a kernel's height and width; keep the last one.
    distinct = {(problem.where, problem.subject): (position, problem) for position, problem in found}
    return [problem for _, problem in sorted(distinct.values(), key=lambda pair: _order(pair[0]))]


def subject(path: Iterable[str | int]) -> str:
    """A path in readable form: `layers[2] Dense.units`."""
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
    """Whether a mistake only follows from another one that is reported too.

    Pydantic reports a list as too short if its items are broken, and a misspelled key as missing.
    """
    place = item["loc"]
    if item["type"] == "too_short":
        return any(other["loc"][: len(place)] == place for other in others if other is not item)
    return item["type"] == "missing" and any(
        other["type"] == "extra_forbidden"
        and other["loc"][:-1] == place[:-1]
        and nearest(str(other["loc"][-1]), [str(place[-1])])
        for other in others
    )


def _order(position: Position) -> tuple[str, int, int]:
    return position.file, position.line, position.column


def _located(document: Node, details: ErrorDetails) -> tuple[Position, Problem]:
    path = _written(document, details)
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    message, fix = word({**details, "ctx": {**details.get("ctx", {}), "key": key}})
    position = _position(document, path, details["type"])
    return position, Problem(str(position), subject(path), message, fix)


def _position(document: Node, path: KeyPath, kind: str) -> Position:
    if kind == "extra_forbidden":
        return position_of(document, path)
    node = node_at(document, path)
    if kind in ("unknown_name", "refused_name", "no_arguments") and isinstance(node, MappingNode):
        return node.entries[0].key_position
    return _value_position(document, path)


def _written(document: Node, details: ErrorDetails) -> KeyPath:
    """Pydantic's path without the names of union members that are not in the document."""
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
        bare_name = isinstance(step, str) and isinstance(node, ScalarNode) and node.value == step
        missing = place == last and details["type"] in _MISSING and isinstance(step, str)
        if found or (bare_name and path[-1:] != (step,)) or missing:
            path = (*path, step)
    return path


def _value_position(document: Node, path: KeyPath) -> Position:
    """The position of a value, or for a mapping that of its key, where a reader would look."""
    position = document.position
    for _, found in walk(document, path):
        if isinstance(found, Entry):
            position = found.value.position if isinstance(found.value, ScalarNode) else found.key_position
        else:
            position = found.position
    return position
