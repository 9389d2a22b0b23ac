"""YAML 1.1's merge keys, `<<: *name`, written out: YAML 1.2 has none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mlpcli.config.yaml.line_edits import indent_of
from mlpcli.config.yaml.nodes import Plain, to_plain
from mlpcli.config.yaml.notation import key_text, one_line
from mlpcli.config.yaml.reader import read_text
from mlpcli.errors import ConfigError

_MERGE = re.compile(r"<<\s*:\s*(?:\*([\w-]+)|(?=\{))")


def written_out(lines: Sequence[str], line: int, column: int) -> Iterator[list[str]]:
    """The lines with the merge key at a place replaced by the keys that it stands for, if these are found."""
    text = lines[line]
    if not (merge := _MERGE.match(text, column)):
        return
    literal = "" if merge[1] else _flow(text[merge.end() :])
    merged = _anchored(lines, merge[1]) if merge[1] else _mapping_in(literal)
    if merged is None:
        return
    before, behind = text[:column], text[merge.end() + len(literal) :]
    is_flow = "{" in before
    own = _keys_around(before, behind) if is_flow else _keys_beside(lines, line)
    new = [f"{key_text(key)}: {one_line(value)}" for key, value in merged.items() if key not in own]
    if is_flow:
        rest = behind if new else re.sub(r"^\s*,\s*", "", behind)
        yield [*lines[:line], before + ", ".join(new) + rest, *lines[line + 1 :]]
    elif not before.strip():
        yield [*lines[:line], *(before + one for one in new), *lines[line + 1 :]]


def _anchored(lines: Sequence[str], name: str) -> Mapping[str, Plain] | None:
    """The mapping that `&name` stands before; None if there is none that can be read by itself."""
    for number, text in enumerate(lines):
        if found := re.search(rf"&{re.escape(name)}(?![\w-])[ \t]*", text):
            start, below = text[found.end() :], lines[number + 1 :]
            if start:
                return _mapping_in(_flow("\n".join([start, *below])))
            return _mapping_in("\n".join(_block(below, len(text) - len(text.lstrip(" -")))))
    return None


def _block(lines: Sequence[str], indent: int) -> Iterator[str]:
    """The lines that are indented by more than `indent`, up to the first that is not."""
    for text in lines:
        if text.strip() and indent_of(text) <= indent:
            return
        yield text


def _flow(text: str) -> str:
    """A text up to where the bracket that it begins with is closed."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "{[") - (letter in "}]")
        if depth == 0:
            return text[: place + 1]
    return ""


def _keys_around(before: str, behind: str) -> set[str]:
    """The keys of the brackets that a merge key stands in, between these two texts."""
    return set(_mapping_in(_flow(f"{{{before.rpartition('{')[2]}{behind.lstrip(' ,')}")) or ())


def _keys_beside(lines: Sequence[str], line: int) -> set[str]:
    """The keys of the block that a line is in."""
    indent = indent_of(lines[line])
    above = list(_block(lines[:line][::-1], indent - 1))
    both = [*above, *_block(lines[line + 1 :], indent - 1)]
    keys = (re.match(rf" {{{indent}}}([\w.]+)\s*:", one) for one in both)
    return {found[1] for found in keys if found}


def _mapping_in(text: str) -> Mapping[str, Plain] | None:
    try:
        found = to_plain(read_text(text, "", Path()))
    except ConfigError:
        return None
    return found if isinstance(found, dict) else None
