"""The likely slips of the pen behind each kind of YAML error, as texts without them."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from mlpcli.config.yaml.duplicate_keys import once
from mlpcli.config.yaml.line_edits import indent_of
from mlpcli.config.yaml.merge_keys import written_out

Lines = list[str]
_INDENT = re.compile(r"[ \t]*(- +)?")
_CLOSING = {"[": "]", "{": "}"}
_STARTS_ENTRY = re.compile(r"\s*(?:- +)?[\w.]+")
_KEY = re.compile(r"(\s*(?:- )?)([\w.]+) (?:= *)?(\S.*)")
_PLACEHOLDER = re.compile(r"(?<![\w\"'$])(\$\{\w+\})(?![\w\"'])")
_AT_THE_MARGIN = re.compile(r"([\w.]+):(?:\s|$)")
_START = re.compile(r"---\s*(?:#.*)?")


def candidates(lines: Lines, line: int, column: int, message: str) -> Iterator[Lines]:
    """What the lines may have been meant to be, the likeliest first.

    `line` and `column`, from 0, are where the reader stopped, with `message`.
    """
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1]) if lines else 0
    if line < 0:
        return
    for words, make in _KINDS:
        if words in message:
            yield from make(lines, line, column)


def _with_line(lines: Lines, line: int, *new: str) -> Lines:
    return [*lines[:line], *new, *lines[line + 1 :]]


def _tabs(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    yield [_INDENT.sub(lambda found: found[0].replace("\t", "  "), one, count=1) for one in lines]
    yield [one.replace("\t", " ") for one in lines]


def _open_quote(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    text = lines[line]
    if _unclosed(text[:column]):
        # It ends with its value in the brackets.
        for end in (found.start() for found in re.finditer(r"[,\]}]", text) if found.start() > column):
            yield _with_line(lines, line, text[:end] + text[column] + text[end:])
    yield _with_line(lines, line, text.rstrip() + text[column])


def _escapes(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    """With single quotes around every text of the line that has backslashes."""
    yield _with_line(lines, line, re.sub(r'"([^"]*\\[^"]*)"', _in_single_quotes, lines[line]))


def _in_single_quotes(found: re.Match[str]) -> str:
    text = found[1].replace("'", "''")
    return f"'{text}'"


def _open_bracket(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    for last in range(line, len(lines)):
        missing = _unclosed("\n".join(lines[line : last + 1]))
        if missing:
            yield _with_line(lines, last, lines[last].rstrip().rstrip(",") + missing)


def _hidden_bracket(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    """With every text that begins with `#` in quotes, up to a comma or a bracket."""
    text = lines[line]
    quoted = re.sub(r"(?<=[\s\[{,])(#[^\s,\]}]+)", r'"\1"', text[column - 1 :])
    yield _with_line(lines, line, text[: column - 1] + quoted)


def _unclosed(text: str) -> str:
    """The closing brackets that a text lacks at its end."""
    expected: list[str] = []
    for letter in re.sub(r"\"[^\"\n]*\"|'[^'\n]*'|(?<!\S)#.*", "", text):
        if letter in _CLOSING:
            expected.append(_CLOSING[letter])
        elif expected and letter == expected[-1]:
            expected.pop()
    return "".join(reversed(expected))


def _without_character(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    text = lines[line]
    yield _with_line(lines, line, (text[:column] + text[column + 1 :]).rstrip())


def _placeholder(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    """`${UNITS}` in quotes, as the text that it is in a config."""
    if _PLACEHOLDER.search(lines[line]):
        yield _with_line(lines, line, _PLACEHOLDER.sub(r'"\1"', lines[line]))


def _missing_comma(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    text = lines[line]
    before = text[:column].rstrip()
    if _STARTS_ENTRY.fullmatch(before):
        # It is the first key of its line: a bracket above it may be open.
        yield from _closed_above(lines, line - 1)
    # The reader may have taken the next key for a part of the value before it.
    if found := re.search(r"(\S) +([\w.]+)\s*$", before):
        yield _with_line(lines, line, f"{before[: found.start(1) + 1]}, {found[2]}{text[column:]}")
    yield _with_line(lines, line, f"{before}, {text[column:].lstrip()}")
    yield from _closed_above(lines, line)
    yield from _open_bracket(lines, line, column)
    yield from _indented_otherwise(lines, line, column)


def _closed_above(lines: Lines, line: int) -> Iterator[Lines]:
    """With the brackets of one line closed at its end: this line, or one above it."""
    for opened in range(line, -1, -1):
        if missing := _unclosed(lines[opened]):
            yield _with_line(lines, opened, lines[opened].rstrip().rstrip(",") + missing)


def _colon(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    yield [re.sub(r"(?<!\S)//", "#", one) for one in lines]
    yield [re.sub(r"^(\s*)-(?=[A-Za-z])", r"\1- ", one) for one in lines]
    yield _with_line(lines, line, re.sub(r"(?<=\w):(?=[{\[])", ": ", lines[line]))
    # A class behind a number or a name of its own.
    if found := re.fullmatch(r"(\s*(?:- )?[\w.]+): ([A-Z]\w*: .*)", lines[line].rstrip()):
        yield _with_line(lines, line, f"{found[1]}: {{{found[2]}}}")
    yield from _indented_otherwise(lines, line, column)
    text = lines[line]
    key, colon, value = text.partition(": ")
    if colon and ": " in value:
        yield _with_line(lines, line, f"{key}: {_quoted(value)}")
    for number in (line - 1, line):
        if number < 0:
            continue
        if found := _KEY.fullmatch(lines[number]):
            yield _with_line(lines, number, f"{found[1]}{found[2]}: {found[3]}")
        yield _with_line(lines, number, f"{lines[number].rstrip()}:")


def _dash_forgotten(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    """A dash before each class of the list around a line that lacks it; what is below it moves with it."""
    for indent in {indent_of(one) for one in lines[max(0, line - 1) : line + 1] if one.strip()}:
        first, last = line, line + 1
        while first and (not lines[first - 1].strip() or indent_of(lines[first - 1]) >= indent):
            first -= 1
        while last < len(lines) and (not lines[last].strip() or indent_of(lines[last]) >= indent):
            last += 1
        block, lacks = lines[first:last], False
        if not indent or not any(one[indent:].startswith("- ") for one in block):
            continue
        for place, one in enumerate(block):
            if indent_of(one) == indent and one.strip():
                lacks = bool(re.match(r"[A-Z]", one[indent:]))
                block[place] = f"{one[:indent]}- {one[indent:]}" if lacks else one
            elif lacks and one.strip():
                block[place] = f"  {one}"
        yield [*lines[:first], *block, *lines[last:]]


def _quoted(value: str) -> str:
    escaped = value.rstrip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _indented_otherwise(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    """The line, and those below it that are deeper, as far in as one of the lines above."""
    for number in (line, line - 1):
        if number < 0 or not lines[number].strip():
            continue
        own = indent_of(lines[number])
        above = [indent_of(one) for one in reversed(lines[:number]) if one.strip()]
        below = [indent_of(one) for one in lines[number + 1 :] if one.strip()]
        for indent in dict.fromkeys([*above, *below[:1]]):
            if indent != own:
                yield _shifted(lines, number, indent - own)


def _shifted(lines: Lines, line: int, by: int) -> Lines:
    own = indent_of(lines[line])
    last = line + 1
    while last < len(lines) and (not lines[last].strip() or indent_of(lines[last]) > own):
        last += 1
    moved = [
        " " * max(0, indent_of(one) + by) + one.lstrip() if one.strip() else one for one in lines[line:last]
    ]
    return [*lines[:line], *moved, *lines[last:]]


def _dash(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    text = lines[line]
    indent = " " * (indent_of(text) + 2)
    yield _with_line(lines, line, text[:column].rstrip(), indent + text[column:])
    yield from _indented_otherwise(lines, line, column)


def _quotes_needed(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    text = lines[line]
    for end in (
        len(text.rstrip()),
        *(found.start() for found in re.finditer(r"[,\]}]", text) if found.start() > column),
    ):
        yield _with_line(lines, line, text[:column] + _quoted(text[column:end]) + text[end:])


def _key_alone(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    if called := re.fullmatch(r"\w+\.(compile|fit)\(.*\)", lines[line].rstrip()):
        # What it says is translated below a key of its own.
        yield _with_line(lines, line, f"{called[1]}: {_quoted(lines[line])}")
    if re.fullmatch(r"\s*\w+(\.\w+)*\(.*\)\s*", lines[line]):
        yield _with_line(lines, line)
    if found := _KEY.fullmatch(lines[line]):
        yield _with_line(lines, line, f"{found[1]}{found[2]}: {found[3]}")
    yield _with_line(lines, line, f"{lines[line].rstrip()}:")
    yield from _indented_otherwise(lines, line, column)


def _without_word(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    """Without the tag or the alias there; or without the line."""
    text = lines[line]
    rest = re.sub(r"^[^\s,\]}]+ *", "", text[column:])
    yield _with_line(lines, line, (text[:column] + rest).rstrip())
    yield _with_line(lines, line)


def _without_line(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    text = lines[line]
    without = re.sub(r", *$", "", text[:column]) + re.sub(r"^[^,}\]]*,? *", "", text[column:])
    found = [_with_line(lines, line), _with_line(lines, line, without)]
    # What stands before it in the line is kept.
    yield from reversed(found) if text[:column].strip(" -") else found


def _behind_value(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    """Without the comma or semicolon there, with the comment as one, or with the rest on the next line."""
    text = lines[line]
    value, rest = text[:column].rstrip(), text[column:].lstrip(",;]} ").rstrip(",; ")
    if not rest:
        yield _with_line(lines, line, value)
        return
    if not rest.startswith("//"):
        yield _with_line(lines, line, value, " " * indent_of(text) + rest)
    yield _with_line(lines, line, f"{value} # {rest.lstrip('/ ')}")


def _second_document(lines: Lines, line: int, column: int) -> Iterator[Lines]:
    """Both documents as one where no key is in both, or else the first one."""
    if _START.fullmatch(lines[line]):
        rest = list(takewhile(lambda one: not _START.fullmatch(one), lines[line + 1 :]))
        before, after = _keys(lines[:line]), _keys(rest)
        if before and after and not before & after:
            yield _with_line(lines, line)
    yield _with_line(lines, line - 1) if line and lines[line - 1].startswith("%") else lines[:line]
    if line and lines[line - 1].strip() == "...":
        yield lines[: line - 1]
    if column:
        yield from _quotes_needed(lines, line, _value_start(lines[line]))


def _keys(lines: Sequence[str]) -> set[str]:
    """The keys at the left margin."""
    return {found[1] for one in lines if (found := _AT_THE_MARGIN.match(one))}


def _value_start(text: str) -> int:
    found = re.search(r": +", text)
    return found.end() if found else 0


_KINDS: Sequence[tuple[str, Callable[[Lines, int, int], Iterator[Lines]]]] = (
    ("found a tab", _tabs),
    ("begins an escape", _escapes),
    ("the quote that opens here", _open_quote),
    ("the bracket that opens here", _open_bracket),
    ("hides the bracket", _hidden_bracket),
    ("expected a value", _without_character),
    ("expected a comma", _placeholder),
    ("expected a comma", _missing_comma),
    ("found a colon where", _dash_forgotten),
    ("found a colon where", _colon),
    ("nothing can stand behind a value", _behind_value),
    ("does not fit the indentation", _dash_forgotten),
    ("does not fit the indentation", _indented_otherwise),
    ("does not fit the indentation", _without_line),
    ("found a dash where", _dash),
    ("a key without a colon", _key_alone),
    ("a value cannot begin with", _quotes_needed),
    ("the tag ", _without_word),
    ("refers to an anchor", _without_word),
    ("merge keys", written_out),
    ("is not allowed in YAML", _without_character),
    ("a second document begins here", _second_document),
    ("text follows after the end", _quotes_needed),
    ("a key must be a plain name", _without_line),
    ("is duplicated", once),
)
