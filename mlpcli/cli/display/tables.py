"""Tables on standard output.

Not Rich's: importing its table takes 36 ms and showing 100 rows 45 ms, where `runs list` takes 0.5 s in all
and these rows 4 ms. In a pipe it cuts texts at 80 columns and ends lines with spaces, it leaves escape
characters as they are, and it cannot begin before the last row is known, as `predict` does.
"""

import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from mlpcli.cli.display.terminal import Style, echo, styled, terminal_width
from mlpcli.cli.display.text import literal, text_width, wrapped

# The width used without a terminal: wide enough for most tables.
_WIDTH_OF_A_FILE = 200
_GAP = "  "


@dataclass(frozen=True)
class Cell:
    """A text in a table, and how a terminal shows it."""

    text: str
    style: Style = ""


class Table:
    """A table without borders; the columns in `numbers` are right-aligned.

    Texts are shown literally. A row wider than the terminal wraps, because a truncated name is useless.
    """

    def __init__(self, *names: str, numbers: Collection[str] = ()) -> None:
        self._to_the_right = [name in numbers for name in names]
        self._rows: list[list[Cell]] = []
        self.add(*names, style="bold")

    def add(self, *cells: str | Cell, style: Style = "") -> None:
        """Append a row; `style` applies to cells without a style of their own."""
        own = [cell if isinstance(cell, Cell) else Cell(cell, style) for cell in cells]
        self._rows.append([Cell(literal(cell.text), cell.style) for cell in own])

    def fits(self) -> bool:
        """Whether standard output is wide enough for every row."""
        return _total(column_widths(self._rows)) <= min(terminal_width(sys.stdout), _WIDTH_OF_A_FILE)

    def show(self) -> None:
        """Print the header and the rows to standard output."""
        widths, columns = column_widths(self._rows), terminal_width(sys.stdout)
        fits = _total(widths) <= columns
        for row in self._rows:
            line = aligned(row, widths, self._to_the_right)
            for part in [line] if fits else wrapped(line, columns):
                echo(part, sys.stdout)


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def column_widths(rows: Iterable[Sequence[Cell]]) -> list[int]:
    """The width of each column: that of its widest cell."""
    return [max(text_width(cell.text) for cell in column) for column in zip(*rows, strict=True)]


def aligned(row: Sequence[Cell], widths: Sequence[int], to_the_right: Sequence[bool]) -> str:
    """A line of cells with literal texts, each padded to its column's width."""
    padded = []
    for cell, width, is_right in zip(row, widths, to_the_right, strict=True):
        space = " " * (width - text_width(cell.text))
        text = styled(cell.text, cell.style)
        padded.append(space + text if is_right else text + space)
    return _GAP.join(padded).rstrip()
