"""Merge several files and `--set` options into one document."""

import re
from dataclasses import replace

from mlpcli.config.yaml.nodes import (
    OPTION,
    Entry,
    MappingNode,
    Node,
    Position,
    ScalarNode,
    SequenceNode,
    to_plain,
)
from mlpcli.config.yaml.notation import one_line
from mlpcli.errors import ConfigError, LineEdit, Problem
from mlpcli.shell_words import quoted

# Mappings whose keys are the user's own names, such as class labels, and never Keras classes or sources.
OWN_NAMES = frozenset({"class_weight", "columns", "labels"})
# Mappings of a single key, which another key replaces.
ONE_KEY = frozenset({"split"})
# Keys of what is chosen by a name in lower case, such as a loss: its mapping has one name, as with a class.
CHOICES = re.compile(r"optimizer|loss|metrics|(.+_)?(activation|initializer|regularizer|constraint)")
_INDEX = re.compile(r"0|[1-9][0-9]{0,4}")


def merge(base: Node, over: Node, key: str = "") -> Node:
    """`over` merged into `base`: mappings key by key, anything else replaced.

    A mapping that names another class, loss or source replaces the base mapping, because the arguments of
    Adam have no meaning for SGD. Both are the values of `key`, which says what their keys name.
    """
    if not isinstance(base, MappingNode) or not isinstance(over, MappingNode):
        return over
    if key not in OWN_NAMES and _changes_choice(base, over, key):
        return over
    merged = base
    for entry in over.entries:
        below = base.entry(entry.key)
        value = entry.value
        if below and entry.key not in ONE_KEY:
            value = merge(below.value, value, entry.key)
        merged = _with(merged, replace(entry, value=value))
    return merged


def override(node: Node, path: tuple[str, ...], value: Node, parent: str = "") -> Node:
    """`node`, the value of `parent`, with the value at `path` replaced; missing keys on the path are created.

    Raises ConfigError if a list has no such item, or if a key would be next to a class instead of below it.
    """
    if not path:
        return value
    key, *rest = path
    if isinstance(node, SequenceNode):
        index = _index(node, key, value.position)
        items = list(node.items)
        items[index] = override(items[index], tuple(rest), value, parent)
        return replace(node, items=tuple(items))
    own_names = parent in OWN_NAMES
    if not own_names and not _is_class(key) and (name := _class(node)):
        raise _beside_class(path, name, value)
    below = node.entry(key) if isinstance(node, MappingNode) else None
    under = below.value if below and key not in ONE_KEY else MappingNode((), value.position)
    inner = override(under, tuple(rest), value, key)
    # A section of a file stays one, with the place of its key, where an option sets what is in it.
    entry = replace(below, value=inner) if below and rest else Entry(key, value.position, inner)
    alone = MappingNode((entry,), node.position)
    if isinstance(node, MappingNode) and (own_names or _keeps_choice(node, alone, parent)):
        return _with(node, entry)
    return alone


def _keeps_choice(base: MappingNode, over: MappingNode, key: str) -> bool:
    return not _changes_source(base, over) and _choice(base, key) in (None, over.entries[0].key)


def _changes_choice(base: MappingNode, over: MappingNode, key: str) -> bool:
    return _choice(base, key) != _choice(over, key) or _changes_source(base, over)


def _changes_source(base: MappingNode, over: MappingNode) -> bool:
    return _source(base) is not None and _source(over) not in (None, _source(base))


def _choice(node: MappingNode, key: str) -> str | None:
    """What the value of `key` chooses by its only key: a class, or a loss or the like."""
    if CHOICES.fullmatch(key) and len(node.entries) == 1:
        return node.entries[0].key
    return _class(node)


def _class(node: Node) -> str | None:
    if isinstance(node, ScalarNode) and isinstance(node.value, str) and _is_class(node.value):
        return node.value
    if isinstance(node, MappingNode) and len(node.entries) == 1 and _is_class(node.entries[0].key):
        return node.entries[0].key
    return None


def _is_class(key: str) -> bool:
    return key[:1].isupper()


def _source(node: MappingNode) -> str | None:
    entry = node.entry("source")
    return str(entry.value.value) if entry and isinstance(entry.value, ScalarNode) else None


def _with(node: MappingNode, entry: Entry) -> MappingNode:
    if node.entry(entry.key) is None:
        return replace(node, entries=(*node.entries, entry))
    return replace(node, entries=tuple(entry if old.key == entry.key else old for old in node.entries))


def _beside_class(path: tuple[str, ...], name: str, value: Node) -> ConfigError:
    """`path` is what remains of the option's keys where its class is missing."""
    file, tail = value.position.file, ".".join(path)
    message = f"{path[0]} would be next to {name}, not below it"
    meant = f"{file.removeprefix(OPTION).removesuffix(tail)}{name}.{tail}={one_line(to_plain(value))}"
    fix = f"include the class: {name}.{path[0]}, as in {OPTION}{quoted(meant)}"
    return ConfigError([Problem(str(value.position), "", message, fix, (LineEdit(file, 1, 1, (meant,)),))])


def _index(node: SequenceNode, key: str, position: Position) -> int:
    if _INDEX.fullmatch(key) and int(key) < len(node.items):
        return int(key)
    raise ConfigError(
        [
            Problem(
                str(position),
                "",
                f"there is no item {key} in a list of {len(node.items)}",
                f"leave it out, or choose an item: items are counted from 0 to {len(node.items) - 1}"
                if node.items
                else "leave it out: set the whole list instead",
                (LineEdit(position.file, 1, 1, ()),),
            )
        ]
    )
