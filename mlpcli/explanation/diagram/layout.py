"""Where the stages are: in bands from left to right, as wide as a phone, one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from mlpcli.explanation.diagram.boxes import Box, box_of
from mlpcli.explanation.diagram.captions import Caption, caption_of
from mlpcli.explanation.diagram.stages import Stage, is_recurrent
from mlpcli.explanation.diagram.units import Column, columns_of

WIDTH, MARGIN = 400.0, 10.0
# Links need room between two columns, and a window's rays between two boxes.
_COLUMN, _BOX, _BETWEEN = 56.0, 28.0, 8.0
_LOOP, _CARDS = 24.0, 16.0
_WIDEST, _DOTS = 120.0, 6.0
_ABOVE, _TO_CAPTION, _TO_NEXT = 12.0, 14.0, 30.0


@dataclass(frozen=True)
class Body:
    """A stage with what is drawn of it: a column, or a box, or three dots; and its caption."""

    stage: Stage
    caption: Caption
    column: Column | None = None
    box: Box | None = None

    @property
    def height(self) -> float:
        above = _LOOP if is_recurrent(self.stage.main) else 0.0
        if self.column:
            return self.column.height + above + (_CARDS if self.stage.members > 1 else 0.0)
        return self.box.height + above if self.box else 0.0

    @property
    def half(self) -> float:
        """From its center to its left and right edge."""
        if self.box:
            return self.box.width / 2
        return self.column.radius if self.column else _DOTS

    @property
    def width(self) -> float:
        """The least room that it needs."""
        own = self.box.width + _BOX if self.box else _COLUMN
        return max(own, self.caption.width + _BETWEEN)


@dataclass(frozen=True)
class Placed:
    """A body at its place: its center, the room around it, where its caption begins, and which band it is in,
    counted from 0, with the upper edge of that."""

    body: Body
    x: float
    y: float
    room: float
    caption_top: float
    band: int
    band_top: float

    @property
    def top(self) -> float:
        """The upper edge of its column or its box, below what is above it."""
        shape = self.body.column or self.body.box
        return self.y - (shape.height / 2 if shape else 0.0)


def bodies_of(stages: Sequence[Stage]) -> list[Body]:
    """What is drawn of every stage."""
    boxes = [stage.shape for stage in stages if stage.look == "box"]
    largest = max((max(shape[-3:-1]) for shape in boxes), default=1)
    columns = iter(columns_of([stage.units for stage in stages if stage.look == "units"]))
    bodies = []
    for stage in stages:
        column = next(columns) if stage.look == "units" else None
        drawn = len(column.shown) if column and column.before_gap is not None else None
        box = box_of(stage.shape, largest) if stage.look == "box" else None
        bodies.append(Body(stage, caption_of(stage, drawn), column, box))
    return bodies


def place(bodies: Sequence[Body], left: float, right: float) -> tuple[list[Placed], float]:
    """The bodies at their places, and the height of all; `left` and `right` are kept free beside the first
    and the last one."""
    placed: list[Placed] = []
    top = MARGIN
    for band, group in enumerate(_bands(bodies, left, right)):
        first, last = group[0] is bodies[0], group[-1] is bodies[-1]
        start = MARGIN + (left if first else 0.0)
        space = WIDTH - MARGIN - start - (right if last else 0.0)
        needed = sum(body.width for body in group)
        more = min((space - needed) / len(group), _WIDEST)
        x = start + (space - needed - more * len(group)) / 2
        tallest = max(body.height for body in group)
        caption_top = top + _ABOVE + tallest + _TO_CAPTION
        for body in group:
            room = body.width + more
            center = top + _ABOVE + tallest / 2
            placed.append(Placed(body, x + room / 2, center, room, caption_top, band, top))
            x += room
        top = caption_top + max(body.caption.height for body in group) + _TO_NEXT
    return placed, top - _TO_NEXT + MARGIN


def _bands(bodies: Sequence[Body], left: float, right: float) -> list[list[Body]]:
    """As few bands as possible, of which none is much shorter than the others."""
    inside = WIDTH - 2 * MARGIN
    greedy = _filled(bodies, left, right, inside)
    if len(greedy) == 1:
        return greedy
    # The narrowest that need no more bands.
    for width in range(int(inside / 2), int(inside), 10):
        found = _filled(bodies, left, right, float(width))
        if len(found) <= len(greedy):
            return found
    return greedy


def _filled(bodies: Sequence[Body], left: float, right: float, inside: float) -> list[list[Body]]:
    bands: list[list[Body]] = [[]]
    used = left
    for body in bodies:
        needed = body.width + (right if body is bodies[-1] else 0.0)
        if bands[-1] and used + needed > inside:
            bands.append([])
            used = 0.0
        bands[-1].append(body)
        used += body.width
    return bands
