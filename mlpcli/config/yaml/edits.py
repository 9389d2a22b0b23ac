"""Edits of a document, named by paths of keys and indices."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from mlpcli.config.yaml.nodes import (
    Entry,
    KeyPath,
    MappingNode,
    Node,
    Plain,
    Position,
    ScalarNode,
    SequenceNode,
)

# The `end` of an item that an edit added to a list.
INSERTED = (0, 0)


@dataclass(frozen=True)
class Put:
    """Writes `value` at `path`; the keys that lead there are added where they are missing."""

    path: KeyPath
    value: Plain


@dataclass(frozen=True)
class Rename:
    """Changes the last key of `path`."""

    path: KeyPath
    key: str


@dataclass(frozen=True)
class Remove:
    """Takes out the key or the item at `path`."""

    path: KeyPath


@dataclass(frozen=True)
class Insert:
    """Adds an item to a list, made if it is missing; the last step of `path` is the index it gets."""

    path: KeyPath
    value: Plain


Edit = Put | Rename | Remove | Insert


def edited(document: Node, edits: Iterable[Edit]) -> Node:
    """The document after `edits`, one after the other; what they do not touch stays the same object.

    An edit of something that does not exist changes nothing, unless it is a Put or an Insert.
    """
    for edit in edits:
        document = _edited(document, edit.path, edit)
    return document


def to_node(value: Plain, position: Position, folder: Path = Path()) -> Node:
    """A node that does not come from a text, at the position of what it stands for."""
    if isinstance(value, dict):
        return MappingNode(
            tuple(Entry(key, position, to_node(item, position, folder)) for key, item in value.items()),
            position,
        )
    if isinstance(value, list):
        return SequenceNode(tuple(to_node(item, position, folder) for item in value), position)
    return ScalarNode(value, position, folder)


def _edited(node: Node, path: KeyPath, edit: Edit) -> Node:
    if not path:
        return to_node(edit.value, node.position, _folder(node)) if isinstance(edit, Put) else node
    step, *rest = path
    if isinstance(step, int):
        if isinstance(node, SequenceNode):
            return _in_list(node, step, tuple(rest), edit)
        # One value may stand for a list that holds only it.
        return to_node(edit.value, node.position, _folder(node)) if isinstance(edit, Put) else node
    if not isinstance(node, MappingNode):
        if isinstance(edit, Rename) and isinstance(node, ScalarNode) and node.value == step and not rest:
            return replace(node, value=edit.key)
        if not isinstance(edit, Put):
            return node
        node = MappingNode((), node.position)
    return _in_mapping(node, step, tuple(rest), edit)


def _in_list(node: SequenceNode, index: int, rest: KeyPath, edit: Edit) -> Node:
    items = list(node.items)
    if isinstance(edit, Insert) and not rest:
        near = items[min(index, len(items) - 1)] if items else node
        items.insert(index, replace(to_node(edit.value, near.position, _folder(node)), end=INSERTED))
    elif index >= len(items):
        return node
    elif isinstance(edit, Remove) and not rest:
        del items[index]
    else:
        item = _edited(items[index], rest, edit)
        items[index] = replace(item, end=INSERTED) if items[index].end == INSERTED else item
    return replace(node, items=tuple(items))


def _in_mapping(node: MappingNode, key: str, rest: KeyPath, edit: Edit) -> Node:
    entry = node.entry(key)
    if entry is None:
        if isinstance(edit, Insert) and len(rest) == 1:
            edit, rest = Put(edit.path[:-1], [edit.value]), ()
        if not isinstance(edit, Put):
            return node
        below = _edited(ScalarNode(None, node.position, _folder(node)), rest, edit)
        return replace(node, entries=(*node.entries, Entry(key, node.position, below)))
    changed: Entry | None = entry
    alone = rest == (0,) and isinstance(entry.value, ScalarNode)
    if isinstance(edit, Remove) and (not rest or alone):
        changed = None
    elif isinstance(edit, Rename) and not rest:
        changed = replace(entry, key=edit.key)
    else:
        changed = replace(entry, value=_edited(entry.value, rest, edit))
    taken = changed.key if changed else key
    entries = (changed if old is entry else old for old in node.entries if old is entry or old.key != taken)
    return replace(node, entries=tuple(one for one in entries if one))


def _folder(node: Node) -> Path:
    """The folder of the file that a value comes from, which relative paths start from."""
    if isinstance(node, ScalarNode):
        return node.folder
    below = node.items if isinstance(node, SequenceNode) else [entry.value for entry in node.entries]
    return next((_folder(item) for item in below), Path())
