"""Standard streams that stay usable even if they are closed at the start or disappear later."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

# Opened in the wrong direction, so that reading or writing fails as it does with a closed stream.
_CONTRARY = (os.O_WRONLY, os.O_RDONLY, os.O_RDONLY)


@contextmanager
def usable_streams() -> Iterator[None]:
    """Inside the block all three streams exist, and standard error may disappear.

    Without this, the next opened file would get the closed descriptor, and messages would be written into it.
    Notices and progress that cannot be written are dropped; results that cannot be written are an error.
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


def are_one() -> bool:
    """Whether results and messages go to the same place, such as a terminal."""
    try:
        return os.path.sameopenfile(sys.stdout.fileno(), sys.stderr.fileno())
    except OSError:  # Streams that are no files.
        return False


def drop(stream: "TextIO | io.FileIO") -> None:
    """Discard what is buffered and all later output, because flushing it at exit would fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _open_missing() -> None:
    for descriptor, flags in enumerate(_CONTRARY):
        try:
            os.fstat(descriptor)
        except OSError:
            # os.open takes the lowest free descriptor, which is this one.
            os.open(os.devnull, flags)


def _opened(descriptor: int) -> TextIO:
    return open(descriptor, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _unfailing(stream: TextIO) -> TextIO:
    if isinstance(stream, io.TextIOWrapper):
        # Characters that the terminal's encoding lacks are escaped instead of raising an error.
        stream.reconfigure(errors="backslashreplace")
    return stream


class _Lasting(io.FileIO):
    """A file for output that may be lost: after a failed write, all further output is discarded."""

    def write(self, data: "Buffer", /) -> int:
        try:
            written = super().write(data)
        except OSError:
            drop(self)
            written = None
        return memoryview(data).nbytes if written is None else written


def _lasting(stream: TextIO) -> TextIO:
    if type(stream) is not io.TextIOWrapper or stream.fileno() != 2:
        # Not the process's own stream: whoever replaced it is responsible for it.
        return stream
    raw = _Lasting(2, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=stream.encoding, newline=None, line_buffering=True
    )
