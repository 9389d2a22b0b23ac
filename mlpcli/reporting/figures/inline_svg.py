"""Drawings by matplotlib as inline SVG: one text that serves a light page and a dark one.

Colours are drawn as stand-ins, which become the variables of the page's style sheet. Texts stay texts, so
that the reader's fonts draw them, in any script. A canvas without pyplot keeps no figures and no windows.
"""

import io
import logging
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

INK, FAINT = "#010203", "#020304"
"""The colours of axes and texts, and of lines in the background."""

SERIES = ("#a1b0c0", "#a1b0c1", "#a1b0c2", "#a1b0c3", "#a1b0c4", "#a1b0c5")
"""The colours of what is drawn, which differ for colour-blind people too: Okabe, Ito 2008."""

DASHES = ("", "6 3", "2 2", "8 3 2 3", "10 3", "1 2")
"""How lines are dashed, so that they differ without colours too."""

_VARIABLES = {INK: "var(--ink)", FAINT: "var(--faint)"} | {
    color: f"var(--c{number})" for number, color in enumerate(SERIES)
}
_STYLE: Any = {
    "svg.fonttype": "none",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "text.parse_math": False,
    "font.size": 11,
    "axes.unicode_minus": True,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.0,
    "path.simplify": True,
}
_WIDTH, _HEIGHT = 400, 250
_POINTS_AN_INCH = 72
# Of a digit in the font that matplotlib measures with, which is wider than those of most pages.
_DIGIT = 6.8
_BELOW, _ABOVE, _RIGHT = 42, 12, 14
_TAG = re.compile(r"<[^<>]+>")
_COLOR = re.compile("|".join(map(re.escape, _VARIABLES)))
_FONT = re.compile(r" font-family: [^;\"]*;?")
_GROUP = re.compile(r"<g id=\"[^\"]*\"")

# What is missing of fonts and folders is nothing that a reader of the page sees.
logging.getLogger("matplotlib").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Key:
    """An entry of a legend: the text, and the numbers of its colour and of its dashes."""

    text: str
    color: int
    dashes: int = 0


@dataclass(frozen=True)
class Drawing:
    """A drawing: its title says what to see, `svg` is an element, and `note` a sentence below, if any."""

    title: str
    svg: str
    legend: Sequence[Key] = ()
    note: str = ""


def drawn(
    name: str, draw: Callable[[Axes], None], across: str, up: str, *, percent: str = "", whole: str = ""
) -> str:
    """The SVG of what `draw` draws; `name` is one of its own on the page.

    `across` and `up` are the titles of the axes. `percent` names the axes, `x` and `y`, whose numbers are
    shares; `whole` those whose numbers are whole.
    """
    # Such as of letters that its own fonts lack, which the reader's draw, and of numbers near the largest.
    with matplotlib.rc_context(), warnings.catch_warnings(action="ignore"):
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE | {"svg.hashsalt": name})
        figure = Figure(figsize=(_WIDTH / _POINTS_AN_INCH, _HEIGHT / _POINTS_AN_INCH))
        # Its methods have no types.
        canvas: Any = FigureCanvasSVG(figure)
        axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
        draw(axes)
        axes.set_xlabel(across)
        for axis, letter in ((axes.xaxis, "x"), (axes.yaxis, "y")):
            axis.set_tick_params(length=0)
            if axis.get_scale() == "linear":
                axis.set_major_locator(MaxNLocator(5, integer=letter in whole))
                axis.set_major_formatter(FuncFormatter(_share if letter in percent else _number))
            else:
                axis.set_minor_locator(NullLocator())
        _place(axes, up)
        text = io.StringIO()
        canvas.print_svg(text, metadata={"Date": None, "Creator": None})
    return _inline(text.getvalue(), name)


def line_style(dashes: int) -> Any:
    """The dashes with this number, as matplotlib takes them for lines of the usual width."""
    lengths = [float(one) / 2 for one in DASHES[dashes].split()]
    return (0, tuple(lengths)) if lengths else "-"


def _place(axes: Axes, up: str) -> None:
    """Leave room for the numbers on the left, and write above them what they are."""
    low, high = sorted(axes.get_ylim())
    shown = [label.get_text() for label in axes.get_yticklabels()]
    spans = zip(axes.get_yticks(), shown, strict=True)
    left = 12 + _DIGIT * max((len(text) for tick, text in spans if low <= tick <= high), default=0)
    above = _ABOVE + 16 * bool(up)
    axes.set_position(
        (
            left / _WIDTH,
            _BELOW / _HEIGHT,
            (_WIDTH - left - _RIGHT) / _WIDTH,
            (_HEIGHT - _BELOW - above) / _HEIGHT,
        )
    )
    axes.text(2 - left, 1, up, transform=_in_points(axes, above), ha="left", va="top")


def _in_points(axes: Axes, above: float) -> Any:
    """Coordinates in points from the upper left corner of the axes, up by `above`."""
    from matplotlib.transforms import Affine2D

    figure = axes.get_figure()
    box = axes.get_position()
    scale = 1 / _WIDTH, 1 / _HEIGHT
    top = box.y1 + (above - 4) / _HEIGHT
    return Affine2D().translate(0, -1).scale(*scale).translate(box.x0, top) + figure.transFigure  # type: ignore[union-attr]


def _number(value: float, _: object = None) -> str:
    return f"{value:.6g}".replace("-", "\u2212") if value else "0"


def _share(value: float, _: object = None) -> str:
    return f"{100 * value:.4g}\u202f%"


def _inline(svg: str, title: str) -> str:
    """The element alone, with the page's colours and fonts, and without the ids of groups."""
    body = svg[svg.index("</defs>") + len("</defs>") :]
    body = _TAG.sub(_with_variables, body)
    return f'<svg class="figure" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">{body}'


def _with_variables(tag: "re.Match[str]") -> str:
    text = _COLOR.sub(lambda one: _VARIABLES[one[0]], tag[0])
    text = _GROUP.sub("<g", text).replace("xlink:href", "href")
    return _FONT.sub("", text)
