"""PyYAML's complaints about what is not YAML, in the words of someone who writes a config."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

import yaml

from mlpcli.config.nodes import Position


class Complaint(NamedTuple):
    """Where the text stops being YAML, what was found there, and what to do."""

    position: Position
    message: str
    fix: str


class _Words(NamedTuple):
    """`pattern` is searched in PyYAML's problem and context; `at` says which of its two marks to show.

    The text that is searched ends in `within a line` where the problem is not in the first column. LETTER
    stands for the pattern's group.
    """

    pattern: str
    at: Literal["problem", "context"]
    message: str
    fix: str


_WORDS: Sequence[_Words] = (
    _Words(r"'\\t'", "problem", "a tab stands where YAML wants spaces", "indent with spaces"),
    _Words(
        r"end of stream while scanning a quoted",
        "context",
        "the quote that opens here is not closed",
        "close it",
    ),
    _Words(
        r"got '<stream end>' while parsing a flow",
        "context",
        "the bracket that opens here is not closed",
        "close it: every [ needs a ], and every { a }",
    ),
    _Words(
        r"expected ',' or '(.)', but got",
        "problem",
        "expected a comma or LETTER here",
        "separate values with commas, and close every bracket",
    ),
    _Words(
        r"expected the node content, but found '(.)'",
        "problem",
        "LETTER stands where a value should",
        "write a value, or put text that holds LETTER in quotes",
    ),
    _Words(
        r"mapping values are not allowed",
        "problem",
        "a colon stands where no key can be",
        "write NAME: VALUE, indent keys of one section alike, and quote text that holds a colon",
    ),
    _Words(
        r"expected <block end>, but found",
        "problem",
        "this line does not fit the indentation above it",
        "give keys of one section, and dashes of one list, the same indentation",
    ),
    _Words(
        r"sequence entries are not allowed",
        "problem",
        "a dash stands where no list can begin",
        "begin the list on a line of its own",
    ),
    _Words(r"could not find expected ':'", "context", "a key without a colon", "write NAME: VALUE"),
    _Words(
        r"character '(.)' that cannot start",
        "problem",
        "a value cannot begin with LETTER",
        "put it in quotes",
    ),
    _Words(
        r"expected '<document start>'.* within a line",
        "problem",
        "text follows after the end of the value",
        """put the whole value in quotes; in a shell, twice: '"..."'""",
    ),
    _Words(
        r"expected '<document start>'",
        "problem",
        "a second document begins here",
        "keep one document a file, without lines that begin with % or ...",
    ),
)


def explain(error: yaml.MarkedYAMLError, file: str) -> Complaint:
    """What is wrong with a text that PyYAML cannot cut into events."""
    place = "within a line" if error.problem_mark and error.problem_mark.column else None
    text = " ".join(filter(None, (error.problem, error.context, place)))
    for pattern, at, message, fix in _WORDS:
        if match := re.search(pattern, text):
            marks = (error.problem_mark, error.context_mark)
            mark = marks[at == "context"] or error.problem_mark
            letter = match[1] if match.groups() else ""
            return Complaint(
                _at(mark, file), message.replace("LETTER", letter), fix.replace("LETTER", letter)
            )
    position = _at(error.problem_mark or error.context_mark, file)
    return Complaint(
        position, f"not YAML: {text}", "check indentation, colons and quotes here and one line above"
    )


def _at(mark: yaml.Mark | None, file: str) -> Position:
    return Position(file, mark.line + 1, mark.column + 1) if mark else Position(file, 1, 1)
