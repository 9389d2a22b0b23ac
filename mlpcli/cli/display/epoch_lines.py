"""The figures of epochs on a terminal: aligned under a header, in as many lines as its width asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from mlpcli.cli.display.text import figure

_GAP = "  "
BEST = "best"
# The shortest form of any figure: `1.2e+29`.
_NARROWEST = 7
_VALIDATION = "val_"
_SPLITS = ("training", "validation")
_SPLIT_WIDTH = max(map(len, _SPLITS))


@dataclass(frozen=True)
class EpochFigures:
    """What is shown of an epoch; `number` is written as `3/10`."""

    number: str
    figures: Mapping[str, float]
    seconds: float
    is_best: bool

    @property
    def end(self) -> str:
        """The time that it took, and whether it is the best so far."""
        decimals = max(0, 2 - max(0, len(f"{self.seconds:.0f}") - 2))
        time = f"{self.seconds:.{decimals}f} s"
        return f"{time:>7}{_GAP + BEST if self.is_best else ''}"


class EpochLayout(Protocol):
    """How the figures of epochs are laid out in lines."""

    width: int

    def header(self) -> list[str]:
        """The lines above the first epoch."""

    def lines(self, epoch: EpochFigures) -> list[str]:
        """The lines of an epoch."""


def epoch_layout(names: Sequence[str], epochs: int, width: int) -> EpochLayout:
    """The layout with the fewest lines that `width` columns hold.

    `names` are the figures as epochs have them: `loss`, metrics, and the same for validation as `val_...`.
    """
    number = max(2 * len(str(epochs)) + 1, len("epoch"))
    of_training = [name for name in names if not name.startswith(_VALIDATION)]
    has_validation = len(names) > len(of_training)
    layouts: list[EpochLayout] = [_OneLine(of_training, number, has_validation)]
    if has_validation:
        layouts.append(_TwoLines(of_training, number))
    return next((layout for layout in layouts if layout.width <= width), _Packed(of_training, width))


class _OneLine:
    """All figures of an epoch in one line, those of training before those of validation."""

    def __init__(self, names: Sequence[str], number: int, has_validation: bool) -> None:
        self._columns = _Columns(names)
        self._number = number
        self._prefixes = ("", _VALIDATION) if has_validation else ("",)
        figures = len(_GAP) + self._columns.width
        self.width = number + len(self._prefixes) * figures + len(_GAP) + len("12.34 s  best")

    def header(self) -> list[str]:
        *above, last = self._columns.titles()
        titles = [f"{split:>{self._columns.width}}" for split in _SPLITS]
        groups = [self._line("", titles)] if len(self._prefixes) > 1 else []
        lines = [*(self._line("", [line] * len(self._prefixes)) for line in above)]
        return [*groups, *lines, self._line("epoch", [last] * len(self._prefixes))]

    def lines(self, epoch: EpochFigures) -> list[str]:
        parts = [self._columns.row(epoch.figures, prefix) for prefix in self._prefixes]
        return [self._line(f"{epoch.number:>{self._number}}", [*parts, epoch.end])]

    def _line(self, number: str, parts: Iterable[str]) -> str:
        return _GAP.join([f"{number:{self._number}}", *parts])


class _TwoLines:
    """A line of training and one of validation for each epoch."""

    def __init__(self, names: Sequence[str], number: int) -> None:
        self._columns = _Columns(names)
        self._number = number
        self._indent = number + len(_GAP) + _SPLIT_WIDTH + len(_GAP)
        self.width = self._indent + self._columns.width + len(_GAP) + len("12.34 s  best")

    def header(self) -> list[str]:
        *above, last = self._columns.titles()
        return [*(" " * self._indent + line for line in above), f"{'epoch':{self._indent}}{last}"]

    def lines(self, epoch: EpochFigures) -> list[str]:
        numbers, ends = (f"{epoch.number:>{self._number}}", " " * self._number), ("", epoch.end)
        prefixes = ("", _VALIDATION)
        return [
            _GAP.join(
                [number, f"{split:{_SPLIT_WIDTH}}", self._columns.row(epoch.figures, prefix), end]
            ).rstrip()
            for number, split, prefix, end in zip(numbers, _SPLITS, prefixes, ends, strict=True)
        ]


class _Packed:
    """`name value` pairs, as many in a line as fit, none of them broken."""

    def __init__(self, names: Sequence[str], width: int) -> None:
        self._names = names
        self.width = width

    def header(self) -> list[str]:
        return []

    def lines(self, epoch: EpochFigures) -> list[str]:
        lines = [f"epoch {epoch.number}{_GAP}{epoch.end.lstrip()}"]
        for split, prefix in zip(_SPLITS, ("", _VALIDATION), strict=True):
            if prefix + self._names[0] in epoch.figures:
                pairs = [f"{name} {figure(epoch.figures[prefix + name])}" for name in self._names]
                head = f"{_GAP}{split:{_SPLIT_WIDTH}}{_GAP}"
                rows = _filled(pairs, self.width - len(head))
                lines += [head + rows[0], *(" " * len(head) + row for row in rows[1:])]
        return lines


class _Columns:
    """Columns of figures, whose titles have a word a line."""

    def __init__(self, names: Sequence[str]) -> None:
        self._words = [name.split("_") for name in names]
        self._names = names
        self._widths = [max(_NARROWEST, *map(len, words)) for words in self._words]
        self.width = sum(self._widths) + len(_GAP) * (len(names) - 1)

    def titles(self) -> list[str]:
        """The lines of the titles, which end in the same one."""
        lines = list(zip_longest(*(words[::-1] for words in self._words), fillvalue=""))
        return [self._aligned(line) for line in reversed(lines)]

    def row(self, figures: Mapping[str, float], prefix: str) -> str:
        """The figures whose names begin with `prefix`."""
        widths = zip(self._names, self._widths, strict=True)
        return self._aligned(_fitted(figures[prefix + name], width) for name, width in widths)

    def _aligned(self, texts: Iterable[str]) -> str:
        return _GAP.join(f"{text:>{width}}" for text, width in zip(texts, self._widths, strict=True))


def _fitted(value: float, width: int) -> str:
    """`value` in `width` columns, with as many digits as they hold."""
    texts = [figure(value), *(f"{value:.{digits}g}" for digits in range(6, 0, -1))]
    return next((text for text in texts if len(text) <= width), texts[-1])


def _filled(pairs: Iterable[str], width: int) -> list[str]:
    rows: list[str] = []
    for pair in pairs:
        if rows and len(rows[-1]) + len(_GAP) + len(pair) <= width:
            rows[-1] += _GAP + pair
        else:
            rows.append(pair)
    return rows
