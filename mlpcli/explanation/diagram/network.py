"""A network as a drawing: columns of units for vectors, boxes for images and sequences."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from mlpcli.config.config import Config
from mlpcli.explanation.diagram.arrows import draw_arrow, draw_filter, draw_turn, is_filtered
from mlpcli.explanation.diagram.boxes import draw_box
from mlpcli.explanation.diagram.layout import MARGIN, WIDTH, Placed, bodies_of, place
from mlpcli.explanation.diagram.names import (
    draw_names,
    draw_picture,
    output_names,
    room_for,
    room_for_picture,
)
from mlpcli.explanation.diagram.stages import Stage, is_dense, is_recurrent, stages_of
from mlpcli.explanation.diagram.style import STYLE
from mlpcli.explanation.diagram.svg import element, group, text, tooltip
from mlpcli.explanation.diagram.units import (
    Array,
    Ends,
    are_numbered,
    draw_biases,
    draw_column,
    draw_links,
    draw_loop,
    gathered,
)
from mlpcli.network.plan import Plan

_LEGEND = 34.0
_CARDS = 2


def draw_network(
    plan: Plan,
    config: Config,
    weights: Mapping[str, Array] | None = None,
    inputs: Sequence[str] = (),
    targets: Sequence[str] = (),
) -> str:
    """The network of a config, planned as `plan`, as the text of an SVG 400 units wide.

    Trained `weights`, by the names of `named_weights`, give links their colour and width. `inputs` are the
    names of the numbers in a row of a vector, `targets` those of a regression's outputs. One drawing serves
    light and dark pages; its background is of class `nn-paper`.
    """
    stages = stages_of(config, plan)
    bodies = bodies_of(stages)
    inputs = inputs if stages[0].look == "units" and len(inputs) == stages[0].units else ()
    outputs = output_names(plan.facts, stages[-1].units, targets)
    left = room_for_picture() if stages[0].unrolled else room_for(inputs, bodies[0])
    placed, height = place(bodies, left, room_for(outputs, bodies[-1]))
    drawing = _Drawing(placed, weights or {}, inputs, outputs)
    parts = list(drawing.parts())
    if drawing.has_weights:
        parts.append(_legend(height))
        height += _LEGEND
    title = f"the network {config.name}"
    paper = element("rect", x=0, y=0, width=WIDTH, height=height, class_="nn-paper")
    return element(
        "svg",
        tooltip(title),
        element("style", STYLE),
        paper,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
        width=WIDTH,
        height=height,
        class_="nn",
        role="img",
        aria_label=title,
    )


class _Drawing:
    """The parts of a drawing whose bodies have their places."""

    def __init__(
        self,
        placed: Sequence[Placed],
        weights: Mapping[str, Array],
        inputs: Sequence[str],
        outputs: Sequence[str],
    ) -> None:
        self._placed = placed
        self._weights = weights
        self._inputs = inputs
        self._outputs = outputs
        self.has_weights = False

    def parts(self) -> Iterator[str]:
        """Links first, so that units and boxes lie over them, and what filters cover over the boxes."""
        pairs = list(pairwise(self._placed))
        for before, after in pairs:
            yield self._between(before, after)
        for placed in self._placed:
            yield self._stage(placed)
        for before, after in pairs:
            if is_filtered(before, after):
                yield draw_filter(before, after)
            yield self._biases(before, after)
        first, last = self._placed[0], self._placed[-1]
        if first.body.stage.unrolled:
            yield draw_picture(first)
        yield draw_names(self._inputs, first, to_the_left=True)
        yield draw_names(self._outputs, last, to_the_left=False)

    def _between(self, before: Placed, after: Placed) -> str:
        if before.band != after.band:
            return draw_turn(before, after)
        source, target = before.body, after.body
        if source.column and target.column and is_dense(target.stage.main):
            return draw_links(self._ends(before), self._ends(after), self._kernel(target.stage))
        if source.box and target.column:
            return _fan(before, after)
        return "" if is_filtered(before, after) else draw_arrow(before, after)

    def _biases(self, before: Placed, after: Placed) -> str:
        """The biases of a layer whose weights are written beside its links."""
        bias = self._bias(after.body.stage)
        if bias is None or not (before.body.column and after.body.column) or before.band != after.band:
            return ""
        start, end = self._ends(before), self._ends(after)
        return draw_biases(end, bias) if are_numbered(start, end) else ""

    def _ends(self, placed: Placed) -> Ends:
        column = placed.body.column
        assert column is not None  # noqa: S101
        return Ends(placed.x, column.radius, column.places(placed.top), self._named(placed))

    def _named(self, placed: Placed) -> dict[int, str]:
        column, stage = placed.body.column, placed.body.stage
        assert column is not None  # noqa: S101
        names: Sequence[str] = ()
        if stage.is_input:
            names = self._inputs
        elif placed is self._placed[-1]:
            names = self._outputs
        return gathered(names, column, "value" if stage.main is None else "unit")

    def _kernel(self, stage: Stage) -> Array | None:
        """The weights `[inputs, units]` of a dense stage, if they are known and the same for all members."""
        kernel = self._weights.get(f"{stage.parts[0].planned.name}/kernel")
        if kernel is None or kernel.ndim != 2:
            return None
        self.has_weights = True
        return kernel

    def _bias(self, stage: Stage) -> Array | None:
        """The biases `[units]` of a dense stage, if they are known and the same for all members."""
        if not is_dense(stage.main):
            return None
        bias = self._weights.get(f"{stage.parts[0].planned.name}/bias")
        return None if bias is None or bias.ndim != 1 else bias

    def _stage(self, placed: Placed) -> str:
        body, stage = placed.body, placed.body.stage
        parts = [tooltip(stage.about)] if stage.about else []
        if body.column:
            kind = "nn-unit-in" if stage.is_input else "nn-unit"
            cards = _CARDS if stage.members > 1 else 0
            told = self._told(placed)
            parts.append(draw_column(body.column, placed.x, placed.top, told, kind, cards))
        elif body.box:
            told_of_box = tooltip(stage.about) if stage.about else ""
            parts.append(draw_box(body.box, placed.x - body.half, placed.top, told_of_box))
        else:
            parts.append(text("…", placed.x, placed.y + 4, "nn-name"))
        if is_recurrent(stage.main):
            parts.append(draw_loop(placed.x, placed.top))
        parts.extend(body.caption.draw(placed.x, placed.caption_top, placed.room - 4))
        return group(parts)

    def _told(self, placed: Placed) -> dict[int, str]:
        """The tooltip of every drawn unit: its name, and its bias if it is known."""
        names, stage = self._named(placed), placed.body.stage
        bias = self._bias(stage)
        if bias is None:
            return names
        return {unit: f"{name}: bias {float(bias[unit]):.4g}" for unit, name in names.items()}


def _fan(before: Placed, after: Placed) -> str:
    """Lines from the edge of a box to the first and the last unit of a column."""
    column, box = after.body.column, before.body.box
    assert column is not None and box is not None  # noqa: S101
    places = list(column.places(after.top).values())
    right = before.x + before.body.half
    ends = ((before.top, places[0]), (before.top + box.height - box.up, places[-1]))
    return group(
        element("line", x1=right, y1=start, x2=after.x - after.body.half, y2=end, class_="nn-link")
        for start, end in ends
    )


def _legend(top: float) -> str:
    """What colours and widths of links mean."""
    y, middle = top + 8, WIDTH / 2
    samples = [
        element("line", x1=MARGIN, x2=MARGIN + 26, y1=y, y2=y, class_="nn-plus", stroke_width=2.5),
        text("weight above 0", MARGIN + 32, y + 3.5, "nn-small", "start"),
        element("line", x1=middle - 70, x2=middle - 44, y1=y, y2=y, class_="nn-minus", stroke_width=2.5),
        text("below 0", middle - 38, y + 3.5, "nn-small", "start"),
        text("the wider, the larger in its layer", WIDTH - MARGIN, y + 3.5, "nn-small", "end"),
    ]
    return group(samples)
