"""The standard streams of the process, whatever it was started with and whatever becomes of them."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

# Each the wrong way round: whoever reads or writes there meets an error, as with a closed one.
_CONTRARY = (os.O_WRONLY, os.O_RDONLY, os.O_RDONLY)


@contextmanager
def usable_streams() -> Iterator[None]:
    """Inside the block the three streams are there, and what standard error leads to may go.

    A closed descriptor would be given to the next file that is opened, and what is said would go into that.
    Notices and progress that nobody can take any more are dropped; results that nobody takes are an error.
    """
    _open_missing()
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = sys.stdin or io.StringIO()
    sys.stdout = _unfailing(sys.stdout or _opened(1))
    sys.stderr = _unfailing(_lasting(sys.stderr or _opened(2)))
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def drop(stream: "TextIO | io.FileIO") -> None:
    """Send what is still buffered, and all that follows, nowhere: it would fail once more at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _open_missing() -> None:
    for descriptor, flags in enumerate(_CONTRARY):
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest that is free, which is this one.
            os.open(os.devnull, flags)


def _opened(descriptor: int) -> TextIO:
    return open(descriptor, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _unfailing(stream: TextIO) -> TextIO:
    if isinstance(stream, io.TextIOWrapper):
        # A label that the terminal's encoding lacks is shown as an escape, not as a traceback.
        stream.reconfigure(errors="backslashreplace")
    return stream


class _Lasting(io.FileIO):
    """A file that nobody misses: once it takes nothing any more, what is written goes nowhere."""

    def write(self, data: "Buffer", /) -> int:
        try:
            written = super().write(data)
        except OSError:
            drop(self)
            written = None
        return memoryview(data).nbytes if written is None else written


def _lasting(stream: TextIO) -> TextIO:
    if type(stream) is not io.TextIOWrapper or stream.fileno() != 2:
        # Not the process's own: whoever put it there sees to it.
        return stream
    raw = _Lasting(2, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=stream.encoding, newline=None, line_buffering=True
    )
