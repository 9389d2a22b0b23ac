"""A progress bar for long operations."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

_SECONDS_BEFORE = 1.0
# What a terminal shows of Ctrl-C: `^C`. Behind a full line it would begin another one, and Rich would take
# that one away in the end instead of the bar's.
_COLUMNS_OF_AN_INTERRUPTION = 2


class Bar:
    """A progress bar over rows on standard error, shown after one second; a context manager.

    It is shown only on a terminal, and not if the rows themselves are printed there (`rows_are_seen`).
    """

    def __init__(self, what: str, total: int, rows_are_seen: bool) -> None:
        self._what = what
        self._total = total
        self._is_wanted = sys.stderr.isatty() and not rows_are_seen
        self._began = time.monotonic()
        self._progress: Progress | None = None

    def __enter__(self) -> "Bar":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the bar away."""
        if self._progress:
            self._progress.stop()

    def show(self, done: int, total: int | None = None) -> None:
        """Show that `done` rows are processed, of `total` if that was not known before."""
        self._total = self._total if total is None else total
        if self._is_wanted and not self._progress and time.monotonic() - self._began > _SECONDS_BEFORE:
            self._progress = _progress()
            self._progress.add_task(self._what, total=self._total)
            self._progress.start()
        if self._progress:
            self._progress.update(self._progress.task_ids[0], completed=done)


def bar_console() -> "Console":
    """Standard error as it is now, as Rich sees it, for bars; everything else is said by terminal.py."""
    # Imported here, and below, because Rich takes a tenth of the time of a short prediction.
    from rich.console import Console, ConsoleOptions

    class Narrower(Console):
        @property
        def options(self) -> ConsoleOptions:
            options = super().options
            return options.update_width(max(1, options.max_width - _COLUMNS_OF_AN_INTERRUPTION))

    return Narrower(stderr=True, markup=False, highlight=False, emoji=False)


def _progress() -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=bar_console(),
        transient=True,
    )
