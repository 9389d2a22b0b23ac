"""Options `--set KEY=VALUE` as parts of a document."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mlpcli.config.optimizers import full_name
from mlpcli.config.yaml.edits import Rename, edited
from mlpcli.config.yaml.merge_overrides import override
from mlpcli.config.yaml.nodes import (
    OPTION,
    KeyPath,
    MappingNode,
    Node,
    Position,
    ScalarNode,
    SequenceNode,
    node_at,
    walk,
)
from mlpcli.config.yaml.reader import ReadText, read_text
from mlpcli.errors import ConfigError, LineEdit, Problem, UsageError


def with_overrides(document: Node, overrides: Sequence[str]) -> tuple[Node, list[Problem]]:
    """The document with the overrides, and the slips in their values. Raises UsageError without a `=`."""
    slips: list[Problem] = []
    for text in sorted(overrides, key=_chooses_source, reverse=True):
        document, more = _overridden(document, text)
        slips += more
    return document, slips


def set_by_option(document: Node, path: KeyPath) -> Position | None:
    """The option that set the value at `path`, or a part of it; None if none did."""
    is_there = len(list(walk(document, path))) == len(path)
    return _option_in(node_at(document, path)) if is_there else None


def _option_in(node: Node) -> Position | None:
    if node.position.file.startswith(OPTION):
        return node.position
    parts: Iterable[Node] = ()
    if isinstance(node, MappingNode):
        parts = (entry.value for entry in node.entries)
    elif isinstance(node, SequenceNode):
        parts = node.items
    return next(filter(None, map(_option_in, parts)), None)


def _chooses_source(override: str) -> bool:
    # A new source drops the keys of the old one. Applied first, it does not drop keys set along with it.
    return override.partition("=")[0] == "data.source"


def _overridden(document: Node, text: str) -> tuple[Node, list[Problem]]:
    path, equals, value = text.partition("=")
    if not equals or not all(path.split(".")):
        raise UsageError(
            f"--set {text} is not KEY=VALUE", "write keys with dots, such as --set training.epochs=20"
        )
    option, keys = f"{OPTION}{path}", tuple(path.split("."))
    if keys[0] == "optimizer" and len(keys) > 1:
        keys = (keys[0], full_name(keys[1]), *keys[2:])
    try:
        read = _option_text(value, option)
    except ConfigError as error:
        return document, [_left_out(problem, option) for problem in error.problems]
    slips = [_slip(problem, path, read) for problem in read.problems]
    try:
        return with_full_names(override(document, keys, read.document)), slips
    except ConfigError as error:
        slips += error.problems
        for line in (line for problem in error.problems for edit in problem.edits for line in edit.lines):
            document, more = _overridden(document, line)
            slips += more
        return document, slips


def _option_text(value: str, option: str) -> ReadText:
    """The value of an option; where it is not YAML, as it was probably meant. Raises ConfigError."""
    # A sign that begins a comment in a file has no use in an option.
    if not value.strip() or value.lstrip().startswith("#"):
        return ReadText(ScalarNode(value.strip() or None, Position(option, 1, 1), Path()), value)
    with suppress(ConfigError):
        return ReadText(read_text(value, option, Path()), value)
    from mlpcli.config.yaml.mended_files import read_or_mended

    return read_or_mended(value.encode("utf-8", "replace"), option, Path())


def _left_out(problem: Problem, option: str) -> Problem:
    fix = f"{problem.fix}, or leave the option out"
    return replace(problem, fix=fix, edits=(LineEdit(option, 1, 1, ()),))


def with_full_names(document: Node) -> Node:
    """The document with its optimizer under the name that other files and options know it by."""
    entry = document.entry("optimizer") if isinstance(document, MappingNode) else None
    value = entry.value if entry else None
    name = value.value if isinstance(value, ScalarNode) else None
    if isinstance(value, MappingNode) and len(value.entries) == 1:
        name = value.entries[0].key
    if not isinstance(name, str) or full_name(name) == name:
        return document
    return edited(document, [Rename(("optimizer", name), full_name(name))])


def _slip(problem: Problem, path: str, read: ReadText) -> Problem:
    """A slip in the value of an option, whose fix is the whole option."""
    from mlpcli.config.yaml.mending import WRITE

    value = " ".join(read.text.split("\n")).strip()
    edit = LineEdit(f"{OPTION}{path}", 1, 1, (f"{path}={value}",) if value else ())
    words = problem.fix.partition(WRITE)[0]
    return replace(problem, fix=f"{words}, as in {OPTION}{path}={value}", edits=(edit,))
