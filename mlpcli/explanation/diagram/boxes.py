"""Images and sequences as boxes in perspective: as high, as deep and as thick as they have rows, columns and
channels."""

from dataclasses import dataclass
from math import log2, sqrt

from mlpcli.explanation.diagram.svg import element, group
from mlpcli.network.shape_inference.layer_rule import Shape

_TALLEST, _LEAST = 78.0, 12.0
# Of the depth, what is drawn to the right and up.
_RIGHT, _UP = 0.34, 0.26
_SHALLOW = 10.0


@dataclass(frozen=True)
class Box:
    """A box in the drawing's units: its front is `thick` wide and `high`, and goes back by `right` and
    `up`."""

    thick: float
    high: float
    right: float
    up: float

    @property
    def width(self) -> float:
        return self.thick + self.right

    @property
    def height(self) -> float:
        return self.high + self.up


def box_of(shape: Shape, largest: int) -> Box:
    """The box of a row of `shape`, in a drawing whose longest side has `largest` pixels or steps."""
    *sides, channels = shape[-3:]
    high = _length(sides[0], largest)
    deep = _length(sides[1], largest) if len(sides) > 1 else _SHALLOW
    return Box(min(40.0, 6 + 4 * log2(channels + 1)), high, _RIGHT * deep, _UP * deep)


def _length(side: int, largest: int) -> float:
    return max(_LEAST, _TALLEST * sqrt(side / largest))


def draw_box(box: Box, x: float, y: float, told: str) -> str:
    """A box whose bounds have their upper left corner at `x` and `y`."""
    left, right = x, x + box.thick
    top, bottom = y + box.up, y + box.up + box.high
    over = [(left, top), (left + box.right, y), (right + box.right, y), (right, top)]
    beside = [
        (right, top),
        (right + box.right, y),
        (right + box.right, bottom - box.up),
        (right, bottom),
    ]
    front = element("rect", x=left, y=top, width=box.thick, height=box.high, class_="nn-front")
    return group([told, _polygon(over, "nn-top"), _polygon(beside, "nn-side"), front])


def draw_window(box: Box, x: float, y: float, share: float, to: tuple[float, float]) -> str:
    """What a filter covers on the right side of a box at `x` and `y`, a `share` of it, and where that goes
    `to`."""
    size = max(0.12, min(0.9, share))
    right, top = x + box.thick, y + box.up
    # Corners on the side, whose upper edge rises to the right.
    corners = [
        (right + box.right * across, top - box.up * across + box.high * down)
        for across, down in _corners(size)
    ]
    rays = [
        element("line", x1=corners[place][0], y1=corners[place][1], x2=to[0], y2=to[1], class_="nn-ray")
        for place in (1, 2)
    ]
    return group([_polygon(corners, "nn-window"), *rays])


def _corners(size: float) -> list[tuple[float, float]]:
    first, last = (1 - size) / 2, (1 + size) / 2
    return [(first, first), (last, first), (last, last), (first, last)]


def _polygon(corners: list[tuple[float, float]], kind: str) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return element("polygon", points=points, class_=kind)
