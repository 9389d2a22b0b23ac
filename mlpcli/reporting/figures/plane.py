"""The frame of a drawing over the area of two inputs: axes with their numbers and names, rows as marks.

By hand and not by matplotlib: an animation needs what lies in it apart.
"""

import html
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from mlpcli.readable import literal, shortened

WIDTH, HEIGHT = 400, 330
"""In units of the text's own size, as the other drawings of the page."""

_LONGEST = 44
_SHAPES = (
    '<circle r="4"/>',
    '<path d="M-3.7-3.7H3.7V3.7H-3.7Z"/>',
    '<path d="M0-4.9L4.6 3.5H-4.6Z"/>',
    '<path d="M0-5.2L5.2 0L0 5.2L-5.2 0Z"/>',
    '<path d="M-1.6-4.8H1.6V-1.6H4.8V1.6H1.6V4.8H-1.6V1.6H-4.8V-1.6H-1.6Z"/>',
    '<path d="M0 4.9L4.6-3.5H-4.6Z"/>',
    '<path d="M-2.4-4.4H2.4L4.8 0L2.4 4.4H-2.4L-4.8 0Z"/>',
)
COLORS = 6
"""How many colours of lines and marks the style sheet has."""


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, drawn from `start` to `end`; its numbers are `constant` larger."""

    low: float
    high: float
    start: float
    end: float
    constant: float = 0.0

    def at(self, value: float) -> float:
        """Where a value is drawn."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, most: int = 5) -> list[float]:
        """Round numbers between the ends, as they are written."""
        low, high = self.low + self.constant, self.high + self.constant
        rough = (high - low) / most
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * 0.999)
        return [one * step for one in range(math.ceil(low / step), math.floor(high / step) + 1)]


@dataclass(frozen=True)
class Frame:
    """The part of a drawing that the axes enclose."""

    across: Scale
    up: Scale

    @property
    def left(self) -> float:
        return self.across.start

    @property
    def top(self) -> float:
        return self.up.end

    @property
    def width(self) -> float:
        return self.across.end - self.across.start

    @property
    def height(self) -> float:
        return self.up.start - self.up.end

    def picture(self, address: str) -> str:
        """A picture as large as the frame."""
        return (
            f'<image x="{self.left:g}" y="{self.top:g}" width="{self.width:g}" height="{self.height:g}" '
            f'preserveAspectRatio="none" href="{address}"/>'
        )

    def axes(self, name_across: str, name_up: str, whole: bool = False) -> str:
        """The frame's border, its numbers and the names of its axes."""
        parts = [
            f'<rect x="{self.left:g}" y="{self.top:g}" width="{self.width:g}" height="{self.height:g}" '
            'style="fill: none; stroke: var(--ink)"/>'
        ]
        bottom = self.top + self.height
        for value in self.across.ticks():
            if whole and value != int(value):
                continue
            x = self.across.at(value - self.across.constant)
            parts.append(f'<path d="M{x:.1f} {bottom:g}v4" style="stroke: var(--ink)"/>')
            # The numbers at both ends stay within the drawing.
            parts.append(text(min(x, WIDTH - 14), bottom + 17, number(value), "middle"))
        for value in self.up.ticks():
            y = self.up.at(value - self.up.constant)
            parts.append(f'<path d="M{self.left:g} {y:.1f}h-4" style="stroke: var(--ink)"/>')
            parts.append(text(self.left - 7, y + 4, number(value), "end"))
        parts.append(
            text(self.left + self.width / 2, bottom + 35, shortened(name_across, _LONGEST), "middle")
        )
        parts.append(text(2, self.top - 8, shortened(name_up, _LONGEST)))
        return "".join(parts)


def frame_of(
    low: Sequence[float], high: Sequence[float], constants: Sequence[float], right: float = 12
) -> Frame:
    """A frame with room for the numbers on the left of it and `right` units on its right."""
    up = Scale(low[1], high[1], HEIGHT - 42, 22, constants[1])
    widest = max((len(number(one)) for one in up.ticks()), default=1)
    return Frame(Scale(low[0], high[0], 12 + 6.8 * widest, WIDTH - right, constants[0]), up)


def text(x: float, y: float, words: str, anchor: str = "start", style: str = "", size: int = 11) -> str:
    """A text in the drawing, shown literally."""
    styled = f' style="fill: var(--ink); {style}"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{styled}>'
        f"{html.escape(literal(words))}</text>"
    )


def length_of(words: str) -> int:
    """How long a text is, in Latin letters: those of Chinese and Japanese are twice as wide."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in literal(words))


def number(value: float) -> str:
    """A number on an axis, with a minus sign."""
    return f"{value:.6g}".replace("-", "\u2212") if abs(value) > 1e-300 else "0"


def mark(place: int, x: float, y: float, style: str, size: float = 1.0) -> str:
    """The mark of the class with this number, or of any row, at a point of the drawing."""
    scaled = f" scale({size:g})" if size != 1 else ""
    shape = _SHAPES[place % len(_SHAPES)]
    return f'<g transform="translate({x:.1f} {y:.1f}){scaled}" style="{style}">{shape}</g>'


def class_color(place: int) -> str:
    """The style sheet's colour of the class with this number."""
    return f"var(--c{place % COLORS})"


def element(parts: Sequence[str], height: float = HEIGHT, kind: str = "figure") -> str:
    """The SVG element of a drawing."""
    return f'<svg class="{kind}" viewBox="0 0 {WIDTH} {height:g}" role="img">{"".join(parts)}</svg>'
