"""Tables on standard output.

Not Rich's: importing its table takes 36 ms and showing 100 rows 45 ms, where `runs list` takes 0.5 s in all
and these rows 4 ms. In a pipe it cuts texts at 80 columns and ends lines with spaces, it leaves escape
characters as they are, and it cannot begin before the last row is known, as `predict` does.
"""

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
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

    Texts are shown literally. A row wider than the terminal wraps, because a truncated name is useless; a
    table of numbers is shown in parts, one below the other, each with the first column.
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
        parts = [list(range(len(widths)))]
        if _total(widths) > columns and all(self._to_the_right[1:]):
            parts = list(_parts(widths, columns))
        for place, part in enumerate(parts):
            if place:
                echo("", sys.stdout)
            self._show_columns(part, widths, columns)

    def _show_columns(self, part: Sequence[int], widths: Sequence[int], columns: int) -> None:
        """Print some columns of all rows, each row on one line if that is wide enough."""
        own = [widths[index] for index in part]
        to_the_right = [self._to_the_right[index] for index in part]
        for row in self._rows:
            line = aligned([row[index] for index in part], own, to_the_right)
            for one in [line] if _total(own) <= columns else wrapped(line, columns):
                echo(one, sys.stdout)


def _parts(widths: Sequence[int], columns: int) -> Iterator[list[int]]:
    """The columns of each part of a table, as many as fit beside the first one, and at least one."""
    part = [0]
    for index in range(1, len(widths)):
        if len(part) > 1 and _total([widths[one] for one in (*part, index)]) > columns:
            yield part
            part = [0]
        part.append(index)
    yield part


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
