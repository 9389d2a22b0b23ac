"""The loggers of a training run."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType

from mlpcli.config.training import LoggerName
from mlpcli.errors import Terminated
from mlpcli.loggers import LOGGERS
from mlpcli.loggers.background import (
    SECONDS_AT_MOST,
    SECONDS_WHEN_STOPPED,
    SECONDS_WITHOUT_PROGRESS,
    BackgroundLogger,
)
from mlpcli.loggers.logged_run import Ending, LoggedRun, Row
from mlpcli.processes.termination import before_the_end
from mlpcli.workflows.progress_watcher import Watcher


class RunLoggers:
    """Passes a training's events on to the loggers of `training.log`; a context manager.

    Leaving it waits for the loggers, but not for long, and not for more than a moment if the training was
    stopped. No failure of a logger is raised; `watcher` gets one notice. `describe` is only called if there
    are loggers: a config with literal weights is long.
    """

    def __init__(
        self, describe: Callable[[], LoggedRun], names: Sequence[LoggerName], watcher: Watcher
    ) -> None:
        self._describe = describe
        self._loggers = [
            BackgroundLogger(name, LOGGERS[name].create, watcher.notice) for name in dict.fromkeys(names)
        ]
        self._watcher = watcher
        self._entered = ExitStack()

    def __enter__(self) -> "RunLoggers":
        if self._loggers:
            run = self._describe()
            for logger in self._loggers:
                logger.begin(run)
        self._entered.enter_context(before_the_end(lambda: self._end("interrupted")))
        return self

    def report(self) -> None:
        """Tell the watcher of loggers that have failed."""
        for logger in self._loggers:
            logger.report()

    def epoch(self, row: Row) -> None:
        for logger in self._loggers:
            logger.epoch(row)

    def final(self, epoch: int, figures: Mapping[str, Mapping[str, float]]) -> None:
        for logger in self._loggers:
            logger.final(epoch, figures)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._entered.close()
        self._end(_ending(error))

    def _end(self, ending: Ending) -> None:
        for logger in self._loggers:
            logger.close(ending)
        for logger in self._loggers:
            if ending == "completed":
                self._watcher.stage("finishing the logs")
                logger.finish(SECONDS_AT_MOST, SECONDS_WITHOUT_PROGRESS)
            else:
                logger.finish(SECONDS_WHEN_STOPPED / len(self._loggers), SECONDS_WHEN_STOPPED)


def _ending(error: BaseException | None) -> Ending:
    if error is None:
        return "completed"
    return "interrupted" if isinstance(error, KeyboardInterrupt | Terminated) else "failed"
