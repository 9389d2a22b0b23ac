"""What a signal does at the current point of the program: end the process at once, or raise an exception.

An exception is not a reliable way out of an import or of native code: it may be swallowed, replaced by
another exception, or delayed until they return. So if nothing can be lost, the process ends without one.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

SIGNALS = tuple(
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in signal.Signals.__members__
)
"""The signals that ask a process to end. Windows does not have SIGHUP."""


class _Moment:
    """The state shared by all threads."""

    def __init__(self) -> None:
        # Reentrant, because a signal handler may run while the main thread holds it.
        self.lock = threading.RLock()
        self.free = 0
        self.bound = 0
        self.last: list[Callable[[], object]] = []
        self.is_raised = False
        self.is_over = False
        self.ender: int | None = None


_moment = _Moment()


@contextmanager
def may_end_at_once() -> Iterator[None]:
    """Inside the block a signal may end the process at once, after the callbacks of `before_the_end`."""
    with _moment.lock:
        _moment.free += 1
    try:
        yield
    finally:
        with _moment.lock:
            _moment.free -= 1


@contextmanager
def ends_in_order() -> Iterator[None]:
    """Inside the block a signal must not end the process at once, even within `may_end_at_once`."""
    with _moment.lock:
        is_too_late = _is_too_late()
        _moment.bound += 1
    try:
        if is_too_late:
            # Work that starts now would be left half done.
            _wait_for_the_end()
        yield
    finally:
        with _moment.lock:
            _moment.bound -= 1


@contextmanager
def before_the_end(do: Callable[[], object]) -> Iterator[None]:
    """If the process ends at once inside the block, another thread calls `do` first, the newest first.

    Once it is ending, no thread comes into the block or leaves it: what `do` needs stays as it is.
    """
    with _moment.lock:
        is_too_late = _is_too_late()
        if not is_too_late:
            _moment.last.append(do)
    if is_too_late:
        _wait_for_the_end()
    try:
        yield
    finally:
        with _moment.lock:
            is_too_late = _is_too_late()
            _moment.last.remove(do)
        if is_too_late:
            _wait_for_the_end()


def _is_too_late() -> bool:
    """Whether another thread is ending the process."""
    return _moment.is_over and _moment.ender != threading.get_ident()


def _wait_for_the_end() -> None:
    threading.Event().wait()


def begin() -> None:
    """Forget the signals of an earlier command of this process."""
    with _moment.lock:
        _moment.is_raised = False


def decide(else_raises: bool = False) -> bool:
    """Whether to end the process at once; if so, every later `ends_in_order` block waits for the end.

    If not, and the caller raises an exception instead (`else_raises`), all later calls return False too.
    """
    with _moment.lock:
        if not _moment.is_raised:
            _moment.is_over = _moment.is_over or (_moment.free > 0 and _moment.bound == 0)
            _moment.is_raised = else_raises and not _moment.is_over
        return _moment.is_over


def end(code: int) -> NoReturn:
    """Call the callbacks of `before_the_end`, then end the process. To be called after `decide`."""
    with _moment.lock:
        _moment.ender = threading.get_ident()
        last = list(reversed(_moment.last))
    try:
        for do in last:
            # One that fails must not keep the others from their work.
            with suppress(Exception):
                do()
    finally:
        os._exit(code)
