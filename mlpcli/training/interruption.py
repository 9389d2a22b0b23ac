"""Signals that end a training, kept until it is safe to raise them."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def signals_wait() -> Iterator[Callable[[], None]]:
    """Inside the block SIGINT and SIGTERM wait; calling the function yielded, or leaving, lets them through.

    TensorFlow's native code calls back into Python, and the process dies of a segmentation fault where a
    signal's handler raises there (seen in convert_to_eager_tensor, once in some hundred interruptions). A
    second signal does not wait, so that nobody is locked in by a step that takes for ever. Only a handler
    written in Python can wait, and only the main thread has any.
    """
    waiting: list[Callable[[], object]] = []

    def let_through() -> None:
        if waiting:
            waiting.pop()()

    before = {} if threading.current_thread() is not threading.main_thread() else _python_handlers()

    def keep(number: int, frame: FrameType | None) -> None:
        if waiting:
            before[number](number, frame)
        waiting.append(lambda: before[number](number, frame))

    for number in before:
        signal.signal(number, keep)
    try:
        yield let_through
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    let_through()


def _python_handlers() -> dict[int, Callable[[int, FrameType | None], object]]:
    handlers = {number: signal.getsignal(number) for number in _SIGNALS}
    return {number: handler for number, handler in handlers.items() if callable(handler)}
