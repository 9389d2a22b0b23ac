"""Elements of SVG as text, with every text from outside escaped."""

import unicodedata
from collections.abc import Iterable
from html import escape

from mlpcli import readable

# Widths in shares of the font's size, a little more than those of usual fonts, so that texts do not meet.
_WIDE, _CAPITAL, _OTHER, _NARROW = 1.02, 0.72, 0.57, 0.32
# Of a text that is shortened, the share of its end: numbered names differ there.
_END = 0.4
_THIN = frozenset("iljtfr.,:;'|!()[] ")


def element(name: str, *inside: str, **attributes: str | float) -> str:
    """An element; `class_` and `stroke_width` are its attributes class and stroke-width.

    What is `inside` is SVG already; attributes are escaped.
    """
    written = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def text(words: str, x: float, y: float, kind: str, anchor: str = "middle") -> str:
    """A line of text with its baseline at `y`."""
    return element("text", literal(words), x=x, y=y, class_=kind, text_anchor=anchor)


def tooltip(words: str) -> str:
    """What a browser shows when the mouse rests on the element around it."""
    return element("title", literal(words))


def group(parts: Iterable[str], kind: str = "") -> str:
    """Elements together."""
    inside = "".join(parts)
    return element("g", inside, class_=kind) if kind else element("g", inside)


def literal(words: str) -> str:
    """A text as SVG: no markup in it counts, and control characters, which XML lacks, are spelled."""
    return escape(readable.literal(words))


def width_of(words: str, size: float) -> float:
    """How wide a text is at most, in the units of `size`."""
    return size * sum(map(_width, words))


def shortened(words: str, room: float, size: float) -> str:
    """The text with control characters spelled, and `…` in the place of its middle if it is wider than
    `room`."""
    words = readable.literal(words)
    if width_of(words, size) <= room:
        return words
    left = room - width_of("…", size)
    end = words[len(words) - _fitting(words[::-1], _END * left, size) :].lstrip()
    begin = words[: _fitting(words, left - width_of(end, size), size)].rstrip()
    return f"{begin}…{end}"


def _fitting(words: str, room: float, size: float) -> int:
    """How many letters of the text fit."""
    for count, one in enumerate(words):
        room -= size * _width(one)
        if room < 0:
            return count
    return len(words)


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    if character in _THIN:
        return _NARROW
    return _CAPITAL if character.isupper() or character in "mwMW@%" else _OTHER


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return f"{value:.5g}" if isinstance(value, float) else escape(str(value))
