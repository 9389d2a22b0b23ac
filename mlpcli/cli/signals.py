"""Ctrl-C, a terminal that goes, and what else asks a process to end."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from types import FrameType

from mlpcli.errors import Terminated
from mlpcli.stopping import SIGNALS, begin, decide, end

_SHOW_CURSOR = b"\x1b[?25h"
_SECONDS_BETWEEN_LOOKS = 0.05
_arrived: list[int] = []


@contextmanager
def signals_end_the_command() -> Iterator[None]:
    """Inside the block a first SIGINT, SIGTERM or SIGHUP ends what goes on in good order; a second quits.

    Signals that are ignored already stay so, as `nohup` and shells want it for what they start in the
    background. Where nothing would be lost the first ends the process at once. That, and the second, is up
    to a thread, for Python's own handlers wait until native code returns, which a large step or a
    compilation may not do for a while.
    """
    _arrived.clear()
    begin()
    with ExitStack() as afterwards:
        # Not a pipe: Python can neither set one to non-blocking nor wait for one on every Windows.
        reader, writer = socket.socketpair()
        afterwards.callback(writer.close)
        writer.setblocking(False)
        earlier = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        afterwards.callback(signal.set_wakeup_fd, earlier)
        Thread(target=_watch, args=(reader,), daemon=True).start()
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                afterwards.callback(signal.signal, number, signal.signal(number, _stop))
        yield


def end_by_signal() -> BaseException | None:
    """What the first signal that arrived raises, None while none has.

    Whatever exception ends a command after that, it is the signal's doing: native code and imports make
    others of the one that a handler raises.
    """
    return _error(_arrived[0]) if _arrived else None


def _error(number: int) -> BaseException:
    return KeyboardInterrupt() if number == signal.SIGINT else Terminated(number)


def _stop(number: int, frame: FrameType | None) -> None:
    _arrived.append(number)
    if not decide(else_raises=True):
        raise _error(number)


def _watch(reader: socket.socket) -> None:
    with reader:
        # Nothing is read when the block has been left.
        first = _next(reader)
        if not first:
            return
        reader.settimeout(_SECONDS_BETWEEN_LOOKS)
        is_ending = False
        while True:
            if not is_ending and decide():
                is_ending = True
                Thread(target=end, args=(128 + first,), daemon=True).start()
            try:
                second = _next(reader)
            except TimeoutError:
                continue
            if second:
                _quit(second)
            return


def _next(reader: socket.socket) -> int:
    """The number of the next of our signals, 0 at the end."""
    while received := reader.recv(1):
        if received[0] in SIGNALS:
            return received[0]
    return 0


def _quit(number: int) -> None:
    if sys.stderr.isatty():
        # A progress bar has hidden it.
        os.write(sys.stderr.fileno(), _SHOW_CURSOR)
    os._exit(128 + number)
