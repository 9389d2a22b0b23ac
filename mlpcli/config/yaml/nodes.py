"""YAML values with their positions in the file."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# How the name of an option begins that holds a part of the config.
OPTION = "--set "
Place = tuple[int, int]
"""A line and a column, both from 1."""
Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Position:
    """Where a value begins. `file` is a path as given by the user, or the option that contains the value.

    Line 0 stands for the file as a whole, such as one that does not exist.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        # An option is short enough to be found without line and column.
        if not self.line or self.file.startswith(OPTION):
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class ScalarNode:
    """`end` is the place after the last character, and None for a value that does not come from a text."""

    value: None | bool | int | float | str
    position: Position
    folder: Path
    end: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class SequenceNode:
    """`flow`: written in brackets. `end` as for a scalar."""

    items: tuple["Node", ...]
    position: Position
    end: Place | None = field(default=None, compare=False)
    flow: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Entry:
    key: str
    key_position: Position
    value: "Node"
    key_end: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class MappingNode:
    """`flow`: written in braces. `end` as for a scalar."""

    entries: tuple[Entry, ...]
    position: Position
    end: Place | None = field(default=None, compare=False)
    flow: bool = field(default=False, compare=False)

    def entry(self, key: str | int) -> Entry | None:
        return next((entry for entry in self.entries if entry.key == key), None)


Node = ScalarNode | SequenceNode | MappingNode


def to_plain(node: Node) -> Plain:
    """Convert the node to dicts, lists and scalars. A whole number is an integer, also as 1e3 or 10.0."""
    if isinstance(node, ScalarNode):
        return _whole(node.value) if isinstance(node.value, float) else node.value
    if isinstance(node, SequenceNode):
        return [to_plain(item) for item in node.items]
    return {entry.key: to_plain(entry.value) for entry in node.entries}


def plain_at(plain: Plain, path: KeyPath) -> Any:
    """What plain values have at `path`; None if there is nothing."""
    value: Any = plain
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _whole(value: float) -> int | float:
    # -0.0 has a sign that an integer lacks; beyond 2^53 not every float is the number that was written.
    is_minus_zero = value == 0 and math.copysign(1, value) < 0
    return int(value) if value.is_integer() and abs(value) < 2**53 and not is_minus_zero else value


def walk(node: Node, path: KeyPath) -> Iterator[tuple[str | int, Entry | Node]]:
    """The steps of `path` that exist below `node`, each with the entry or node it leads to.

    Other steps are skipped, because pydantic's paths also contain the names of union members.
    """
    for step in path:
        if isinstance(node, MappingNode) and (entry := node.entry(step)):
            yield step, entry
            node = entry.value
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            yield step, node


def position_of(node: Node, path: KeyPath) -> Position:
    """The position of the deepest existing step of `path`: that of the key, or of the list item."""
    position = node.position
    for _, found in walk(node, path):
        position = found.key_position if isinstance(found, Entry) else found.position
    return position


def node_at(node: Node, path: KeyPath) -> Node:
    """The deepest existing node on `path`."""
    for _, found in walk(node, path):
        node = found.value if isinstance(found, Entry) else found
    return node
