"""What a signal may do where the program is now: end the process at once, or let it end in good order.

An exception is no way out of an import or of native code: on its way through them it is swallowed, or becomes
another one, or waits until they return. Where nothing can be lost none is raised, and the process just ends.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

SIGNALS = tuple(
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in signal.Signals.__members__
)
"""Those that ask a process to end. Windows has no SIGHUP."""


class _Moment:
    """Where the program is, as all threads see it."""

    def __init__(self) -> None:
        # Reentrant, for a signal's handler may run while the main thread holds it.
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
    """Nothing is lost if the process ends inside the block, once what `before_the_end` says is done."""
    with _moment.lock:
        _moment.free += 1
    try:
        yield
    finally:
        with _moment.lock:
            _moment.free -= 1


@contextmanager
def ends_in_order() -> Iterator[None]:
    """Something would be lost inside the block, whatever is around it."""
    with _moment.lock:
        is_too_late = _moment.is_over and _moment.ender != threading.get_ident()
        _moment.bound += 1
    try:
        if is_too_late:
            # The process ends any moment now; what would begin here would be left half done.
            threading.Event().wait()
        yield
    finally:
        with _moment.lock:
            _moment.bound -= 1


@contextmanager
def before_the_end(do: Callable[[], object]) -> Iterator[None]:
    """`do` is called, by another thread, if the process ends at once inside the block; the newest first."""
    with _moment.lock:
        _moment.last.append(do)
    try:
        yield
    finally:
        with _moment.lock:
            _moment.last.remove(do)


def begin() -> None:
    """Forget the signals of an earlier command of this process."""
    with _moment.lock:
        _moment.is_raised = False


def decide(else_raises: bool = False) -> bool:
    """Whether the process is to be ended at once. From then on nothing begins that could be lost.

    Where it is not and the caller `else_raises`, the exception's way out is left alone from then on.
    """
    with _moment.lock:
        if not _moment.is_raised:
            _moment.is_over = _moment.is_over or (_moment.free > 0 and _moment.bound == 0)
            _moment.is_raised = else_raises and not _moment.is_over
        return _moment.is_over


def end(code: int) -> NoReturn:
    """Do what `before_the_end` says, and end the process. To be called after `decide`."""
    with _moment.lock:
        _moment.ender = threading.get_ident()
        last = list(reversed(_moment.last))
    try:
        for do in last:
            do()
    finally:
        os._exit(code)
