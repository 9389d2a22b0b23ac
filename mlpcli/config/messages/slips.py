"""Slips of the pen in a text that was no YAML, told beside the mistakes of the mended text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mlpcli.config.yaml.line_edits import apply_line_edits
from mlpcli.config.yaml.mending import IN_INI, IN_TOML, INSTEAD, WRITE, keeps_lines
from mlpcli.config.yaml.nodes import OPTION
from mlpcli.config.yaml.syntax_errors import KEY_ALONE
from mlpcli.errors import LineEdit, Problem

_MOST_NAMED = 10
# A network that was made for other data: of a script, this is not to be mended without a word.
_OF_DATA = re.compile(r" outputs?, but |expects an image|expects a sequence|does not fit into")


def beside_slips(
    slips: Sequence[Problem], problems: Sequence[Problem], lines: Mapping[str, Sequence[str]]
) -> list[Problem]:
    """The slips, then the problems, with edits of the text as it was before it was mended.

    `lines` are those of the mended texts, which the edits of `problems` speak of.
    """
    edits = [edit for problem in problems for edit in problem.edits]
    merged: dict[LineEdit, LineEdit] = {}
    for old in (edit for slip in slips for edit in slip.edits if edit.file.startswith(OPTION)):
        # What is written for a mistake in an option holds its slip's fix too, such as another key.
        names = {f"{OPTION}{line.partition('=')[0]}" for line in old.lines}
        for edit in (edit for edit in edits if edit.file in names):
            merged[old] = merged[edit] = replace(edit, file=old.file)
    whole = {slip.edits[0].file for slip in slips if _is_translation(slip)}
    for file in {edit.file for slip in slips for edit in slip.edits if not edit.file.startswith(OPTION)}:
        before = [edit for slip in slips for edit in slip.edits if edit.file == file]
        after = [edit for edit in edits if edit.file == file]
        merged |= _merged(before, after, lines[file], is_whole=file in whole)
    inside = [one for one in problems if any(edit.file in whole for edit in one.edits)]
    of_data = [one for one in inside if _OF_DATA.search(one.message)]
    slips = [
        _naming(slip, inside if slip.message in (IN_TOML, IN_INI) else of_data)
        if _is_translation(slip)
        else slip
        for slip in slips
    ]
    problems = [one for one in problems if one not in inside]
    told = [
        _shown(replace(slip, edits=tuple(merged.get(edit, edit) for edit in slip.edits))) for slip in slips
    ]
    more = [replace(one, edits=tuple(merged.get(edit, edit) for edit in one.edits)) for one in problems]
    placed = [_placed_before(one, slips[:place]) for place, one in enumerate(told)]
    return [*placed, *(_placed_before(one, slips) for one in more)]


def _placed_before(problem: Problem, slips: Sequence[Problem]) -> Problem:
    """The problem at its line of the text before `slips` were mended."""
    if problem.place is None:
        return problem
    file, line, column = problem.place
    for edit in (edit for slip in reversed(slips) for edit in slip.edits if edit.file == file):
        if line >= edit.first + len(edit.lines):
            line += edit.last - edit.first + 1 - len(edit.lines)
        elif line > edit.last:
            line = edit.last
    return replace(problem, where=f"{file}:{line}:{column}")


def _is_translation(slip: Problem) -> bool:
    """Whether a slip's fix is a text of its own, in which other mistakes have no place of their own."""
    return slip.fix.partition("\n")[0].endswith(INSTEAD)


def _naming(slip: Problem, inside: Sequence[Problem]) -> Problem:
    """The slip of a mapping in another notation, with the mistakes that its fix mends too."""
    each = (one.message if one.subject in one.message else f"{one.subject}: {one.message}" for one in inside)
    words = list(dict.fromkeys(each))
    if not words:
        return slip
    more = f", and {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else ""
    return replace(slip, message=f"{slip.message}; mended too: {', '.join(words[:_MOST_NAMED])}{more}")


def _shown(slip: Problem) -> Problem:
    """The slip with the lines that its fix means now."""
    words, several, _ = slip.fix.partition("\n")
    lines = [line for edit in slip.edits for line in edit.lines]
    if not several:
        return slip
    if not lines and slip.message == KEY_ALONE:
        # A call, such as `model.compile(...)`, which is translated.
        return replace(slip, fix="take the line out: what it says stands in a fix below")
    return replace(slip, fix="\n".join([words, *lines]) if lines else words.removesuffix(WRITE))


def _merged(
    old: Sequence[LineEdit], new: Sequence[LineEdit], lines: Sequence[str], *, is_whole: bool
) -> dict[LineEdit, LineEdit]:
    """For each edit, the one to make instead, of the lines before `old` were mended.

    `is_whole`: `old` puts another text in the place of all lines, and so has whatever is added behind them.
    """
    if is_whole or not keeps_lines(old):
        count = len(lines) - sum(len(edit.lines) - (edit.last - edit.first + 1) for edit in old)
        whole = LineEdit(old[0].file, 1, count, tuple(apply_line_edits(lines, new)))
        return dict.fromkeys([*old, *new], whole)
    groups: list[list[LineEdit]] = []
    for edit in sorted({*old, *new}, key=lambda one: (one.first, one.last)):
        if groups and edit.first <= max(one.last for one in groups[-1]):
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return {edit: _joined(group, new, lines) for group in groups for edit in group}


def _joined(group: Sequence[LineEdit], new: Sequence[LineEdit], lines: Sequence[str]) -> LineEdit:
    first, last = min(edit.first for edit in group), max(edit.last for edit in group)
    shifted = [
        replace(edit, first=edit.first - first + 1, last=edit.last - first + 1)
        for edit in group
        if edit in new
    ]
    return LineEdit(group[0].file, first, last, tuple(apply_line_edits(lines[first - 1 : last], shifted)))
