"""PyYAML's syntax errors, reworded for people who write a config."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

import yaml

from mlpcli.config.yaml.nodes import Position


class YamlError(NamedTuple):
    """A syntax error: its position, what was found there, and how to fix it."""

    position: Position
    message: str
    fix: str


class _Words(NamedTuple):
    """`pattern` is searched in PyYAML's problem and context; `at` selects which of its two marks to show.

    The searched text ends in `within a line` if the problem is not in the first column, and in
    `within a line, behind a value` if there is more than a dash before it. LETTER is replaced by the
    pattern's group.
    """

    pattern: str
    at: Literal["problem", "context"]
    message: str
    fix: str


KEY_ALONE = "found a key without a colon"

_WORDS: Sequence[_Words] = (
    _Words(r"'\\t'", "problem", "found a tab, expected spaces", "indent with spaces"),
    _Words(
        r"unknown escape character|expected escape sequence",
        "problem",
        "a backslash in double quotes begins an escape, such as \\n",
        "put the text in single quotes, which leave backslashes alone",
    ),
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
        "found LETTER, expected a value",
        "write a value, or quote text that contains LETTER",
    ),
    _Words(
        r"mapping values are not allowed",
        "problem",
        "found a colon where no key can be",
        "write NAME: VALUE, indent keys of one section equally, and quote text that contains a colon",
    ),
    _Words(
        r"expected <block end>, but found '[,\]}]'.* behind a value",
        "problem",
        "nothing can stand behind a value",
        "leave it out: each entry has a line of its own, and only those in brackets have commas",
    ),
    _Words(
        r"expected <block end>, but found.* behind a value",
        "problem",
        "nothing can stand behind a value",
        "write it in a line of its own, or as a comment, which begins with #",
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
        "found a dash where no list can begin",
        "begin the list on a new line",
    ),
    _Words(r"could not find expected ':'", "context", KEY_ALONE, "write NAME: VALUE"),
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
        "keep one document per file, without lines that begin with % or ...",
    ),
)


HIDDEN = "# begins a comment, which hides the bracket behind it"
# In brackets, after quotes and other values.
_COMMENT = re.compile(
    r"""^(?:[^#"'\n]|"[^"\n]*"|'[^'\n]*')*[\[{,:][ \t]*(#[^\s,\]}]+)[^\n]*[\]}]""", re.MULTILINE
)


def explain(error: yaml.MarkedYAMLError, file: str, source: str) -> YamlError:
    """The syntax error of the text `source` in readable words, with its position."""
    text = " ".join(filter(None, (error.problem, error.context, _place(error.problem_mark))))
    if "flow" in text and (found := _hidden_bracket(error, file, source)):
        return found
    for pattern, at, message, fix in _WORDS:
        if match := re.search(pattern, text):
            marks = (error.problem_mark, error.context_mark)
            mark = marks[at == "context"] or error.problem_mark
            letter = match[1] if match.groups() else ""
            return YamlError(
                _at(mark, file), message.replace("LETTER", letter), fix.replace("LETTER", letter)
            )
    position = _at(error.problem_mark or error.context_mark, file)
    return YamlError(
        position, f"not YAML: {text}", "check indentation, colons and quotes here and one line above"
    )


def _hidden_bracket(error: yaml.MarkedYAMLError, file: str, source: str) -> YamlError | None:
    """The comment that hides the end of the brackets which are open where the reader stopped, if one does."""
    last = error.problem_mark.line if error.problem_mark else 0
    before = "\n".join(source.split("\n")[: last + 1])
    found = list(_COMMENT.finditer(before))
    if not found:
        return None
    begin = found[-1].start(1)
    line = before.count("\n", 0, begin)
    position = Position(file, line + 1, begin - before.rfind("\n", 0, begin))
    return YamlError(position, HIDDEN, f'put it in quotes: "{found[-1][1]}"')


def _place(mark: yaml.Mark | None) -> str:
    if mark is None or not mark.column:
        return ""
    # The parser in C keeps no text.
    before = mark.buffer[mark.pointer - mark.column : mark.pointer] if mark.buffer else ""
    return "within a line, behind a value" if before.strip(" -") else "within a line"


def _at(mark: yaml.Mark | None, file: str) -> Position:
    return Position(file, mark.line + 1, mark.column + 1) if mark else Position(file, 1, 1)
