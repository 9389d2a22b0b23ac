"""Locate mistakes in a config: from paths of keys to `file:line:column`."""

from collections.abc import Iterable, Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mlpcli.config.messages.finding import Finding
from mlpcli.config.messages.mistake import Mistake
from mlpcli.config.messages.spelling import nearest
from mlpcli.config.messages.wording import word
from mlpcli.config.yaml.edits import Put, Rename
from mlpcli.config.yaml.nodes import (
    OPTION,
    Entry,
    KeyPath,
    MappingNode,
    Node,
    Plain,
    Position,
    ScalarNode,
    node_at,
    position_of,
    to_plain,
    walk,
)

_MISSING = ("missing", "union_tag_not_found")
# Nobody reads more, and locating them takes quadratic time.
_MOST = 100


def located(document: Node, finding: Finding) -> Position:
    """Where a finding is shown: by default the deepest existing value on its path."""
    return finding.at or _value_position(document, finding.path)


def findings(document: Node, error: ValidationError) -> list[Finding]:
    """The first 100 mistakes found by pydantic, each with its fix."""
    details = error.errors(include_url=False)[:_MOST]
    plain = to_plain(document)
    found = [_finding(document, plain, item) for item in details if not _follows_from(item, details)]
    given = {path for one in found if not _is_missing(one) for path in _written_by(one)}
    found = [one for one in found if one.path not in given or not _is_missing(one)]
    # One number can be reported several times, such as for a kernel's height and width; keep the last one.
    return list({finding.path: finding for finding in found}.values())


def _is_missing(finding: Finding) -> bool:
    return finding.message == f"{finding.path[-1]} is missing" if finding.path else False


def _written_by(finding: Finding) -> Iterator[KeyPath]:
    """The keys that the fix of a mistake writes."""
    for edit in finding.remedy.edits:
        if isinstance(edit, Put):
            yield from (edit.path[:length] for length in range(1, len(edit.path) + 1))
        elif isinstance(edit, Rename):
            yield (*edit.path[:-1], edit.key)


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


def _finding(document: Node, plain: Plain, details: ErrorDetails) -> Finding:
    path = _written(document, details)
    mistake = Mistake(
        kind=details["type"],
        message=details["msg"],
        value=details["input"],
        loc=details["loc"],
        path=path,
        context=details.get("ctx", {}),
        document=plain,
        is_option=position_of(document, path).file.startswith(OPTION),
    )
    message, fix = word(mistake)
    return Finding(path, message, fix, _position(document, path, details["type"]))


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
