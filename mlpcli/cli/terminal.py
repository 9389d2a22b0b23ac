"""The two streams: results to standard output, progress and notices to standard error.

Every text from outside is shown as the characters it holds, never as what a terminal or Rich would make of
them.
"""

import sys
import unicodedata
from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

# Where there is no terminal there is no width either: wide enough for any table, so that nothing is cut.
_WIDTH_OF_A_FILE = 200


def console(*, error: bool = False) -> Console:
    """A Rich console for one of the streams, as it is now."""
    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else _WIDTH_OF_A_FILE
    return Console(stderr=error, markup=False, highlight=False, emoji=False, width=width)


def literal(text: str) -> str:
    """The text with every control and direction-changing character spelled out: `\\x1b`."""
    return "".join(_spelled(character) for character in text)


def _spelled(character: str) -> str:
    if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def say(text: str = "") -> None:
    """A line of results."""
    console().print(Text(text), soft_wrap=True)


def note(text: str, style: str = "") -> None:
    """A line about what is going on."""
    console(error=True).print(Text(text, style), soft_wrap=True)


def write(text: str) -> None:
    """Results exactly as they are, for other programs to read."""
    sys.stdout.write(text)


def show(table: Table) -> None:
    """A table of results."""
    console().print(table)


def as_text(table: Table) -> str:
    """A table as a file holds it, without styles."""
    page = StringIO()
    plain = Console(
        file=page, markup=False, highlight=False, emoji=False, color_system=None, width=_WIDTH_OF_A_FILE
    )
    plain.print(table)
    return page.getvalue()


def plain_table(*columns: str, numbers: tuple[str, ...] = (), title: str | None = None) -> Table:
    """A table without lines around it; the columns in `numbers` are aligned to the right."""
    table = Table(box=None, pad_edge=False, title=title, title_justify="left", title_style="bold")
    for column in columns:
        right = column in numbers
        table.add_column(
            literal(column), justify="right" if right else "left", no_wrap=right, header_style="bold"
        )
    return table


def cell(text: str, style: str = "") -> Text:
    """A cell that shows `text` literally."""
    return Text(literal(text), style)
