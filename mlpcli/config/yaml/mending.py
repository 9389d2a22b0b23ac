"""Texts that are not YAML, mended: of the likely slips of the pen, the one after which the text can be read.

Each candidate changes a few lines, and is tried: the first one that brings the reader further is the fix.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from mlpcli.config.yaml.line_edits import changed_lines, split_lines
from mlpcli.config.yaml.slip_candidates import Lines, candidates
from mlpcli.errors import ConfigError, LineEdit, Problem

Read = Callable[[str], object]
# Between the words of a fix and the lines that it means.
WRITE = "; write:"
# How the fix of a file begins that is something else than a config.
INSTEAD = "write in its place:"
# What is wrong with a mapping in another notation: its keys are those of the file, so that mistakes in them
# are the user's.
IN_TOML = "this is TOML, and a config is YAML"
IN_INI = "this is INI, and a config is YAML"
# A config that a person wrote; each slip and each candidate costs another reading.
_LONGEST = 20_000
_MOST_SLIPS = 10
_MOST_CANDIDATES = 20


@dataclass(frozen=True)
class Mended:
    """A text that can be read, and the mistakes that were in the first one."""

    text: str
    problems: tuple[Problem, ...]


def mend(text: str, file: str, read: Read) -> Mended | None:
    """The text with its slips mended, if they are all of a kind that is known; `read` raises ConfigError."""
    if len(text) > _LONGEST:
        return None
    lines = split_lines(text)
    problems: list[Problem] = []
    for _ in range(_MOST_SLIPS):
        try:
            read(_joined(lines))
            return Mended(_joined(lines), tuple(problems))
        except ConfigError as error:
            problem = error.problems[0]
        mended = _mended(lines, problem, read)
        if mended is None:
            return None
        edit = changed_lines(lines, mended, file)
        fix = _with_lines(problem.fix, edit, _place(problem)[0] + 1)
        problems.append(Problem(problem.where, "", problem.message, fix, (edit,)))
        lines = mended
    return None


def keeps_lines(edits: Sequence[LineEdit]) -> bool:
    """Whether the lines after the edits have the same numbers as before."""
    return all(edit.last - edit.first + 1 == len(edit.lines) for edit in edits)


def _mended(lines: Lines, problem: Problem, read: Read) -> Lines | None:
    line, column = _place(problem)
    for candidate in islice(candidates(lines, line, column, problem.message), _MOST_CANDIDATES):
        if candidate == lines:
            continue
        try:
            read(_joined(candidate))
            return candidate
        except ConfigError as error:
            further = _place(error.problems[0])
            # Where lines are gone, those behind them have moved up.
            gone = len(lines) - len(candidate)
            behind = lines[line + gone :]
            if gone > 0 and behind and further[0] + gone > line and candidate == [*lines[:line], *behind]:
                return candidate
            # Where other lines were mended, the reader may get further within the line.
            if further[0] > line or (further > (line, column) and candidate[line:] == lines[line:]):
                return candidate
    return None


def _place(problem: Problem) -> tuple[int, int]:
    """The line and the column, from 0."""
    _, line, column = problem.place or ("", 1, 1)
    return line - 1, column - 1


def _joined(lines: Lines) -> str:
    return "".join(f"{line}\n" for line in lines)


def _with_lines(fix: str, edit: LineEdit, line: int) -> str:
    """The fix of a mistake in `line`, with the lines that it means."""
    if edit.lines:
        return "\n".join([fix + WRITE, *edit.lines])
    lines = "the line" if edit.first == edit.last else f"lines {edit.first} to {edit.last}"
    if edit.first == line < edit.last:
        # Numbers would be those of the text in which the mistakes above are mended.
        lines = f"the {edit.last - line + 1} lines from here on"
    return f"{fix}; remove {lines}"
