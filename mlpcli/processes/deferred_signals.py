"""Signals that end the process, deferred until it is safe to raise them."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from mlpcli.processes.termination import SIGNALS


class Signals:
    """Deferred signals."""

    def __init__(self) -> None:
        self._handlers = _python_handlers()
        self._arrived: list[int] = []

    @property
    def waiting(self) -> bool:
        return bool(self._arrived)

    def let_through(self) -> None:
        """Call the handler of the deferred signal, if there is one."""
        if self._arrived:
            number = self._arrived.pop()
            self._handlers[number](number, None)

    def forget(self) -> None:
        """Do without a signal that has been deferred, because what it asks for is done."""
        self._arrived.clear()

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
    """Inside the block SIGINT, SIGTERM and SIGHUP are deferred until `let_through` or the end of the block.

    TensorFlow's native code calls back into Python, and the process crashes with a segmentation fault if a
    signal handler raises an exception there (seen in convert_to_eager_tensor, in about one of some hundred
    interruptions). A second signal is not deferred, so that users can stop a step that never ends. Only
    handlers written in Python can be deferred, and only the main thread has them.
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
