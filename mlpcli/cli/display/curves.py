"""A run's curves as a picture of a few lines, drawn with Braille characters."""

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, cycle, pairwise

from mlpcli.cli.display.terminal import Style, echo, styled, terminal_width
from mlpcli.cli.display.text import figure, literal, text_width
from mlpcli.inference.scoring.repeated_figures import shown_once

_ROWS = 6
_NARROWEST = 20
_WIDEST = 44
_GAP = 4
# A Braille character is a raster of 2 x 4 dots; these are their bits, by column and row.
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_BLANK = 0x2800
_NO_FIGURES = ("epoch", "seconds", "learning_rate")
# Lines differ without colour too: by which of their dots are drawn, again and again.
_LOOKS: Sequence[Style] = ("magenta", "cyan", "yellow", "green")
_SOLID, _DOTTED = (True,), (True, False, False)
_DASHES = (_SOLID, _DOTTED, (True,) * 6 + (False,) * 4, (True,) * 5 + (False, False, True, False, False))
_SAMPLES = ("\u2812\u2812\u2812", "\u2812\u2802\u2812", "\u2812\u2800\u2812", "\u2812\u2810\u2800")
MOST_LINES = len(_LOOKS)
"""How many lines of one picture can be told apart."""


@dataclass(frozen=True)
class Curve:
    """The values of one figure, an epoch each, in training and validation; `validation` may be empty."""

    name: str
    training: Sequence[float]
    validation: Sequence[float] = ()


@dataclass(frozen=True)
class Line:
    """The values of one line, an epoch each from the epoch `first` on; lines of the same `number`, from 0,
    look alike."""

    number: int
    first: int
    values: Sequence[float]


@dataclass(frozen=True)
class Panel:
    """Lines over each other, and above them what they are of."""

    name: str
    lines: Sequence[Line]


def show_curves(rows: Sequence[Mapping[str, float]], best: int | None) -> None:
    """Show the curves of epochs, as metrics.csv has them, if standard output is a terminal."""
    if sys.stdout.isatty() and rows and _can_be_written(sys.stdout.encoding):
        width = terminal_width(sys.stdout)
        for line in picture(curves_of(rows), int(rows[0]["epoch"]), best, width):
            echo(line, sys.stdout)


def curves_of(rows: Sequence[Mapping[str, float]]) -> list[Curve]:
    """The loss and the first metric that is another figure, of one epoch at least."""
    figures = {name: value for name, value in rows[0].items() if name not in _NO_FIGURES}
    names = [name for name in shown_once(figures) if not name.startswith("val_")][:2]
    curves = [Curve(name, _values(rows, name), _values(rows, f"val_{name}")) for name in names]
    return [curve for curve in curves if any(map(math.isfinite, curve.training))]


def picture(curves: Sequence[Curve], first: int, best: int | None, width: int) -> list[str]:
    """The lines of the curves side by side, as many as `width` columns hold.

    `first` is the number of their first epoch. No lines if there are fewer than two epochs to connect.
    """
    panels = [_of_training_and_validation(curve, first) for curve in curves]
    has_validation = any(curve.validation for curve in curves)
    # A curve alone needs no legend.
    return _side_by_side(panels, best, width, {1: "training", 0: "validation"} if has_validation else {})


def show_panels(panels: Sequence[Panel], names: Mapping[int, str]) -> bool:
    """Show lines over each other, below an empty line, if standard output is a terminal; `names` are those of
    lines by number. Whether anything was shown."""
    if not sys.stdout.isatty() or not _can_be_written(sys.stdout.encoding):
        return False
    lines = _side_by_side(panels, None, terminal_width(sys.stdout), names)
    for line in ["", *lines] if lines else ():
        echo(line, sys.stdout)
    return bool(lines)


def _of_training_and_validation(curve: Curve, first: int) -> Panel:
    # Validation is drawn last, over training; a curve alone is solid.
    parts = (curve.training, curve.validation) if curve.validation else (curve.training,)
    return Panel(curve.name, [Line(len(parts) - 1 - at, first, values) for at, values in enumerate(parts)])


def _side_by_side(
    panels: Sequence[Panel], best: int | None, width: int, names: Mapping[int, str]
) -> list[str]:
    if not panels or max(len(line.values) for panel in panels for line in panel.lines) < 2:
        return []
    fitting = max(1, min(len(panels), (width + _GAP) // (_NARROWEST + _axis_width(panels) + _GAP)))
    shown = panels[:fitting]
    columns = min(_WIDEST, (width + _GAP) // fitting - _GAP - _axis_width(shown))
    if columns < _NARROWEST:
        return []
    drawn = [_drawn(panel, best, columns, _axis_width(shown)) for panel in shown]
    lines = [(" " * _GAP).join(parts).rstrip() for parts in zip(*drawn, strict=True)]
    return [*lines, *_legend(names, width)]


def _can_be_written(encoding: str | None) -> bool:
    try:
        "".join(_SAMPLES).encode(encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _values(rows: Sequence[Mapping[str, float]], name: str) -> list[float]:
    return [row[name] for row in rows] if name in rows[0] else []


def _legend(names: Mapping[int, str], width: int) -> list[str]:
    """What is which, in as few lines as `width` columns hold."""
    lines: list[str] = []
    used = 0
    for number, name in names.items():
        text = f"{_SAMPLES[number]} {literal(name)}"
        entry = styled(text, _LOOKS[number])
        if lines and used + 3 + text_width(text) <= width:
            lines[-1] += "   " + entry
            used += 3 + text_width(text)
        else:
            lines.append(entry)
            used = text_width(text)
    return lines


def _axis_width(panels: Sequence[Panel]) -> int:
    return max(len(figure(bound)) for panel in panels for bound in _bounds(panel)) + 2


def _bounds(panel: Panel) -> tuple[float, float]:
    finite = [value for line in panel.lines for value in line.values if math.isfinite(value)]
    return max(finite), min(finite)


def _drawn(panel: Panel, best: int | None, columns: int, axis: int) -> list[str]:
    """Title, picture and epochs, every line as wide as the others."""
    high, low = _bounds(panel)
    first = min(line.first for line in panel.lines)
    last = max(line.first + len(line.values) - 1 for line in panel.lines)
    raster = [[(0, 0)] * columns for _ in range(_ROWS)]
    for line in panel.lines:
        for x, y in _dots(line, first, last, high, low, columns):
            bits, _ = raster[y // 4][x // 2]
            raster[y // 4][x // 2] = (bits | _DOTS[x % 2][y % 4], line.number)
    labels = [figure(high), *[""] * (_ROWS - 2), figure(low)]
    rows = [
        f"{label:>{axis - 2}} \u2502" + "".join(_cell(bits, number) for bits, number in row)
        for label, row in zip(labels, raster, strict=True)
    ]
    title = f"{'':{axis}}{panel.name:{columns}}"[: axis + columns]
    return [styled(title, "bold"), *rows, _epochs(first, last, best, columns, axis)]


def _cell(bits: int, number: int) -> str:
    return styled(chr(_BLANK + bits), _LOOKS[number]) if bits else " "


def _epochs(first: int, last: int, best: int | None, columns: int, axis: int) -> str:
    """The line below the picture: the first and the last epoch, and the best one where it is."""
    ends = f"{f'epoch {first}':{columns - len(str(last))}}{last}"
    if best is None or not first <= best <= last:
        return " " * axis + ends
    mark = f"\u25b2 best {best}"
    start = min(round((best - first) / (last - first) * (columns - 1)), columns - len(mark))
    stop = start + len(mark)
    # An end that the mark would touch makes room for it.
    before = ends[:start] if ends[: start + 1].endswith("  ") else " " * start
    after = ends[stop:] if ends[stop - 1 :].startswith("  ") else " " * (columns - stop)
    return " " * axis + before + mark + after


def _dots(line: Line, first: int, last: int, high: float, low: float, columns: int) -> set[tuple[int, int]]:
    """The dots `(x, y)` of a line in a picture of the epochs `first` to `last`: epochs connected by straight
    lines; gaps where a value is not finite."""
    wide, tall = 2 * columns - 1, 4 * _ROWS - 1
    step = wide / (last - first) if last > first else 0
    start = line.first - first
    points = [
        ((start + x) * step, tall * (high - value) / ((high - low) or 1))
        for x, value in enumerate(line.values)
    ]
    dots: list[tuple[int, int]] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        if math.isfinite(y0) and math.isfinite(y1):
            length = max(1, math.ceil(max(x1 - x0, abs(y1 - y0))))
            steps = [k / length for k in range(length + 1)]
            dots += [(round(x0 + (x1 - x0) * t), round(y0 + (y1 - y0) * t)) for t in steps]
    return set(compress(dict.fromkeys(dots), cycle(_DASHES[line.number])))
