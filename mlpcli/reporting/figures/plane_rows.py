"""Rows as marks on the area of two inputs, and what the marks mean."""

from collections.abc import Iterator, Sequence
from typing import Any

from mlpcli.readable import shortened
from mlpcli.reporting.facts.regions import Points
from mlpcli.reporting.figures.indexed_pictures import surface_color
from mlpcli.reporting.figures.plane import HEIGHT, WIDTH, Frame, class_color, length_of, mark, text

_LONGEST = 18
_MOST_CLASSES = 8
_RING = "fill: none; stroke: var(--ink); stroke-width: 1.4"
# The edges of training rows and of held-back ones: on the page's own colours, and on those of a surface.
_EDGES = ("stroke: var(--page); stroke-width: 1", "stroke: var(--ink); stroke-width: 1.8")
_EDGES_ON_SURFACE = ("stroke: #ffffff; stroke-width: 1", "stroke: #000000; stroke-width: 1.8")
# Of more rows the marks are smaller.
_MANY = 60

Key = tuple[str, str]
"""A mark around the origin, and what it means."""


def class_rows(points: Sequence[Points], frame: Frame) -> Iterator[str]:
    """The rows with the marks of their classes; held-back ones that are answered wrongly have a ring."""
    for one in points:
        is_train = one.split == "train"
        for x, y, target, wrong in _placed(one, frame):
            style = f"fill: {class_color(target)}; {_EDGES[not is_train]}"
            yield mark(target, x, y, style, _size(one))
            if wrong and not is_train:
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" style="{_RING}"/>'


def surface_rows(points: Sequence[Points], at: int, frame: Frame, low: float, high: float) -> Iterator[str]:
    """The rows in the colour that their number `at` this place has on the surface from `low` to `high`."""
    for one in points:
        for x, y, target, _ in _placed(one, frame):
            red, green, blue = surface_color((target[at] - low) / (high - low))
            style = f"fill: rgb({red},{green},{blue}); {_EDGES_ON_SURFACE[one.split != 'train']}"
            yield mark(0, x, y, style, _size(one))


def class_keys(points: Sequence[Points], classes: Sequence[str]) -> list[Key]:
    """What the marks of classes mean, if they are few, and those of rows."""
    keys = []
    if len(classes) <= _MOST_CLASSES:
        keys = [
            (mark(place, 0, 0, f"fill: {class_color(place)}; stroke: none"), shortened(name, _LONGEST))
            for place, name in enumerate(classes)
        ]
    keys += _row_keys(points, _EDGES)
    if any(one.is_wrong.any() for one in points if one.split != "train"):
        keys.append((f'<circle r="6.5" style="{_RING}"/>', "answered wrongly"))
    return keys


def surface_keys(points: Sequence[Points]) -> list[Key]:
    """What the edges of the marks on a surface mean."""
    return _row_keys(points, _EDGES_ON_SURFACE)


def placed_keys(keys: Sequence[Key]) -> tuple[list[str], float]:
    """The keys in lines below a drawing, and its height with them."""
    found, x, y = [], 12.0, HEIGHT + 10.0
    for drawn, words in keys:
        length = 26 + 6.4 * length_of(words)
        if x + length > WIDTH and x > 12:
            x, y = 12.0, y + 17
        found.append(f'<g transform="translate({x:.1f} {y:.1f})">{drawn}</g>{text(x + 10, y + 4, words)}')
        x += length
    return found, y + 11


def left_out(points: Sequence[Points]) -> str:
    """What is to say about rows that are not drawn, empty if all are."""
    few = [one for one in points if len(one.places) < one.total]
    counts = [f"{len(one.places):,} of {one.total:,} {one.split} rows" for one in few]
    outside = sum(one.outside for one in points)
    told = f" Drawn are {' and '.join(counts)}." if few else ""
    return told + (f" {outside:,} rows are far outside this area." if outside else "")


def _row_keys(points: Sequence[Points], edges: tuple[str, str]) -> list[Key]:
    return [
        (mark(0, 0, 0, f"fill: var(--soft); {edges[one.split != 'train']}"), f"{one.split} row")
        for one in points
    ]


def _size(points: Points) -> float:
    return 0.7 if len(points.places) > _MANY else 1.0


def _placed(points: Points, frame: Frame) -> Iterator[tuple[float, float, Any, bool]]:
    for (x, y), target, wrong in zip(
        points.places.tolist(), points.targets.tolist(), points.is_wrong.tolist(), strict=True
    ):
        yield frame.across.at(x), frame.up.at(y), target, wrong
