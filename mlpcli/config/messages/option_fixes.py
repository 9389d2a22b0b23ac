"""Fixes of values that `--set` gives: what to write there instead."""

from mlpcli.config.messages.finding import Fix
from mlpcli.config.yaml.edits import Insert, Put, Remove, Rename
from mlpcli.config.yaml.nodes import OPTION, Entry, KeyPath, Node, to_plain, walk
from mlpcli.config.yaml.notation import one_line
from mlpcli.errors import LineEdit


def option_edit(option: str, fix: Fix, document: Node) -> LineEdit | None:
    """`--set training.epoch=3` as it should be, if an option can say that; `document` has all fixes made.

    The lines of the edit are what follows each `--set`; with none, the option is left out.
    """
    key = tuple(int(step) if step.isdigit() else step for step in option.removeprefix(OPTION).split("."))
    paths: list[KeyPath] = [key]
    for edit in fix.edits:
        path = edit.path
        if isinstance(edit, Insert):
            return None
        if isinstance(edit, Rename) and key[: len(path)] == path:
            paths[0] = (*path[:-1], edit.key, *key[len(path) :])
        elif isinstance(edit, Put) and path[: len(key)] != key:
            paths = [path] if key[: len(path)] == path or Remove(key) in fix.edits else [*paths, path]
    values = [(path, _at(document, path)) for path in paths]
    return LineEdit(option, 1, 1, tuple(f"{_dotted(path)}={value}" for path, value in values if value))


def _dotted(path: KeyPath) -> str:
    return ".".join(map(str, path))


def _at(document: Node, path: KeyPath) -> str:
    """What the document has at `path`, on one line; empty if it has nothing there."""
    found = list(walk(document, path))
    if len(found) < len(path):
        return ""
    last = found[-1][1]
    return one_line(to_plain(last.value if isinstance(last, Entry) else last))
