"""Ctrl-C, and what asks a process to end."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from types import FrameType
from typing import NoReturn

from mlpcli.errors import Terminated

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SHOW_CURSOR = b"\x1b[?25h"


@contextmanager
def signals_end_the_command() -> Iterator[None]:
    """Inside the block a first SIGINT or SIGTERM ends what goes on in good order; a second quits at once.

    The second is seen by a thread, for Python's own handlers wait until native code returns, which a large
    step or a compilation may not do for a while.
    """
    before = signal.signal(signal.SIGTERM, _terminate)
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    earlier = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    Thread(target=_quit_on_the_second, args=(reader,), daemon=True).start()
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.set_wakeup_fd(earlier)
        os.close(writer)


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated


def _quit_on_the_second(reader: int) -> None:
    arrived = 0
    # Nothing is read when the block has been left.
    while numbers := os.read(reader, 1):
        arrived += numbers[0] in _SIGNALS
        if arrived == 2:
            if sys.stderr.isatty():
                # A progress bar has hidden it.
                os.write(sys.stderr.fileno(), _SHOW_CURSOR)
            os._exit(128 + numbers[0])
    os.close(reader)
