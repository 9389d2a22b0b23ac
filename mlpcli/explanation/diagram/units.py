"""Units as columns of circles, and the links between two columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mlpcli.explanation.diagram.svg import element, group, text, tooltip

Array = NDArray[np.float32]

# For up to so many units in the tallest column: the radius of units, and how far they are apart.
_SIZES = ((3, 10.0, 40.0), (6, 8.0, 27.0), (12, 6.5, 19.0))
_ALL, _FIRST, _LAST = 12, 5, 3
# So few links have room for their weights.
_NUMBERED = 6
_THINNEST, _THICKER = 0.5, 2.8


@dataclass(frozen=True)
class Column:
    """The units of a stage that are drawn, by their numbers, with a gap after `before_gap` of them, `pitch`
    apart."""

    shown: tuple[int, ...]
    before_gap: int | None
    radius: float = 0.0
    pitch: float = 0.0

    @property
    def slots(self) -> int:
        """The units and the gap."""
        return len(self.shown) + (self.before_gap is not None)

    @property
    def height(self) -> float:
        return self.pitch * (self.slots - 1) + 2 * self.radius

    def places(self, top: float) -> dict[int, float]:
        """The height of the center of every unit that is drawn."""
        gap = len(self.shown) if self.before_gap is None else self.before_gap
        return {
            unit: top + self.radius + self.pitch * (slot + (slot >= gap))
            for slot, unit in enumerate(self.shown)
        }

    def gap(self, top: float) -> float | None:
        """The height of the center of the gap, if there is one."""
        return None if self.before_gap is None else top + self.radius + self.pitch * self.before_gap


def columns_of(counts: Sequence[int]) -> list[Column]:
    """Columns of so many units: all of up to 12, else the first five and the last three."""
    columns = [_column(count) for count in counts]
    most = max((column.slots for column in columns), default=1)
    radius, pitch = next((radius, pitch) for limit, radius, pitch in _SIZES if most <= limit)
    # Few units beside many are further apart.
    return [
        replace(column, radius=radius, pitch=max(pitch, min(2 * pitch, most * pitch / (column.slots + 1))))
        for column in columns
    ]


def _column(units: int) -> Column:
    if units <= _ALL:
        return Column(tuple(range(units)), None)
    return Column((*range(_FIRST), *range(units - _LAST, units)), _FIRST)


def draw_column(
    column: Column, x: float, top: float, told: Mapping[int, str], kind: str, cards: int = 0
) -> str:
    """The circles of a column at `x`, each with what is `told` of it; `cards` are further ones behind it."""
    behind = [
        element(
            "rect",
            x=x - column.radius - 4 + 4 * card,
            y=top - 4 - 4 * card,
            width=2 * column.radius + 8,
            height=column.height + 8,
            rx=5,
            class_="nn-card",
        )
        for card in range(cards, -1, -1)
        if cards
    ]
    circles = [
        element("circle", tooltip(told[unit]), cx=x, cy=y, r=column.radius, class_=kind)
        for unit, y in column.places(top).items()
    ]
    gap = column.gap(top)
    dots = [] if gap is None else [_dot(x, gap + shift) for shift in (-5, 0, 5)]
    return group([*behind, *circles, *dots])


def _dot(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=1.4, class_="nn-dots")


def draw_loop(x: float, top: float) -> str:
    """The arrow from a column to itself, above it."""
    bend = f"C{x + 20:.1f},{top - 19:.1f} {x - 20:.1f},{top - 19:.1f} {x - 7:.1f},{top - 3:.1f}"
    path = f"M{x + 5:.1f},{top + 1:.1f} {bend}"
    head = f"M{x - 4.5:.1f},{top + 1:.1f} l-6,-3 l5.5,-3.5 z"
    return group([element("path", d=path, class_="nn-arrow"), element("path", d=head, class_="nn-head")])


@dataclass(frozen=True)
class Ends:
    """A column of links' ends: where it is, how large its units are, their heights, and their names for
    tooltips."""

    x: float
    radius: float
    places: Mapping[int, float]
    names: Mapping[int, str]


def draw_links(start: Ends, end: Ends, kernel: Array | None) -> str:
    """The links between the drawn units of two columns; with a `kernel` `[inputs, units]` blue for weights
    above 0, orange and dashed for those below, as thick as they are large."""
    left, right = start.x + start.radius, end.x - end.radius
    if kernel is None:
        lines = [
            element("line", x1=left, y1=above, x2=right, y2=below, class_="nn-link")
            for above in start.places.values()
            for below in end.places.values()
        ]
        return group(lines)
    largest = float(np.abs(kernel).max(initial=0.0)) or 1.0
    pairs = [(source, target) for source in start.places for target in end.places]
    # The strongest last, over the others.
    pairs.sort(key=lambda pair: abs(float(kernel[pair])))
    lines = [_weighted(start, end, pair, float(kernel[pair]), largest) for pair in pairs]
    numbers = [_number(start, end, pair, kernel) for pair in pairs] if are_numbered(start, end) else []
    return group([*lines, *numbers])


def are_numbered(start: Ends, end: Ends) -> bool:
    """Whether there are so few links that each has its weight beside it."""
    return len(start.places) * len(end.places) <= _NUMBERED


def draw_biases(ends: Ends, bias: Array) -> str:
    """The bias of each unit below it."""
    return group(
        text(f"bias {float(bias[unit]):.2g}", ends.x, y + ends.radius + 9, "nn-number")
        for unit, y in ends.places.items()
    )


def _weighted(start: Ends, end: Ends, pair: tuple[int, int], weight: float, largest: float) -> str:
    source, target = pair
    share = abs(weight) / largest
    told = tooltip(f"weight {weight:.4g} from {start.names[source]} to {end.names[target]}")
    return element(
        "line",
        told,
        x1=start.x + start.radius,
        y1=start.places[source],
        x2=end.x - end.radius,
        y2=end.places[target],
        class_="nn-plus" if weight >= 0 else "nn-minus",
        stroke_width=_THINNEST + _THICKER * share,
        stroke_opacity=0.25 + 0.7 * share,
    )


def _number(start: Ends, end: Ends, pair: tuple[int, int], kernel: Array) -> str:
    """The weight on its link, nearer to one end or the other so that those of crossing links are apart."""
    source, target = pair
    order = list(end.places).index(target)
    share = 0.34 if len(end.places) == 1 else 0.26 + 0.4 * order / (len(end.places) - 1)
    x = start.x + share * (end.x - start.x)
    y = start.places[source] + share * (end.places[target] - start.places[source])
    return text(f"{float(kernel[pair]):.2g}", x, y - 3, "nn-number")


def gathered(names: Sequence[str], column: Column, otherwise: str) -> dict[int, str]:
    """The names of the drawn units; for those without, `otherwise` and the number from 0 that
    `explain --unit` takes."""
    return {unit: names[unit] if names else f"{otherwise} {unit}" for unit in column.shown}
