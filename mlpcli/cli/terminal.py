"""The two streams: results to standard output, what is going on to standard error.

Every text from outside is shown as the characters it holds, never as what a terminal would make of them.
Without Rich, which takes longer to start than most commands that only have something to say.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, TextIO

import typer

from mlpcli.cli.streams import drop
from mlpcli.cli.text import literal
from mlpcli.runs.strict_json import with_nulls

Style = Literal["", "bold", "dim", "red", "yellow", "green"]
_LOOKS: Mapping[Style, Mapping[str, Any]] = {
    "bold": {"bold": True},
    "dim": {"dim": True},
    "red": {"fg": "red"},
    "yellow": {"fg": "yellow", "bold": True},
    "green": {"fg": "green", "bold": True},
}


def write(text: str) -> None:
    """Results exactly as they are, for other programs to read."""
    sys.stdout.write(text)


def line_writer() -> Callable[[str], None]:
    """Writes lines of results with their ends, exactly as they are for other programs, and literally for a
    terminal. Which it is, is asked once: for thousands of lines that would take longer than writing them."""
    if not sys.stdout.isatty():
        return write
    return lambda line: write(literal(line.removesuffix("\n")) + "\n")


def write_json(value: object) -> None:
    """`value` as JSON in printable ASCII, figures that are not finite as null."""
    text = json.dumps(with_nulls(value), indent=2, allow_nan=False)
    # The one control character that json leaves as it is.
    write(text.replace("\x7f", "\\u007f") + "\n")


def say(text: str = "") -> None:
    """A line of results, shown literally."""
    echo(literal(text), sys.stdout)


def note(text: str, style: Style = "") -> None:
    """A line about what is going on, shown literally."""
    echo(styled(literal(text), style), sys.stderr)


@contextmanager
def no_result() -> Iterator[None]:
    """What is said in the block tells of results that are kept elsewhere: it may fail to reach anybody."""
    try:
        yield
        sys.stdout.flush()
    except OSError:
        drop(sys.stdout)


def ask(question: str) -> str:
    """What the user types in answer to a question, without the white space around it; nothing at the end."""
    echo(literal(question), sys.stderr, end="")
    try:
        return sys.stdin.readline().strip()
    except OSError:  # It is closed.
        return ""


def styled(text: str, style: Style) -> str:
    """A literal text with the codes that make a terminal show it in `style`."""
    return typer.style(text, **_LOOKS[style]) if text and style else text


def echo(line: str, stream: TextIO, end: str = "\n") -> None:
    """A line of literal texts, styled where the stream is a terminal that wants it."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") in ("dumb", "unknown")
    typer.echo(line + end, file=stream, nl=False, color=False if is_plain else None)
