"""Changes of a text as whole lines, as a reader makes them in an editor."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mlpcli.config.yaml.changes import Change
from mlpcli.errors import LineEdit

# The line breaks that PyYAML counts.
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def split_lines(text: str) -> list[str]:
    """The lines of a text, without their ends."""
    lines = _BREAK.split(text)
    return lines[:-1] if lines[-1] == "" else lines


def indent_of(line: str) -> int:
    """The blanks that a line begins with."""
    return len(line) - len(line.lstrip(" "))


def as_lines(
    changes: Iterable[Change], file: str, lines: Sequence[str]
) -> list[tuple[LineEdit, frozenset[Change]]]:
    """The changes of one file as edits of separate lines, in their order, each with its changes."""
    ordered = sorted(
        {_from_the_margin(change, lines) for change in changes if change.file == file},
        key=lambda one: (one.start, one.end, one.text),
    )
    groups: list[list[Change]] = []
    for change in ordered:
        if groups and _touches(groups[-1], change):
            groups[-1].append(change)
        else:
            groups.append([change])
    return [(_edit(group, file, lines), frozenset(group)) for group in groups]


def _from_the_margin(change: Change, lines: Sequence[str]) -> Change:
    """A change that takes out whole lines, without their neighbours: from one indent to the same below it."""
    (first, column), (last, end) = change.start, change.end
    if change.text or first == last or column != end or last > len(lines):
        return change
    blank = " " * (column - 1)
    is_whole = lines[first - 1].startswith(blank) and lines[last - 1].startswith(blank)
    return replace(change, start=(first, 1), end=(last, 1)) if is_whole else change


def apply_line_edits(lines: Sequence[str], edits: Iterable[LineEdit]) -> list[str]:
    """The lines after `edits`, in any order and none of them over another one; a repeated one counts once."""
    found = list(lines)
    for edit in sorted(set(edits), key=lambda one: (one.first, one.last), reverse=True):
        found[edit.first - 1 : edit.last] = edit.lines
    return found


def changed_lines(before: Sequence[str], after: Sequence[str], file: str) -> LineEdit:
    """The edit from the first line that differs to the last one: with the lines between, it can be pasted."""
    first = next((i for i, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    first = min(len(before), len(after)) if first is None else first
    tail = 0
    while tail < min(len(before), len(after)) - first and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return LineEdit(file, first + 1, len(before) - tail, tuple(after[first : len(after) - tail]))


def _range(change: Change) -> tuple[int, int]:
    """The first and the last line; the last comes before the first where only lines are added."""
    last = change.end[0] - 1 if change.end[1] == 1 else change.end[0]
    return change.start[0], max(last, change.start[0] - 1 if change.start[1] == 1 else change.start[0])


def _touches(group: list[Change], change: Change) -> bool:
    first, last = _range(change)
    group_first = min(_range(one)[0] for one in group)
    group_last = max(_range(one)[1] for one in group)
    if last < first:
        return group_first <= first <= group_last or (group_last < group_first and group_first == first)
    return first <= group_last


def _edit(group: list[Change], file: str, lines: Sequence[str]) -> LineEdit:
    first = min(_range(change)[0] for change in group)
    last = max(_range(change)[1] for change in group)
    old = [*lines[first - 1 : last]] + [""] * (last - max(len(lines), first - 1))
    text = "".join(f"{line}\n" for line in old)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line) + 1)
    for change in reversed(group):
        begin = starts[change.start[0] - first] + change.start[1] - 1
        end = starts[change.end[0] - first] + change.end[1] - 1
        text = text[:begin] + change.text + text[end:]
    # A text in a block ends with its line, whose break goes with it.
    written = text.removesuffix("\n").split("\n") if text else []
    return LineEdit(file, first, last, tuple(line.rstrip() for line in written))
