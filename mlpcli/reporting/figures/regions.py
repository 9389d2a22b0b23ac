"""Decision regions, surfaces and what hidden neurons do, drawn over the area of two inputs."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mlpcli.readable import shortened
from mlpcli.reporting.facts.regions import Regions
from mlpcli.reporting.figures.contours import contour, path_of
from mlpcli.reporting.figures.indexed_pictures import (
    class_picture,
    neuron_picture,
    surface_color,
    surface_picture,
)
from mlpcli.reporting.figures.inline_svg import Drawing
from mlpcli.reporting.figures.plane import (
    WIDTH,
    Frame,
    Scale,
    element,
    frame_of,
    length_of,
    mark,
    number,
    text,
)
from mlpcli.reporting.figures.plane_rows import (
    class_keys,
    class_rows,
    left_out,
    placed_keys,
    surface_keys,
    surface_rows,
)

Numbers = NDArray[np.float32]

_LONGEST_LABEL = 18
_MOST_REGIONS = 40
_LEVELS = 8
_TO_A_CELL = 20
# Cells from the border of a region to its middle; in smaller ones there is no room for a name.
_ROOM = 3
_LINE = "fill: none; stroke: var(--ink); stroke-width: 1.4"
_HALO = "paint-order: stroke; stroke: var(--page); stroke-width: 3; font-weight: 600"
_TILE = 80
_MOST_SMALL = 100


def class_regions(found: Regions, classes: Sequence[str], title: str) -> Drawing:
    """Which class the network answers where, with the rows."""
    frame = frame_in(found)
    parts = [
        frame.picture(class_picture(found.outputs)),
        boundaries(found.outputs, frame),
        frame.axes(found.across.name, found.up.name),
        *class_rows(found.points, frame),
        *class_names(found.outputs, classes, frame),
    ]
    keys, height = placed_keys(class_keys(found.points, classes))
    note = "The stronger a colour, the surer the answer. On the lines two classes are equally probable."
    return Drawing(title, element([*parts, *keys], height), (), note + left_out(found.points))


def surface(found: Regions, at: int, title: str) -> Drawing:
    """The number with this place that the network predicts, as colours, with the rows in those of theirs."""
    values = found.outputs[..., at].astype(np.float64)
    low, high = range_of(values, [one.targets[:, at] for one in found.points])
    frame = frame_in(found, right=52)
    scale = Scale(low, high, frame.up.start, frame.up.end)
    parts = [
        frame.picture(surface_picture(values.astype(np.float32), low, high)),
        *(_level(values - tick, frame) for tick in scale.ticks(_LEVELS)),
        frame.axes(found.across.name, found.up.name),
        *surface_rows(found.points, at, frame, low, high),
        *color_bar(scale),
    ]
    keys, height = placed_keys(surface_keys(found.points))
    note = "Lines are at the numbers of the scale. A row stands out if its true number is another."
    return Drawing(title, element([*parts, *keys], height), (), note + left_out(found.points))


def neuron(values: Numbers, sums: Numbers, marks: str, definitions: str = "") -> str:
    """What a hidden neuron does over the area, `values` `[side, side]`, and the line where its `sums` are 0.

    `marks` is the id of the rows to draw over it, which `definitions` have, once on a page.
    """
    side = len(values)
    line = path_of(contour(sums.astype(np.float64)), _TILE, _TILE, side, side)
    return (
        f'<svg class="neuron" viewBox="0 0 {_TILE} {_TILE}" role="img">{definitions}'
        f'<image width="{_TILE}" height="{_TILE}" href="{neuron_picture(values)}"/>'
        f'<path style="{_LINE}" d="{line}"/><use href="#{marks}"/></svg>'
    )


def neuron_rows(found: Regions, has_classes: bool, marks: str) -> str:
    """The definition of training rows as small marks, to be drawn over every neuron by this id."""
    points = found.points[0]
    across = Scale(found.across.low, found.across.high, 0, _TILE)
    up = Scale(found.up.low, found.up.high, _TILE, 0)
    style = "fill: var(--ink); stroke: none; opacity: .55"
    hollow = "fill: var(--page); stroke: var(--ink); stroke-width: 1.6; opacity: .7"
    kinds = points.targets[:_MOST_SMALL].tolist() if has_classes else [0] * _MOST_SMALL
    drawn = [
        mark(kind, across.at(x), up.at(y), hollow if kind % 2 else style, 0.4)
        for (x, y), kind in zip(points.places.tolist(), kinds, strict=False)
    ]
    return f'<defs><g id="{marks}">{"".join(drawn)}</g></defs>'


def frame_in(found: Regions, right: float = 12) -> Frame:
    """The frame of a drawing over the area."""
    across, up = found.across, found.up
    return frame_of((across.low, up.low), (across.high, up.high), (across.constant, up.constant), right)


def boundaries(outputs: Numbers, frame: Frame) -> str:
    """The lines between the regions of classes, from probabilities `[side, side, classes]`."""
    side = len(outputs)
    line = path_of(boundary_pieces(outputs), frame.width, frame.height, side, side)
    return f'<path transform="translate({frame.left:g} {frame.top:g})" style="{_LINE}" d="{line}"/>'


def boundary_pieces(outputs: Numbers) -> NDArray[np.float64]:
    """The pieces of the lines between the regions of classes, as `contour` has them; none between more than
    40 regions, which their colours tell apart."""
    chosen = outputs.argmax(axis=-1)
    first, second = np.moveaxis(np.sort(outputs.astype(np.float64), axis=-1)[..., :-3:-1], -1, 0)
    places = np.unique(chosen)
    pieces = [np.empty((0, 2, 2))]
    # With two classes there is nothing more to find from the other side.
    for place in places[: 1 if outputs.shape[-1] == 2 else None] if len(places) <= _MOST_REGIONS else ():
        ahead = outputs[..., place] - np.where(chosen == place, second, first)
        # Where classes are equally probable the first of them is answered.
        ahead[(ahead == 0) & (chosen != place)] = -1e-12
        pieces.append(contour(ahead))
    found = np.concatenate(pieces)
    # With more, most pieces are found from both sides.
    middles = (found.mean(axis=1) * _TO_A_CELL).round()
    return found[np.sort(np.unique(middles, axis=0, return_index=True)[1])]


def class_names(outputs: Numbers, classes: Sequence[str], frame: Frame) -> Iterator[str]:
    """The names of the classes, each in the middle of its largest region."""
    chosen = outputs.argmax(axis=-1)
    places = np.unique(chosen)
    side = len(chosen)
    for place in places[:_MOST_REGIONS].tolist():
        row, column, room = _innermost(chosen == place)
        if room < _ROOM:
            continue
        words = shortened(classes[place], _LONGEST_LABEL)
        half = 4 * length_of(words)
        x = frame.left + (column + 0.5) / side * frame.width
        x = min(max(x, frame.left + half + 3), frame.left + frame.width - half - 3)
        yield text(x, frame.top + (row + 0.5) / side * frame.height + 4, words, "middle", _HALO, 13)


def range_of(values: NDArray[np.float64], targets: Sequence[NDArray[np.float32]]) -> tuple[float, float]:
    """From the lowest to the highest of the values and of nearly all targets."""
    ends = [float(values.min()), float(values.max())]
    for one in targets:
        if len(one):
            ends += np.quantile(one.astype(np.float64), [0.01, 0.99]).tolist()
    low, high = min(ends), max(ends)
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def color_bar(scale: Scale) -> Iterator[str]:
    """The colours of a surface with their numbers, at the right edge of a drawing."""
    left, steps = WIDTH - 44, 32
    height = (scale.start - scale.end) / steps
    for step in range(steps):
        red, green, blue = surface_color((step + 0.5) / steps)
        y = scale.start - (step + 1) * height
        size = f'width="10" height="{height + 0.4:.1f}"'
        yield f'<rect x="{left}" y="{y:.1f}" {size} fill="rgb({red},{green},{blue})"/>'
    for tick in scale.ticks(_LEVELS):
        yield text(left + 13, scale.at(tick) + 4, number(tick))


def _level(values: NDArray[np.float64], frame: Frame) -> str:
    side = len(values)
    line = path_of(contour(values), frame.width, frame.height, side, side)
    style = "fill: none; stroke: #ffffff; stroke-opacity: .65"
    return f'<path transform="translate({frame.left:g} {frame.top:g})" style="{style}" d="{line}"/>'


def _innermost(region: NDArray[np.bool_]) -> tuple[int, int, int]:
    """The row and column of the cell of a region that is furthest from its border, and how far that is."""
    room, left = 0, region
    while True:
        padded = np.pad(left, 1)
        inner = left & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
        if not inner.any():
            break
        room, left = room + 1, inner
    cells = np.argwhere(left)
    row, column = cells[len(cells) // 2].tolist()
    return row, column, room
