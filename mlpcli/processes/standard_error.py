"""Hide what libraries, including native code, write to standard error."""

import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import TracebackType

from mlpcli.processes.termination import before_the_end

_IGNORED = ("ignore", None, Warning, None, 0)


@contextmanager
def redirected(descriptor: int) -> Iterator[int]:
    """Inside the block, everything written to standard error, also by native code, goes to `descriptor`.

    Yields a descriptor of the original standard error.
    """
    if sys.stderr:
        sys.stderr.flush()
    shown = os.dup(2)
    try:
        with before_the_end(partial(os.dup2, shown, 2)):
            os.dup2(descriptor, 2)
            try:
                yield shown
            finally:
                os.dup2(shown, 2)
    finally:
        os.close(shown)


class WarningsOff:
    """A context without Python's warnings, which several threads can be in at once.

    All threads share one list of warning filters. If each thread saved and restored it
    (`warnings.catch_warnings`), one could restore another's change permanently. Here the first thread to
    enter changes it, and the last one to leave restores it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._filters = warnings.catch_warnings()

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._filters = warnings.catch_warnings()
                self._filters.__enter__()
            # Whoever else saves and restores the list may have taken it back meanwhile.
            if warnings.filters[:1] != [_IGNORED]:
                warnings.simplefilter("ignore")
            self._inside += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._filters.__exit__(kind, error, trace)
