"""A run's curves as a picture of a few lines, drawn with Braille characters."""

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mlpcli.cli.display.terminal import Style, echo, styled, terminal_width
from mlpcli.cli.display.text import figure
from mlpcli.inference.scoring.repeated_figures import shown_once

_ROWS = 6
_NARROWEST = 20
_WIDEST = 44
_GAP = 4
# A Braille character is a raster of 2 x 4 dots; these are their bits, by column and row.
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_BLANK = 0x2800
_NO_FIGURES = ("epoch", "seconds", "learning_rate")
_LOOKS: tuple[Style, Style] = ("cyan", "magenta")
# Training is drawn dotted and validation solid, so that they differ without colour too.
_LEGEND = ("\u2812\u2802\u2812 training", "\u2812\u2812\u2812 validation")


@dataclass(frozen=True)
class Curve:
    """The values of one figure, an epoch each, in training and validation; `validation` may be empty."""

    name: str
    training: Sequence[float]
    validation: Sequence[float] = ()


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
    if not curves or len(curves[0].training) < 2:
        return []
    fitting = max(1, min(len(curves), (width + _GAP) // (_NARROWEST + _axis_width(curves) + _GAP)))
    shown = curves[:fitting]
    columns = min(_WIDEST, (width + _GAP) // fitting - _GAP - _axis_width(shown))
    if columns < _NARROWEST:
        return []
    panels = [_panel(curve, first, best, columns, _axis_width(shown)) for curve in shown]
    lines = [(" " * _GAP).join(parts).rstrip() for parts in zip(*panels, strict=True)]
    return [*lines, *_legend(has_validation=any(curve.validation for curve in shown))]


def _can_be_written(encoding: str | None) -> bool:
    try:
        "".join(_LEGEND).encode(encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _values(rows: Sequence[Mapping[str, float]], name: str) -> list[float]:
    return [row[name] for row in rows] if name in rows[0] else []


def _legend(*, has_validation: bool) -> list[str]:
    """What is which; a curve alone needs no legend."""
    entries = [styled(text, look) for text, look in zip(_LEGEND, _LOOKS, strict=True)]
    return ["   ".join(entries)] if has_validation else []


def _axis_width(curves: Sequence[Curve]) -> int:
    return max(len(figure(bound)) for curve in curves for bound in _bounds(curve)) + 2


def _bounds(curve: Curve) -> tuple[float, float]:
    finite = [value for value in (*curve.training, *curve.validation) if math.isfinite(value)]
    return max(finite), min(finite)


def _panel(curve: Curve, first: int, best: int | None, columns: int, axis: int) -> list[str]:
    """Title, picture and epochs, every line as wide as the others."""
    high, low = _bounds(curve)
    raster = [[(0, 0)] * columns for _ in range(_ROWS)]
    for number, values in enumerate((curve.training, curve.validation)):
        is_dotted = number == 0 and bool(curve.validation)
        for x, y in _dots(values, high, low, columns, is_dotted=is_dotted):
            bits, _ = raster[y // 4][x // 2]
            raster[y // 4][x // 2] = (bits | _DOTS[x % 2][y % 4], number)
    labels = [figure(high), *[""] * (_ROWS - 2), figure(low)]
    rows = [
        f"{label:>{axis - 2}} \u2502" + "".join(_cell(bits, number) for bits, number in line)
        for label, line in zip(labels, raster, strict=True)
    ]
    title = f"{'':{axis}}{curve.name:{columns}}"[: axis + columns]
    return [styled(title, "bold"), *rows, _epochs(first, len(curve.training), best, columns, axis)]


def _cell(bits: int, number: int) -> str:
    return styled(chr(_BLANK + bits), _LOOKS[number]) if bits else " "


def _epochs(first: int, count: int, best: int | None, columns: int, axis: int) -> str:
    """The line below the picture: the first and the last epoch, and the best one where it is."""
    last = first + count - 1
    ends = f"{f'epoch {first}':{columns - len(str(last))}}{last}"
    if best is None or not first <= best <= last:
        return " " * axis + ends
    mark = f"\u25b2 best {best}"
    start = min(round((best - first) / (count - 1) * (columns - 1)), columns - len(mark))
    stop = start + len(mark)
    # An end that the mark would touch makes room for it.
    before = ends[:start] if ends[: start + 1].endswith("  ") else " " * start
    after = ends[stop:] if ends[stop - 1 :].startswith("  ") else " " * (columns - stop)
    return " " * axis + before + mark + after


def _dots(
    values: Sequence[float], high: float, low: float, columns: int, *, is_dotted: bool
) -> set[tuple[int, int]]:
    """The dots `(x, y)` of a curve, epochs connected by straight lines; gaps where a value is not finite."""
    wide, tall = 2 * columns - 1, 4 * _ROWS - 1
    step = wide / (len(values) - 1) if len(values) > 1 else 0
    points = [(x * step, tall * (high - value) / ((high - low) or 1)) for x, value in enumerate(values)]
    dots: list[tuple[int, int]] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        if math.isfinite(y0) and math.isfinite(y1):
            length = max(1, math.ceil(max(x1 - x0, abs(y1 - y0))))
            steps = [k / length for k in range(length + 1)]
            dots += [(round(x0 + (x1 - x0) * t), round(y0 + (y1 - y0) * t)) for t in steps]
    return set(list(dict.fromkeys(dots))[:: 3 if is_dotted else 1])
