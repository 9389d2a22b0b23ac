"""A logger in a thread of its own, so that it neither delays nor ends the training."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from mlpcli.loggers.logged_run import Ending, LoggedRun, Logger, Row

MOST_WAITING = 10_000
"""The number of epochs that may wait for a slow logger."""

SECONDS_WITHOUT_PROGRESS = 20.0
"""At the end of a training, how long to wait for a logger that finishes none of its calls."""

SECONDS_AT_MOST = 60.0
"""At the end of a training, how long to wait for a logger altogether."""

SECONDS_WHEN_STOPPED = 1.0
"""How long a training that a signal or an error ended waits for its loggers."""

# A metrics request of MLflow may hold a thousand values.
_ROWS_AT_ONCE = 100

_Call = Callable[[], None]


class BackgroundLogger:
    """Passes on events in their order. None of its methods raises, and only `finish` waits.

    After an exception, or with too many epochs waiting, the logger is off, and `notice` is told so once,
    from the thread of the training: callers cannot be expected to be called from others.
    """

    def __init__(self, name: str, create: Callable[[], Logger], notice: Callable[[str], None]) -> None:
        self._name = name
        self._create = create
        self._notice = notice
        self._changed = threading.Condition()
        self._calls: deque[_Call] = deque()
        self._rows: deque[Row] = deque()
        self._is_closed = False
        self._is_off = False
        self._done = 0
        self._problem: str | None = None
        self._logger: Logger | None = None
        # A daemon, because a server that does not answer must not keep the process alive.
        self._thread = threading.Thread(target=self._run, name=f"mlpcli {name}", daemon=True)

    def begin(self, run: LoggedRun) -> None:
        self._add(lambda logger: logger.begin(run))
        self._thread.start()

    def epoch(self, row: Row) -> None:
        with self._changed:
            if len(self._rows) >= MOST_WAITING:
                self._turn_off(f"it is {MOST_WAITING:,} epochs behind")
            elif not self._is_off:
                self._rows.append(row)
            self._changed.notify_all()
        self.report()

    def final(self, epoch: int, figures: Mapping[str, Mapping[str, float]]) -> None:
        self._add(lambda logger: logger.final(epoch, figures))

    def close(self, ending: Ending) -> None:
        """Accept no more events."""
        self._add(lambda logger: logger.end(ending))
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def finish(self, seconds: float, without_progress: float) -> None:
        """Wait for the events so far, at most so long, then turn the logger off. `close` comes first."""
        end = time.monotonic() + seconds
        with self._changed:
            while self._thread.is_alive() and not self._is_off:
                done, until = self._done, min(end, time.monotonic() + without_progress)
                while self._done == done and not self._is_off and time.monotonic() < until:
                    self._changed.wait(until - time.monotonic())
                if self._done == done and not self._is_off:
                    self._turn_off("it did not finish in time")
        self.report()

    def report(self) -> None:
        """Tell the caller's thread why the logger is off, once."""
        with self._changed:
            problem, self._problem = self._problem, None
        if problem:
            self._notice(f"{self._name}: {problem}: logging is off for the rest of this training")

    def _add(self, call: Callable[[Logger], None]) -> None:
        with self._changed:
            # What was reported before must be logged before.
            self._flush_rows()
            if not self._is_off:
                self._calls.append(lambda: call(self._opened()))
            self._changed.notify_all()

    def _opened(self) -> Logger:
        if self._logger is None:
            self._logger = self._create()
        return self._logger

    def _flush_rows(self) -> None:
        while self._rows:
            self._calls.append(self._call_of_rows())

    def _call_of_rows(self) -> _Call:
        """Takes some of the waiting epochs."""
        rows = [self._rows.popleft() for _ in range(min(len(self._rows), _ROWS_AT_ONCE))]
        return partial(self._log_rows, rows)

    def _log_rows(self, rows: Sequence[Row]) -> None:
        self._opened().epochs(rows)

    def _turn_off(self, problem: str) -> None:
        if not self._is_off:
            self._is_off, self._problem = True, problem
            self._calls.clear()
            self._rows.clear()
            self._changed.notify_all()

    def _next(self) -> _Call | None:
        with self._changed:
            while not (self._calls or self._rows or self._is_closed or self._is_off):
                self._changed.wait()
            if not self._calls and self._rows:
                return self._call_of_rows()
            return self._calls.popleft() if self._calls else None

    def _run(self) -> None:
        try:
            while call := self._next():
                call()
                self._progressed()
        # Whatever a logger raises, SystemExit included, must not become the training's.
        except BaseException as error:
            with self._changed:
                text = " ".join(str(error).split())[:200]
                self._turn_off(f"{type(error).__name__}: {text}" if text else type(error).__name__)
        finally:
            with self._changed:
                self._is_off = True
                self._changed.notify_all()

    def _progressed(self) -> None:
        with self._changed:
            self._done += 1
            self._changed.notify_all()
