import signal
import threading
from collections.abc import Iterator
from types import FrameType

import pytest

from mlpcli.errors import Terminated
from mlpcli.processes.deferred_signals import signals_wait


def terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Both signals raise, as they do under the command line."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, terminate)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


BOTH = pytest.mark.parametrize(
    ("number", "error"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Terminated)]
)


@BOTH
def test_a_signal_waits_until_it_is_let_through(number: signal.Signals, error: type[BaseException]) -> None:
    reached = []
    with pytest.raises(error), signals_wait() as signals:
        signal.raise_signal(number)
        reached.append("after the signal")
        signals.let_through()
        reached.append("never")
    assert reached == ["after the signal"]


@BOTH
def test_a_signal_that_nobody_let_through_comes_at_the_end(
    number: signal.Signals, error: type[BaseException]
) -> None:
    reached = []
    with pytest.raises(error), signals_wait():
        signal.raise_signal(number)
        reached.append("the end")
    assert reached == ["the end"]


@BOTH
def test_a_second_signal_does_not_wait(number: signal.Signals, error: type[BaseException]) -> None:
    reached = []
    with pytest.raises(error), signals_wait():
        signal.raise_signal(signal.SIGINT)
        reached.append("first")
        signal.raise_signal(number)
        reached.append("second")
    assert reached == ["first"]


def test_an_error_of_the_block_comes_before_a_waiting_signal() -> None:
    with pytest.raises(ValueError, match="broken"), signals_wait():
        signal.raise_signal(signal.SIGINT)
        raise ValueError("broken")


def test_afterwards_the_handlers_are_what_they_were() -> None:
    with signals_wait():
        assert signal.getsignal(signal.SIGTERM) is not terminate
    assert signal.getsignal(signal.SIGTERM) is terminate
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_signal_that_is_ignored_stays_so() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with signals_wait():
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN


def test_another_thread_trains_without_touching_the_handlers() -> None:
    seen: list[object] = []

    def work() -> None:
        with signals_wait() as signals:
            signals.let_through()
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [terminate]


@BOTH
def test_a_signal_that_is_forgotten_does_not_come_at_the_end(
    number: signal.Signals, error: type[BaseException]
) -> None:
    with signals_wait() as signals:
        signal.raise_signal(number)
        assert signals.waiting
        signals.forget()
    assert not signals.waiting
