"""Edits of arguments where the only one that is written stands alone: `activation` beside `Dense: 10`."""

from collections.abc import Iterable, Iterator

from mlpcli.config.messages.known_keys import alone_of
from mlpcli.config.yaml.edits import Edit, Put
from mlpcli.config.yaml.nodes import Entry, KeyPath, MappingNode, Node, to_plain, walk


def with_full_forms(document: Node, edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits, each after one that writes out the class above it as a mapping, where it has to be one."""
    for edit in edits:
        for length in range(1, len(edit.path)):
            if full := _full_form(document, edit.path[:length]):
                yield full
        yield edit


def _full_form(document: Node, path: KeyPath) -> Put | None:
    found = list(walk(document, path))
    if len(found) < len(path) or not isinstance(found[-1][1], Entry):
        return None
    value = found[-1][1].value
    argument = "" if isinstance(value, MappingNode) else alone_of(str(path[-1]))
    plain = to_plain(value)
    return Put(path, {argument: plain}) if argument and plain is not None else None
