import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from mlpcli.loggers import background
from mlpcli.loggers.background import BackgroundLogger
from mlpcli.loggers.logged_run import Ending, LoggedRun, Row
from tests.loggers.runs import logged, row

LONG = 60.0


class Fake:
    """Keeps what it is told; `on` are calls to make first, by the name of the event."""

    def __init__(self, **on: Callable[[], Any]) -> None:
        self.told: list[Any] = []
        self._on = on

    def _tell(self, event: str, what: Any) -> None:
        self._on.get(event, lambda: None)()
        self.told.append(what)

    def begin(self, run: LoggedRun) -> None:
        self._tell("begin", run.name)

    def epochs(self, rows: Sequence[Row]) -> None:
        self._tell("epochs", [row["epoch"] for row in rows])

    def final(self, epoch: int, figures: Mapping[str, Mapping[str, float]]) -> None:
        self._tell("final", (epoch, figures))

    def end(self, ending: Ending) -> None:
        self._tell("end", ending)


def failing(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def started(fake: Fake, notices: list[str], folder: Path) -> BackgroundLogger:
    logger = BackgroundLogger("fake", lambda: fake, notices.append)
    logger.begin(logged(folder))
    return logger


def test_events_arrive_in_their_order(tmp_path: Path) -> None:
    fake, notices = Fake(), list[str]()
    logger = started(fake, notices, tmp_path)
    for epoch in range(1, 251):
        logger.epoch(row(epoch))
    logger.final(250, {"test": {"loss": 0.5}})
    logger.close("completed")
    logger.finish(LONG, LONG)
    begin, *epochs, final, end = fake.told
    assert (begin, final, end) == ("cats", (250, {"test": {"loss": 0.5}}), "completed")
    assert [epoch for some in epochs for epoch in some] == list(range(1, 251))
    assert notices == []


@pytest.mark.parametrize("event", ["begin", "epochs", "final", "end"])
@pytest.mark.parametrize("error", [OSError(28, "No space left"), SystemExit(3), KeyboardInterrupt()])
def test_whatever_a_logger_raises_is_one_notice(event: str, error: BaseException, tmp_path: Path) -> None:
    fake, notices = Fake(**{event: failing(error)}), list[str]()
    logger = started(fake, notices, tmp_path)
    for epoch in range(1, 4):
        logger.epoch(row(epoch))
    logger.final(3, {})
    logger.close("completed")
    logger.finish(LONG, LONG)
    logger.report()
    (notice,) = notices
    assert notice.startswith(f"fake: {type(error).__name__}")
    assert notice.endswith("logging is off for the rest of this training")


def test_a_logger_that_cannot_be_created_is_one_notice(tmp_path: Path) -> None:
    notices = list[str]()
    logger = BackgroundLogger("fake", failing(ImportError("no such thing")), notices.append)  # type: ignore[arg-type]
    logger.begin(logged(tmp_path))
    logger.close("completed")
    logger.finish(LONG, LONG)
    assert notices == ["fake: ImportError: no such thing: logging is off for the rest of this training"]


def test_a_logger_that_never_answers_holds_nothing_up(tmp_path: Path) -> None:
    forever = threading.Event()
    fake, notices = Fake(begin=forever.wait), list[str]()
    logger = started(fake, notices, tmp_path)
    logger.epoch(row(1))
    logger.close("interrupted")
    began = time.monotonic()
    logger.finish(0.05, LONG)
    assert time.monotonic() - began < LONG / 2
    forever.set()
    assert notices == ["fake: it did not finish in time: logging is off for the rest of this training"]


def test_without_progress_the_wait_ends_early(tmp_path: Path) -> None:
    forever = threading.Event()
    fake, notices = Fake(begin=forever.wait), list[str]()
    logger = started(fake, notices, tmp_path)
    logger.close("completed")
    began = time.monotonic()
    logger.finish(LONG, 0.05)
    assert time.monotonic() - began < LONG / 2
    forever.set()
    assert len(notices) == 1


def test_too_many_waiting_epochs_turn_a_logger_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "MOST_WAITING", 5)
    forever = threading.Event()
    fake, notices = Fake(begin=forever.wait), list[str]()
    logger = started(fake, notices, tmp_path)
    for epoch in range(1, 20):
        logger.epoch(row(epoch))
    forever.set()
    assert notices == ["fake: it is 5 epochs behind: logging is off for the rest of this training"]
