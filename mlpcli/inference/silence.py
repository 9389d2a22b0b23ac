"""Python's warnings, ignored in threads."""

import threading
import warnings
from types import TracebackType


class Silence:
    """A context without warnings, which several threads can be in at once.

    The filters of warnings are one list for all threads: were each to change and restore it by itself
    (`warnings.catch_warnings`), one could bring another's change back for good. Here the first in changes
    it, and the last out restores it.
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
                warnings.simplefilter("ignore")
            self._inside += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._filters.__exit__(kind, error, trace)
