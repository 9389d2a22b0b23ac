"""What is written below a stage: its layers, their sizes, activation curves and parameters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlpcli.config.layers import activation, core
from mlpcli.config.layers.base import Layer
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.explanation.diagram.curve import HEIGHT, WIDTH, curve
from mlpcli.explanation.diagram.stages import Stage
from mlpcli.explanation.diagram.style import FONT, SMALL
from mlpcli.explanation.diagram.svg import shortened, text, width_of
from mlpcli.explanation.words.activations import activation_of
from mlpcli.explanation.words.phrases import counted, percent, sides
from mlpcli.network.shape_inference.layer_rule import written

MOST_WIDTH = 92.0
_LEADING, _GAP = 13.0, 4.0
# More layers than these in one stage are counted.
_MOST_PARTS = 5
_WORDS = re.compile(r"[A-Z][a-z]+(?:[0-9]D)?|[A-Z]+(?![a-z])")
_SIZES = {"nn-name": FONT, "nn-text": FONT, "nn-small": SMALL}


@dataclass(frozen=True)
class Line:
    """A line of a caption: a text of a class of the style, or the curve of an activation."""

    words: str
    kind: str = "nn-text"
    shown: str | WithArguments | None = None

    @property
    def height(self) -> float:
        return HEIGHT + 2 * _GAP if self.shown else _LEADING

    @property
    def width(self) -> float:
        return WIDTH if self.shown else width_of(self.words, _SIZES[self.kind])


@dataclass(frozen=True)
class Caption:
    """The lines below a stage."""

    lines: tuple[Line, ...]

    @property
    def width(self) -> float:
        return min(MOST_WIDTH, max((line.width for line in self.lines), default=0.0))

    @property
    def height(self) -> float:
        return sum(line.height for line in self.lines)

    def draw(self, x: float, y: float, room: float) -> Iterator[str]:
        """The lines, centered at `x`, from `y` down, each at most `room` wide."""
        for line in self.lines:
            if line.shown:
                yield curve(line.shown, x - WIDTH / 2, y + _GAP)
            else:
                words = shortened(line.words, room, _SIZES[line.kind])
                yield text(words, x, y + _LEADING - 3, line.kind)
            y += line.height


def caption_of(stage: Stage, drawn: int | None = None) -> Caption:
    """The caption of a stage of which `drawn` units are, None if all are."""
    if stage.look == "gap":
        return Caption((Line(f"{stage.hidden} layers", "nn-name"), Line("not drawn", "nn-small")))
    return Caption(tuple(_lines(stage, drawn)))


def _lines(stage: Stage, drawn: int | None) -> Iterator[Line]:
    attached = list(stage.parts)
    if stage.is_input:
        yield Line("Input", "nn-name")
        if stage.unrolled:
            yield Line(written(stage.unrolled))
    else:
        main = attached.pop(0).layer
        yield from _title(main)
    yield Line(_size(stage))
    if drawn is not None:
        yield Line(f"{drawn} drawn", "nn-small")
    if stage.members > 1:
        yield Line(f"x {stage.members} members", "nn-small")
    if stage.main is not None:
        yield from _details(stage.main)
        yield from _activation(stage.main)
    for part in attached[:_MOST_PARTS]:
        yield from _attached(part.layer)
    if more := len(attached) - _MOST_PARTS:
        if more > 0:
            yield Line(f"{counted(more, 'layer')} more", "nn-small")
    if stage.parameters:
        yield Line(f"{stage.parameters:,}", "nn-small")
        yield Line("parameter" if stage.parameters == 1 else "parameters", "nn-small")


def _size(stage: Stage) -> str:
    if len(stage.shape) > 1 and stage.members == 1:
        return written(stage.shape)
    if stage.is_input:
        return counted(stage.units, "value")
    return counted(stage.units, "unit" if hasattr(getattr(stage.main, "inner", None), "units") else "value")


def _title(layer: Layer) -> Iterator[Line]:
    """The name of a layer, over two lines if it is long."""
    line = ""
    for word in _WORDS.findall(type(layer).__name__):
        if line and width_of(line + word, FONT) > MOST_WIDTH - 10:
            yield Line(line, "nn-name")
            line = ""
        line += word
    yield Line(line, "nn-name")
    if layer.inner is not layer:
        yield Line(f"of {type(layer.inner).__name__}", "nn-small")


def _details(layer: Layer) -> Iterator[Line]:
    inner = layer.inner
    for key, word in (("kernel_size", "kernel"), ("pool_size", "of")):
        if size := getattr(inner, key, None):
            yield Line(f"{word} {sides(size) if isinstance(size, tuple) else size}", "nn-small")


def _activation(layer: Layer) -> Iterator[Line]:
    chosen = activation_of(layer)
    if chosen is None or chosen == "linear":
        return
    yield Line(name_of(chosen))
    yield Line("", shown=chosen)


def _attached(layer: Layer) -> Iterator[Line]:
    if isinstance(layer, core.Activation) or type(layer).__name__ in activation.LAYERS:
        if activation_of(layer) is None:
            yield from _title(layer)
        yield from _activation(layer)
        return
    *first, last = _title(layer)
    yield from (Line(line.words, "nn-small") for line in first)
    rate = getattr(layer, "rate", None)
    yield Line(last.words if rate is None else f"{last.words} {percent(rate)}", "nn-small")
