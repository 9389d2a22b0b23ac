"""Marks of pages, mails and editors at the beginning of lines: numbers, quotes, and bullets for dashes."""

import html
import re
from collections.abc import Sequence

from mlpcli.config.yaml.line_edits import changed_lines, split_lines
from mlpcli.config.yaml.mending import WRITE
from mlpcli.errors import Problem

_ENTITY = re.compile(r"&(?:quot|apos|amp|lt|gt|nbsp|#39|#34|#x27);")
# Two slashes outside of quotes, and not those of an address.
_SLASHES = re.compile(r"^((?:[^\"\n]|\"[^\"\n]*\")*?(?:(?<=\s)|(?<=,)|^))//")
_NUMBERED = re.compile(r"[ \t]*(\d{1,4})([.:|)]?[ \t]*)(.*)")
_MARKED = re.compile(r"[ \t]*([>+|])(.*)")
_BULLETS = r"[*+\u2022\u25e6\u25aa\u2023\u00b7\u2013\u2014][ \t]+|\u30fb[ \t]*"
_BULLET = re.compile(rf"^([ \t]*)({_BULLETS}|-(?=[A-Za-z]))")


def has_numbers(text: str) -> bool:
    """Whether every line that is not empty begins with a number, which counts them."""
    lines = split_lines(text)
    found = [_NUMBERED.fullmatch(line) for line in lines]
    counted = [int(one[1]) - place for place, one in enumerate(found) if one]
    return len(counted) > 1 and len(set(counted)) == 1 and all(map(_is_counted, lines))


def _is_counted(line: str) -> bool:
    return not line.strip() or _NUMBERED.fullmatch(line) is not None


def without_numbers(text: str, file: str) -> tuple[str, Problem]:
    """The text without the numbers of its lines, and the mistake that they are."""
    before = split_lines(text)
    found = [_NUMBERED.fullmatch(line) for line in before]
    # What all lines have behind their numbers is no indentation.
    widths = [len(one[2]) for one in found if one and one[3]]
    width = min(widths, default=0)
    after = [(one[2][width:] + one[3]).rstrip() if one else "" for one in found]
    message = "the lines begin with their numbers"
    return _changed(before, after, file, message, "leave the numbers out")


def has_marks(text: str) -> bool:
    """Whether every line that is not empty begins with the same mark of mails or of differences."""
    lines = [line for line in split_lines(text) if line.strip()]
    return len(lines) > 1 and len({line.strip()[0] for line in lines}) == 1 and all(map(_MARKED.match, lines))


def without_marks(text: str, file: str) -> tuple[str, Problem]:
    """The text without the mark before each line, and the mistake that the marks are."""
    before = split_lines(text)
    found = [_MARKED.match(line) for line in before]
    is_spaced = all(one[2][:1] in ("", " ") for one in found if one)
    after = [one[2][is_spaced:].rstrip() if one else line for one, line in zip(found, before, strict=True)]
    mark = next(one[1] for one in found if one)
    return _changed(before, after, file, f"each line begins with {mark}", "leave the marks out")


def has_bullets(text: str) -> bool:
    """Whether items of lists begin with bullets, or with dashes that have no space behind them."""
    return any(map(_BULLET.match, split_lines(text)))


def with_dashes(text: str, file: str) -> tuple[str, Problem]:
    """The text with a dash and a space before every item, and the mistake that the bullets are."""
    before = split_lines(text)
    after = [_BULLET.sub(r"\1- ", line) for line in before]
    mark = next(found[2].strip() for line in before if (found := _BULLET.match(line)))
    message = "a dash has no space behind it" if mark == "-" else f"items begin with a dash, not with {mark}"
    return _changed(before, after, file, message, "begin each item with a dash and a space")


def has_entities(text: str) -> bool:
    """Whether quotes and the like are written as pages write them: `&quot;`."""
    return bool(_ENTITY.search(text))


def without_entities(text: str, file: str) -> tuple[str, Problem]:
    """The text with the characters that such names mean, and the mistake that the names are."""
    before = split_lines(text)
    after = [_ENTITY.sub(lambda found: html.unescape(found[0]).replace("\xa0", " "), line) for line in before]
    return _changed(
        before, after, file, "characters are written as in HTML", "write the characters themselves"
    )


def has_slashes(text: str) -> bool:
    """Whether a text in braces, as JSON is, has comments behind two slashes."""
    return text.lstrip().startswith(("{", "//")) and any(map(_SLASHES.match, split_lines(text)))


def without_slashes(text: str, file: str) -> tuple[str, Problem]:
    """The text with its comments as YAML has them, and the mistake that the others are."""
    before = split_lines(text)
    after = [_SLASHES.sub(r"\1#", line) for line in before]
    return _changed(before, after, file, "a comment begins with #, not with //", "begin comments with #")


def _changed(
    before: Sequence[str], after: Sequence[str], file: str, message: str, fix: str
) -> tuple[str, Problem]:
    edit = changed_lines(before, after, file)
    first = before[edit.first - 1]
    column = len(first) - len(first.lstrip()) + 1
    words = "\n".join([f"{fix}{WRITE}", *edit.lines])
    problem = Problem(f"{file}:{edit.first}:{column}", "", message, words, (edit,))
    return "".join(f"{line}\n" for line in after), problem
