import os
import signal
import time

import pytest

from mlpcli.inference import trial
from mlpcli.inference.trial import crash_of


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGFPE"])
def test_what_ends_by_a_signal_is_told(name: str) -> None:
    assert crash_of(lambda: os.kill(os.getpid(), signal.Signals[name])) == name


def fails() -> None:
    raise ValueError("as whoever does it in earnest will see")


@pytest.mark.parametrize("work", [lambda: None, fails])
def test_what_ends_by_itself_is_no_crash(work: object, capfd: pytest.CaptureFixture[str]) -> None:
    assert crash_of(work) is None  # type: ignore[arg-type]
    assert capfd.readouterr() == ("", "")


def test_what_computes_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_CPU_SECONDS", 1)
    # However little of a busy machine it gets.
    monkeypatch.setattr(trial, "_SECONDS", 300.0)

    def endless() -> None:
        while True:
            pass

    assert crash_of(endless) == "SIGXCPU"


def test_what_only_waits_is_not_blamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_SECONDS", 0.05)
    assert crash_of(lambda: time.sleep(60)) is None
    # And nothing of it is left.
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
