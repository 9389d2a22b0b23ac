"""YAML values with their positions in the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Position:
    """Where a value begins. `file` is a path as given by the user, or the option that contains the value."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class ScalarNode:
    value: None | bool | int | float | str
    position: Position
    folder: Path


@dataclass(frozen=True)
class SequenceNode:
    items: tuple["Node", ...]
    position: Position


@dataclass(frozen=True)
class Entry:
    key: str
    key_position: Position
    value: "Node"


@dataclass(frozen=True)
class MappingNode:
    entries: tuple[Entry, ...]
    position: Position

    def entry(self, key: str | int) -> Entry | None:
        return next((entry for entry in self.entries if entry.key == key), None)


Node = ScalarNode | SequenceNode | MappingNode


def to_plain(node: Node) -> Plain:
    """Convert the node to dicts, lists and scalars."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return [to_plain(item) for item in node.items]
    return {entry.key: to_plain(entry.value) for entry in node.entries}


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
