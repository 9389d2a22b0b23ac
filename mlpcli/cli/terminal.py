"""The two streams: results to standard output, progress and notices to standard error.

Every text from outside is shown as the characters it holds, never as what a terminal or Rich would make of
them.
"""

import sys
from io import StringIO
from typing import Literal

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from mlpcli.cli.text import literal as literal

# Where there is no terminal there is no width either: wide enough for any table, so that nothing is cut.
_WIDTH_OF_A_FILE = 200
_ENDLESS = 100_000


def console(*, error: bool = False) -> Console:
    """A Rich console for one of the streams, as it is now."""
    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else _WIDTH_OF_A_FILE
    return Console(stderr=error, markup=False, highlight=False, emoji=False, width=width)


def say(text: str = "") -> None:
    """A line of results, shown literally."""
    console().print(cell(text), soft_wrap=True)


def note(text: str, style: str = "") -> None:
    """A line about what is going on, shown literally."""
    console(error=True).print(cell(text, style), soft_wrap=True)


def ask(question: str) -> str:
    """What the user types in answer to a question, without the white space around it; nothing at the end."""
    console(error=True).print(cell(question), soft_wrap=True, end="")
    return sys.stdin.readline().strip()


def show(table: Table) -> None:
    """A table of results."""
    console().print(table)


def fits(table: Table) -> bool:
    """Whether standard output is wide enough to show the table without folding its cells."""
    page = console()
    endless = page.options.update_width(_ENDLESS)
    return Measurement.get(page, endless, table).maximum <= page.width


def as_text(table: Table) -> str:
    """A table as a file holds it, without styles."""
    page = StringIO()
    plain = Console(
        file=page, markup=False, highlight=False, emoji=False, color_system=None, width=_WIDTH_OF_A_FILE
    )
    plain.print(table)
    return page.getvalue()


def plain_table(*columns: str, numbers: tuple[str, ...] = (), title: str | None = None) -> Table:
    """A table without lines around it; the columns in `numbers` are aligned to the right.

    Where the width does not suffice, cells go on in the next line: a name cut off names nothing.
    """
    table = Table(box=None, pad_edge=False, title=title, title_justify="left", title_style="bold")
    for column in columns:
        side: Literal["left", "right"] = "right" if column in numbers else "left"
        table.add_column(literal(column), justify=side, overflow="fold", header_style="bold")
    return table


def cell(text: str, style: str = "") -> Text:
    """A line or a cell that shows `text` literally."""
    return Text(literal(text), style)
