"""Texts and numbers formatted for people."""

import re
import unicodedata

_WORDS = re.compile(r" *[^ ]+")
_STYLES = re.compile("\x1b\\[[0-9;]*m")


def literal(text: str) -> str:
    """The text with every control and bidirectional formatting character escaped: `\\x1b`."""
    return "".join(_spelled(character) for character in text)


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


def figure(value: float | None) -> str:
    """A loss, a metric or a rate in readable form, empty for None: `0.9812`, `0.00025`, `1.3e+29`."""
    if value is None:
        return ""
    plain = value == 0 or 1e-3 <= abs(value) < 1e6
    return f"{value:.4f}" if plain else f"{value:.4g}"


def _shown_width(text: str) -> int:
    return text_width(_STYLES.sub("", text))


def _spelled(character: str) -> str:
    if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
