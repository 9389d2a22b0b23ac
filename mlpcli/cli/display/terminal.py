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

from mlpcli.cli.display.text import literal, wrapped
from mlpcli.cli.process.streams import drop
from mlpcli.runs.strict_json import with_nulls

Style = Literal["", "bold", "dim", "red", "yellow", "green", "cyan", "magenta"]
_LOOKS: Mapping[Style, Mapping[str, Any]] = {
    "bold": {"bold": True},
    "dim": {"dim": True},
    "red": {"fg": "red"},
    "yellow": {"fg": "yellow", "bold": True},
    "green": {"fg": "green", "bold": True},
    "cyan": {"fg": "cyan"},
    "magenta": {"fg": "magenta"},
}

_USUAL_WIDTH = 80


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


def say(text: str = "", style: Style = "") -> None:
    """Write a line of results, shown literally."""
    _write(literal(text), style, sys.stdout)


def note(text: str, style: Style = "") -> None:
    """Write a line of progress, a notice or an error, shown literally."""
    _write(literal(text), style, sys.stderr)


def notice(text: str) -> None:
    """Write a notice: something that the user should know and that stops nothing."""
    _labelled("notice:", text, "yellow")


def problem(label: str, text: str) -> None:
    """Write an error; `label` says which, or where: the red of a terminal is for errors alone."""
    _labelled(label, text, "red")


def fix(text: str) -> None:
    """Write what to do about the error above; its lines after the first are what to write, to be copied."""
    first, *lines = text.split("\n")
    _labelled("    fix:", first, "bold")
    for line in lines:
        echo(literal(f"        {line}"), sys.stderr)


def _labelled(label: str, text: str, style: Style) -> None:
    # The label alone has the colour: some are hard to read on a light or on a dark background.
    label = literal(label)
    indent = " " * (len(label) - len(label.lstrip()) + 4)
    first, *more = wrapped(f"{label} {literal(text)}".rstrip(), terminal_width(sys.stderr), indent)
    for line in (styled(label, style) + first[len(label) :], *more):
        echo(line, sys.stderr)


def _write(text: str, style: Style, stream: TextIO) -> None:
    # A line that begins with a space is a command or a row: broken, it could not be copied.
    lines = [text] if text.startswith(" ") else wrapped(text, terminal_width(stream))
    for line in lines:
        echo(styled(line, style), stream)


def terminal_width(stream: TextIO) -> int:
    """The number of columns of the terminal that `stream` is, endless for anything else."""
    if not stream.isatty():
        return sys.maxsize
    try:
        # What COLUMNS says is about the terminal of standard output, and old after a change of its size.
        return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH


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
