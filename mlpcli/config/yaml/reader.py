"""Read YAML text into nodes: strict, bounded in size, every node with its position.

The text cannot name Python objects: PyYAML only splits it into events, and scalars.py and this module turn
the events into plain values.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mlpcli.arguments import MOST_BYTES
from mlpcli.config.yaml.nodes import Entry, MappingNode, Node, Place, Position, ScalarNode, SequenceNode
from mlpcli.config.yaml.scalars import resolve
from mlpcli.config.yaml.syntax_errors import explain
from mlpcli.errors import ConfigError, Problem

# The published types of PyYAML's events leave out most of their attributes.
Event = Any

_DEEPEST = 32
# A lone surrogate: YAML escapes can produce one, but pydantic and UTF-8 files reject it.
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Limits:
    """The maximum size of a document: bytes of the file, and number of values with aliases expanded.

    `parser` is the PyYAML loader class that splits the text into events.
    """

    bytes: int
    values: int
    parser: Any = yaml.SafeLoader


# Written by hand: uses the parser with the best error messages.
OF_A_CONFIG = Limits(MOST_BYTES, 50_000)
# With the pictures that its cells show.
OF_A_NOTEBOOK = Limits(64 * 2**20, 50_000)
# Written by this program with every default. libyaml, if PyYAML has it, is ten times faster.
OF_A_RESOLVED_CONFIG = Limits(4 * 2**20, 500_000, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@dataclass(frozen=True)
class ReadText:
    """A document, the text that it was read from, and the slips that were mended in that text."""

    document: Node
    text: str
    problems: tuple[Problem, ...] = ()


def read_file(path: Path, limits: Limits = OF_A_CONFIG) -> Node:
    """The document in a YAML file.

    Raises ConfigError if the file cannot be read, is not UTF-8, exceeds the limits, or is not plain YAML.
    """
    return read_bytes(file_bytes(path, limits), path, limits)


def file_bytes(path: Path, limits: Limits = OF_A_CONFIG) -> bytes:
    """The contents of a file. Raises ConfigError if it cannot be read or exceeds the limits."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except IsADirectoryError:
        raise _refuse(Position(str(path), 0, 0), "this is a folder", "name a YAML file in it") from None
    except FileNotFoundError:
        # Most files are there.
        from mlpcli.config.yaml.missing_files import other_file

        raise _refuse(Position(str(path), 0, 0), "there is no such file", other_file(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refuse(
            Position(str(path), 0, 0), f"cannot be read: {reason}", "check the path and its permissions"
        ) from None
    check_size(data, str(path), limits)
    return data


def check_size(data: bytes, file: str, limits: Limits = OF_A_CONFIG) -> None:
    """Raises ConfigError if the contents of `file` exceed the limits."""
    if len(data) > limits.bytes:
        raise _refuse(
            Position(file, 0, 0),
            f"larger than {limits.bytes // 1024} KiB",
            "move data and weights to separate files; a config is short",
        )


def read_bytes(data: bytes, path: Path, limits: Limits = OF_A_CONFIG) -> Node:
    """The document in `data`, the contents of the file at `path`. Raises ConfigError."""
    return read_text(decode(data, str(path)), str(path), path.parent, limits)


def read_text(text: str, file: str, folder: Path, limits: Limits = OF_A_CONFIG) -> Node:
    """The document in `text`; `file` is the name in positions, `folder` the base of its relative paths."""
    try:
        return _Composer(file, folder, yaml.parse(text, Loader=limits.parser), limits).document()
    except yaml.MarkedYAMLError as error:
        raise _refuse(*explain(error, file, text)) from None
    except yaml.reader.ReaderError as error:
        # Not error.position, which counts characters or bytes depending on the parser.
        position = text.index(chr(error.character))
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        raise _refuse(
            Position(file, line, column),
            f"the character U+{error.character:04X} is not allowed in YAML",
            "remove it",
        ) from None


def decode(data: bytes, file: str) -> str:
    """The text of a file. Raises ConfigError if it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start]
        position = Position(file, good.count(b"\n") + 1, error.start - good.rfind(b"\n"))
        raise _refuse(
            position, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8"
        ) from None


class _Composer:
    """Builds the node tree from PyYAML's events, rejecting YAML features that configs do not need."""

    def __init__(self, file: str, folder: Path, events: Iterator[Event], limits: Limits) -> None:
        self._most = limits.values
        self._file = file
        self._folder = folder
        self._events = events
        self._anchors: dict[str, Node] = {}
        self._sizes: dict[str, int] = {}
        self._nodes = 0

    def document(self) -> Node:
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise _refuse(Position(self._file, 1, 1), "the file is empty", "create a config: mlpcli init")
        node = self._node(next(self._events), 0)
        next(self._events)  # the end of the document
        following = next(self._events)
        if not isinstance(following, yaml.StreamEndEvent):
            raise _refuse(
                self._position(following), "a second document begins here", "keep one document per file"
            )
        return node

    def _node(self, event: Event, depth: int) -> Node:
        position = self._position(event)
        if depth > _DEEPEST:
            raise _refuse(position, f"nested deeper than {_DEEPEST} levels", "reduce the nesting")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, position)
        if event.tag is not None:
            raise _refuse(
                position,
                f"the tag {_readable(event.tag)} is not allowed",
                "remove it: a config contains only plain values",
            )
        before = self._nodes
        self._count(1, position)
        node = self._untagged(event, position, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
            self._sizes[event.anchor] = self._nodes - before
        return node

    def _untagged(self, event: Event, position: Position, depth: int) -> Node:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, position, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
                items.append(self._node(item, depth + 1))
            # The end of a block is known only where the next one begins, behind comments.
            end = _end(item) if event.flow_style or not items else items[-1].end
            return SequenceNode(tuple(items), position, end, bool(event.flow_style))
        if half := _HALF_A_CHARACTER.search(event.value):
            raise _refuse(
                position,
                f"U+{ord(half[0]):04X} is half of a surrogate pair",
                "write the whole character, such as \\U0001F600",
            )
        value = resolve(event.value) if event.implicit[0] else event.value
        return ScalarNode(value, position, self._folder, _end(event))

    def _mapping(self, start: Event, position: Position, depth: int) -> MappingNode:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            entry = self._entry(event, depth)
            if first := entries.get(entry.key):
                raise _refuse(
                    entry.key_position,
                    f"the key {entry.key} is duplicated (first on line {first.key_position.line})",
                    "keep one of the two",
                )
            entries[entry.key] = entry
        last = next(reversed(entries.values()), None)
        end = _end(event) if start.flow_style or not last else last.value.end
        return MappingNode(tuple(entries.values()), position, end, bool(start.flow_style))

    def _entry(self, event: Event, depth: int) -> Entry:
        position = self._position(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise _refuse(position, "a key must be a plain name", "write NAME: VALUE")
        if event.value == "<<" and event.implicit[0]:
            raise _refuse(
                position,
                "merge keys are not part of YAML 1.2",
                "write the keys out, or share them in a separate file: mlpcli train base.yaml this.yaml",
            )
        # Keys stay text, and the schema interprets them: class_weight has numeric keys, and `no` is a name.
        self._node(event, depth + 1)
        return Entry(event.value, position, self._node(next(self._events), depth + 1), _end(event))

    def _alias(self, event: Event, position: Position) -> Node:
        if event.anchor not in self._anchors:
            raise _refuse(
                position,
                f"*{event.anchor} refers to an anchor that is not defined before it",
                f"define &{event.anchor} first",
            )
        self._count(self._sizes[event.anchor], position)
        return self._anchors[event.anchor]

    def _count(self, nodes: int, position: Position) -> None:
        self._nodes += nodes
        if self._nodes > self._most:
            raise _refuse(
                position, f"more than {self._most:,} values, with aliases expanded", "shorten the config"
            )

    def _position(self, event: Event) -> Position:
        return Position(self._file, event.start_mark.line + 1, event.start_mark.column + 1)


def _end(event: Event) -> Place:
    return event.end_mark.line + 1, event.end_mark.column + 1


def _readable(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _refuse(position: Position, message: str, fix: str) -> ConfigError:
    return ConfigError([Problem(str(position), "", message, fix)])
