"""Arrows from one stage to the next, beside it or in the next band."""

from mlpcli.explanation.diagram.boxes import draw_window
from mlpcli.explanation.diagram.layout import MARGIN, WIDTH, Body, Placed
from mlpcli.explanation.diagram.svg import element, group

_FREE, _HEAD = 3.0, 5.0


def is_filtered(before: Placed, after: Placed) -> bool:
    """Whether the next body in a band is a convolution of a box."""
    return before.band == after.band and bool(before.body.box and after.body.box) and _reach(after.body) > 0


def draw_filter(before: Placed, after: Placed) -> str:
    """What a filter covers of a box, and where in the next one that goes."""
    box, target = before.body.box, after.body.box
    assert box is not None and target is not None  # noqa: S101
    shape = before.body.stage.shape
    share = _reach(after.body) / shape[-3 if len(shape) > 2 else 0]
    end = (after.x - after.body.half + 2, after.y + target.up / 2)
    return draw_window(box, before.x - before.body.half, before.top, share, end)


def _reach(body: Body) -> int:
    """How many rows or steps a filter of the body's layer covers; 0 if it has none."""
    main = body.stage.main
    size = None if main is None else getattr(main.inner, "kernel_size", None)
    return int(size[0] if isinstance(size, tuple) else size or 0)


def draw_arrow(before: Placed, after: Placed) -> str:
    """From one body to the next one in its band."""
    start, end_x = before.x + before.body.half + _FREE, after.x - after.body.half - _FREE
    line = element("line", x1=start, y1=before.y, x2=end_x - _HEAD, y2=before.y, class_="nn-arrow")
    return group([line, _head(end_x, before.y)])


def draw_turn(before: Placed, after: Placed) -> str:
    """From the last body of a band, below it, to the first one of the next band."""
    right, left = WIDTH - MARGIN / 2, MARGIN / 2
    between = after.band_top - 10
    end = after.x - after.body.half - _FREE
    path = (
        f"M{before.x + before.body.half + _FREE:.1f},{before.y:.1f} H{right:.1f} V{between:.1f} "
        f"H{left:.1f} V{after.y:.1f} H{end - _HEAD:.1f}"
    )
    return group([element("path", d=path, class_="nn-arrow"), _head(end, after.y)])


def _head(x: float, y: float) -> str:
    points = f"{x:.1f},{y:.1f} {x - _HEAD - 1:.1f},{y - 3.5:.1f} {x - _HEAD - 1:.1f},{y + 3.5:.1f}"
    return element("polygon", points=points, class_="nn-head")
