"""Supported versions of the config language, and migrations from old versions to the current one."""

from collections.abc import Callable
from collections.abc import Mapping as Table
from dataclasses import replace
from pathlib import Path

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.messages.quoting import shown
from mlpcli.config.yaml.edits import Put
from mlpcli.config.yaml.nodes import Entry, MappingNode, Node, ScalarNode, to_plain

VERSION = 1

# For each version, the function that migrates a document to the next version.
_MIGRATIONS: Table[int, Callable[[MappingNode], MappingNode]] = {}


def migrate(document: MappingNode) -> MappingNode:
    """The document in the current version; unchanged if it names none, or one that `wrong_version` finds."""
    for older in range(_version(document) or VERSION, VERSION):
        document = _MIGRATIONS[older](document)
    return document


def of_older_run(document: Node) -> Node:
    """The resolved config of a run as its version meant it: listed texts were all that meant a missing value
    before `usual_missing_values` came."""
    found = document.entry("data") if isinstance(document, MappingNode) else None
    if not isinstance(document, MappingNode) or found is None or not isinstance(found.value, MappingNode):
        return document
    data, listed = found.value, found.value.entry("missing_values")
    if listed is None or data.entry("usual_missing_values") or to_plain(listed.value) is None:
        return document
    place = listed.key_position
    only = Entry("usual_missing_values", place, ScalarNode(False, place, Path(place.file).parent))
    data = replace(data, entries=(*data.entries, only))
    entries = (replace(one, value=data) if one is found else one for one in document.entries)
    return replace(document, entries=tuple(entries))


def wrong_version(document: MappingNode) -> Finding | None:
    """The mistake of a config in a version that this program does not read."""
    if _version(document) is not None:
        return None
    entry = document.entry("version")
    found = entry.value.value if entry and isinstance(entry.value, ScalarNode) else None
    return Finding(
        ("version",),
        f"found {shown(found)}, but this mlpcli reads version {VERSION}",
        Fix(
            f"write version: {VERSION}, or upgrade: pip install --upgrade mlpcli",
            (Put(("version",), VERSION),),
        ),
    )


def _version(document: MappingNode) -> int | None:
    """The version that a document is in; None if it is not known."""
    entry = document.entry("version")
    if entry is None:
        return VERSION
    version = entry.value.value if isinstance(entry.value, ScalarNode) else None
    known = (
        isinstance(version, int | float)
        and not isinstance(version, bool)
        and version in range(1, VERSION + 1)
    )
    return int(version) if known and version is not None else None
