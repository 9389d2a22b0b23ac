"""Handling of SIGINT, SIGTERM and SIGHUP: Ctrl-C, a scheduler's stop, a closed terminal."""

import os
import signal
import socket
import sys
import weakref
from _thread import interrupt_main
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING

from mlpcli.errors import Terminated
from mlpcli.processes.termination import SIGNALS, begin, decide, end

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_SHOW_CURSOR = b"\x1b[?25h"
_SECONDS_BETWEEN_LOOKS = 0.05
# Python has called the handler by then, unless native code is at work.
_LOOKS_BEFORE_AGAIN = 10
_arrived: list[int] = []
# The exception that the handler raised last. It is gone once nothing handles or propagates it any more.
_raised: "weakref.ref[BaseException] | None" = None


class _Interrupted(KeyboardInterrupt):
    """As its base, which takes no weak references."""


@contextmanager
def signals_end_the_command() -> Iterator[None]:
    """Inside the block, a first SIGINT, SIGTERM or SIGHUP ends the command in good order; a second kills it.

    Signals that are already ignored stay ignored, as `nohup` and shells expect for background processes. If
    nothing would be lost, the first signal ends the process at once. A thread does that, and also handles the
    second signal, because Python runs its own handlers only after native code returns, and a large step or a
    compilation can take long. If a library swallows what the first one raised, it is raised again.
    """
    global _raised
    _arrived.clear()
    _raised = None
    begin()
    with ExitStack() as afterwards:
        # Not a pipe: on some Windows versions Python cannot make a pipe non-blocking, or wait for one.
        reader, writer = socket.socketpair()
        afterwards.callback(writer.close)
        writer.setblocking(False)
        earlier = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        afterwards.callback(signal.set_wakeup_fd, earlier)
        Thread(target=_watch, args=(reader,), daemon=True).start()
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                afterwards.callback(signal.signal, number, signal.signal(number, _stop))
        afterwards.callback(setattr, sys, "unraisablehook", sys.unraisablehook)
        sys.unraisablehook = partial(_tell_unraisable, sys.unraisablehook)
        yield


def end_by_signal() -> BaseException | None:
    """The exception of the first signal that arrived, or None if there was no signal.

    Any exception that ends a command after a signal is caused by it: native code and imports may replace the
    exception that the handler raises.
    """
    return _error(_arrived[0]) if _arrived else None


def _error(number: int) -> BaseException:
    return _Interrupted() if number == signal.SIGINT else Terminated(number)


def _stop(number: int, frame: FrameType | None) -> None:
    global _raised
    _arrived.append(number)
    if not decide(else_raises=True):
        error = _error(number)
        _raised = weakref.ref(error)
        try:
            raise error
        finally:
            # Its traceback holds this frame, which would keep it alive.
            del error


def _tell_unraisable(tell: Callable[["UnraisableHookArgs"], object], what: "UnraisableHookArgs") -> None:
    """Say nothing of what the handler raised in a finalizer: it is raised again."""
    raised = None if _raised is None else _raised()
    if raised is None or what.exc_value is not raised:
        tell(what)


def _is_swallowed() -> bool:
    """Whether what the handler raised has ended nothing, such as in a finalizer or a bare `except`."""
    return _raised is not None and _raised() is None


def _is_missed(first: int) -> bool:
    """Whether Python has not called the handler: a call that waits in the main thread goes on if another
    thread got the signal, or if it came just before the call."""
    return not _arrived and signal.getsignal(first) is _stop


def _watch(reader: socket.socket) -> None:
    with reader:
        # 0: the block was left without a signal.
        first = _next(reader)
        if not first:
            return
        reader.settimeout(_SECONDS_BETWEEN_LOOKS)
        is_ending = False
        looks = 0
        # Whether the next one to arrive is our own.
        is_repeated = False
        while True:
            if not is_ending and decide():
                is_ending = True
                Thread(target=end, args=(128 + first,), daemon=True).start()
            if not is_repeated and _is_swallowed():
                is_repeated = True
                interrupt_main(signal.Signals(first))
            looks += 1
            if looks == _LOOKS_BEFORE_AGAIN and not is_ending and _is_missed(first):
                is_repeated = True
                _end_waiting(first)
            try:
                second = _next(reader)
            except TimeoutError:
                continue
            if second and is_repeated:
                is_repeated = False
                continue
            if second:
                _quit(second)
            return


def _end_waiting(number: int) -> None:
    """Send the signal to the main thread itself, which ends a call that waits there."""
    main = main_thread().ident
    # Windows has no such function, and no such calls.
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, number)


def _next(reader: socket.socket) -> int:
    """The number of the next signal out of SIGNALS, or 0 at the end."""
    while received := reader.recv(1):
        if received[0] in SIGNALS:
            return received[0]
    return 0


def _quit(number: int) -> None:
    if sys.stderr.isatty():
        # A progress bar may have hidden it.
        os.write(sys.stderr.fileno(), _SHOW_CURSOR)
    os._exit(128 + number)
