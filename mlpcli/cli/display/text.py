"""Texts and numbers formatted for terminals."""

import re
import unicodedata

from mlpcli.readable import figure as figure
from mlpcli.readable import literal as literal

_WORDS = re.compile(r" *[^ ]+")
_STYLES = re.compile("\x1b\\[[0-9;]*m")


def text_width(text: str) -> int:
    """The number of terminal columns that a literal text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def wrapped(text: str, width: int, indent: str = "    ") -> list[str]:
    """The lines of a literal text, maybe styled, in `width` columns, broken between words.

    Lines after the first begin with `indent`.
    """
    if _shown_width(text) <= width:
        return [text]
    first, *words = _WORDS.findall(text)
    lines = [first]
    for word in words:
        if _shown_width(lines[-1] + word) <= width:
            lines[-1] += word
        else:
            lines.append(indent + word.lstrip(" "))
    return lines


def _shown_width(text: str) -> int:
    return text_width(_STYLES.sub("", text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
