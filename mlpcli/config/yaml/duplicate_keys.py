"""A key that stands twice in a mapping: layers without their dashes, or a section in two pieces."""

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from mlpcli.config.yaml.line_edits import indent_of

Lines = list[str]


def once(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    """The lines with the key there only once, the likeliest way first."""
    text = lines[line]
    if text.strip() and not text[:column].strip():
        yield from _said_again(lines, line)
    if re.match(r"[A-Z]\w*\b", text[column:]) and not text[:column].strip():
        yield _dashes(lines, line, column)
    if not text[:column].strip():
        yield _one_section(lines, line, column)
        last = _end_of_block(lines, line)
        yield [*lines[:line], *lines[last:]]
    else:
        # Within braces: without this key and its value.
        before = text[:column].rstrip().rstrip(",")
        for end in (found.start() for found in re.finditer(r"[,\]}]", text) if found.start() > column):
            yield [*lines[:line], before + text[end:], *lines[line + 1 :]]


def _said_again(lines: Lines, line: int) -> Iterator[Lines]:
    """Without the second one of two texts, or of two sections, that are the same."""
    if _written(lines[line:]) == _written(lines[:line]):
        yield lines[:line]
    first = next((place for place in range(line) if lines[place].startswith(_key_of(lines[line]))), line)
    end, last = _end_of_block(lines, first), _end_of_block(lines, line)
    if first < line and _written(lines[first:end]) == _written(lines[line:last]):
        yield [*lines[:line], *lines[last:]]


def _written(lines: Lines) -> Lines:
    return [one.rstrip() for one in lines if one.strip() and not one.lstrip().startswith("#")]


def _key_of(line: str) -> str:
    return "".join(line.partition(":")[:2])


def _one_section(lines: Lines, line: int, column: int) -> Lines:
    """With what is below a key, or in its braces, at the first one; of keys that both have, the later."""
    key, _, value = lines[line].partition(":")
    again = (place for place in range(line) if lines[place].partition(":")[0] == key)
    first = next(again, line)
    before, braces = lines[first].partition(":")[2].strip(), value.strip()
    if before[:1] + before[-1:] + braces[:1] + braces[-1:] == "{}{}":
        joined = f"{key}: {{{before[1:-1].strip()}, {braces[1:-1].strip()}}}"
        return [*lines[:first], joined, *lines[first + 1 : line], *lines[line + 1 :]]
    end, last = _end_of_block(lines, first), _end_of_block(lines, line)
    old, new = lines[first + 1 : end], lines[line + 1 : last]
    if before or braces or not old or not new:
        return lines
    indent = indent_of(old[0])
    new = [" " * max(0, indent_of(one) + indent - indent_of(new[0])) + one.lstrip() for one in new]
    given = {_name(one) for one in new if indent_of(one) == indent} - {""}
    kept = [part for part in _entries(old, indent) if _name(part[0]) not in given]
    return [*lines[: first + 1], *chain.from_iterable(kept), *new, *lines[end:line], *lines[last:]]


def _name(line: str) -> str:
    """The key that a line begins with; a comment or an item of a list has none of its own."""
    key, colon, _ = line.strip().partition(":")
    return key if colon and not key.startswith(("-", "#")) else ""


def _entries(lines: Lines, indent: int) -> Iterator[Lines]:
    """The lines of each entry of a block."""
    starts = [place for place, one in enumerate(lines) if one.strip() and indent_of(one) == indent]
    for start, end in pairwise([*starts, len(lines)]):
        yield lines[start:end]


def _end_of_block(lines: Lines, line: int) -> int:
    """The line after those that are below a key; the dashes of its list may be as far left as the key."""
    indent, last = indent_of(lines[line]), line + 1
    while last < len(lines) and (
        not lines[last].strip() or indent_of(lines[last]) > indent or lines[last][indent:].startswith("- ")
    ):
        last += 1
    return last


def _dashes(lines: Lines, line: int, indent: int) -> Lines:
    """A dash before every key of the block that the line belongs to."""
    first, last = line, line
    while first and (not lines[first - 1].strip() or indent_of(lines[first - 1]) >= indent):
        first -= 1
    while last + 1 < len(lines) and (not lines[last + 1].strip() or indent_of(lines[last + 1]) >= indent):
        last += 1
    block = [
        one if not one.strip() else " " * indent + ("- " if indent_of(one) == indent else "  ") + one[indent:]
        for one in lines[first : last + 1]
    ]
    return [*lines[:first], *block, *lines[last + 1 :]]
