"""Signals that end a training, kept until it is safe to raise them."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from mlpcli.stopping import SIGNALS


class Signals:
    """Signals that arrived and were not let through yet."""

    def __init__(self) -> None:
        self._handlers = _python_handlers()
        self._arrived: list[int] = []

    @property
    def waiting(self) -> bool:
        return bool(self._arrived)

    def let_through(self) -> None:
        """Let the handler of the signal that waits do what it does."""
        if self._arrived:
            number = self._arrived.pop()
            self._handlers[number](number, None)

    def hold(self) -> None:
        for number in self._handlers:
            signal.signal(number, self._keep)

    def release(self) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _keep(self, number: int, frame: FrameType | None) -> None:
        if self._arrived:
            self._handlers[number](number, frame)
        self._arrived.append(number)


@contextmanager
def signals_wait() -> Iterator[Signals]:
    """Inside the block SIGINT, SIGTERM and SIGHUP wait; `let_through`, or leaving, lets them through.

    TensorFlow's native code calls back into Python, and the process dies of a segmentation fault where a
    signal's handler raises there (seen in convert_to_eager_tensor, once in some hundred interruptions). A
    second signal does not wait, so that nobody is locked in by a step that takes for ever. Only a handler
    written in Python can wait, and only the main thread has any.
    """
    signals = Signals()
    signals.hold()
    try:
        yield signals
    finally:
        signals.release()
    signals.let_through()


def _python_handlers() -> dict[int, Callable[[int, FrameType | None], object]]:
    if threading.current_thread() is not threading.main_thread():
        return {}
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    return {number: handler for number, handler in handlers.items() if callable(handler)}
