"""Standard input as a file of a command, which `-` stands for."""

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from mlpcli.arguments import Contents
from mlpcli.cli.display.terminal import note
from mlpcli.errors import UsageError

NAME = "<stdin>"
_File = TypeVar("_File", str, Path)
_PART = 1 << 20
_END = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"


def with_standard_input(
    files: Sequence[_File], expected: str, most: int, example: str
) -> list[_File | Contents]:
    """The files with standard input, read to its end, instead of `-`.

    `expected` is what a terminal is told to enter, `example` a command that works. At most one byte more than
    `most` is read. Raises UsageError if standard input is closed, cannot be read, or is named twice.
    """
    named = [str(file) == "-" for file in files]
    if sum(named) > 1:
        raise UsageError("- is given twice, but standard input can be read once", "leave one of them out")
    return [
        _read(expected, most, example) if is_input else file
        for file, is_input in zip(files, named, strict=True)
    ]


def _read(expected: str, most: int, example: str) -> Contents:
    # A closed one has been replaced by a stream of text, see usable_streams.
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise UsageError("standard input is closed, and - reads from it", f"give it a file: {example}")
    if sys.stdin.isatty():
        note(f"reading {expected} from the terminal, up to {_END} at the start of a line")
    try:
        return Contents(NAME, _up_to(stream, most + 1))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"standard input cannot be read: {reason}", f"give it a file: {example}") from error


def _up_to(stream: io.BufferedIOBase, most: int) -> bytes:
    # Not all at once: Python would reserve memory for the most. A part that is short is the last one: reading
    # on, a terminal would wait for a second end of its input.
    parts: list[bytes] = []
    missing = most
    while missing:
        size = min(missing, _PART)
        parts.append(stream.read(size))
        missing = missing - size if len(parts[-1]) == size else 0
    return b"".join(parts)
