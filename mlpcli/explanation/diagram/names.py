"""The names beside the first and the last column: of columns, classes and targets."""

from collections.abc import Sequence

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.explanation.diagram.layout import Body, Placed
from mlpcli.explanation.diagram.style import FONT
from mlpcli.explanation.diagram.svg import element, group, shortened, text, tooltip, width_of

_MOST, _GAP = 80.0, 5.0
_PICTURE, _CELLS = 34.0, 4


def output_names(facts: DataFacts, units: int, targets: Sequence[str] = ()) -> tuple[str, ...]:
    """The names of the network's outputs; empty if there are none."""
    if facts.task == "regression":
        return tuple(targets) if len(targets) == units else ()
    if units == len(facts.classes):
        return facts.classes
    return (f"p({facts.classes[1]})",) if units == 1 else ()


def room_for(names: Sequence[str], body: Body) -> float:
    """How much room the names of the drawn units of a body take."""
    if not names or body.column is None:
        return 0.0
    return min(_MOST, max(width_of(names[unit], FONT) for unit in body.column.shown)) + _GAP


def draw_names(names: Sequence[str], placed: Placed, to_the_left: bool) -> str:
    """The names of the drawn units beside them, shortened with the whole name as a tooltip."""
    column = placed.body.column
    if not names or column is None:
        return ""
    side = -1 if to_the_left else 1
    return group(
        group(
            [
                tooltip(names[unit]),
                text(
                    shortened(names[unit], _MOST, FONT),
                    placed.x + side * (placed.body.half + _GAP),
                    y + FONT / 3,
                    "nn-text",
                    "end" if to_the_left else "start",
                ),
            ]
        )
        for unit, y in column.places(placed.top).items()
    )


def room_for_picture() -> float:
    """How much room the image takes that was written in one line."""
    return _PICTURE + 2 * _GAP


def draw_picture(placed: Placed) -> str:
    """A grid left of the first column, for the image or the signal that was written in one line."""
    left, top = placed.x - placed.body.half - 2 * _GAP - _PICTURE, placed.y - _PICTURE / 2
    rows = _CELLS if len(placed.body.stage.unrolled) > 2 else 1
    step = _PICTURE / _CELLS
    high = step * rows
    top += (_PICTURE - high) / 2
    frame = element("rect", x=left, y=top, width=_PICTURE, height=high, class_="nn-front")
    across = [
        element(
            "line", x1=left, x2=left + _PICTURE, y1=top + step * line, y2=top + step * line, class_="nn-axis"
        )
        for line in range(1, rows)
    ]
    down = [
        element("line", x1=left + step * line, x2=left + step * line, y1=top, y2=top + high, class_="nn-axis")
        for line in range(1, _CELLS)
    ]
    return group([frame, *across, *down])
