"""Output to the two streams: results to standard output, progress and notices to standard error.

Every text from outside is shown literally, so that terminal escapes in it have no effect. Rich is not used
here, because importing it takes longer than most short commands.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, TextIO

import typer

from mlpcli.cli.display.text import literal
from mlpcli.cli.process.streams import drop
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
    """Write results unchanged, for other programs to read."""
    sys.stdout.write(text)


def line_writer() -> Callable[[str], None]:
    """A function that writes lines of results with their line ends: unchanged for other programs, literally
    for a terminal. Whether there is a terminal is checked once, because checking it per line is slow."""
    if not sys.stdout.isatty():
        return write
    return lambda line: write(literal(line.removesuffix("\n")) + "\n")


def write_json(value: object) -> None:
    """Write `value` as JSON in printable ASCII, with non-finite numbers as null."""
    text = json.dumps(with_nulls(value), indent=2, allow_nan=False)
    # The only control character that json does not escape.
    write(text.replace("\x7f", "\\u007f") + "\n")


def say(text: str = "") -> None:
    """Write a line of results, shown literally."""
    echo(literal(text), sys.stdout)


def note(text: str, style: Style = "") -> None:
    """Write a line of progress, a notice or an error, shown literally."""
    echo(styled(literal(text), style), sys.stderr)


@contextmanager
def no_result() -> Iterator[None]:
    """Ignore failed writes in the block, because the results it prints are also stored elsewhere."""
    try:
        yield
        sys.stdout.flush()
    except OSError:
        drop(sys.stdout)


def ask(question: str) -> str:
    """The user's answer to a question, stripped; empty at the end of standard input."""
    echo(literal(question), sys.stderr, end="")
    try:
        return sys.stdin.readline().strip()
    except OSError:  # It is closed.
        return ""


def styled(text: str, style: Style) -> str:
    """A literal text with the terminal codes of `style`."""
    return typer.style(text, **_LOOKS[style]) if text and style else text


def echo(line: str, stream: TextIO, end: str = "\n") -> None:
    """Write a line of literal texts, with styles only if the stream is a terminal that supports them."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") in ("dumb", "unknown")
    typer.echo(line + end, file=stream, nl=False, color=False if is_plain else None)
