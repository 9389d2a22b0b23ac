"""Settings and fixtures that all tests share."""

import gc
import io
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import settings

from mlpcli.cli.main import main

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("nightly", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
_FSYNC = os.fsync

# Tests that run in the background of a shell or below nohup ignore these, and so would what they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests and what they import are no garbage, and are not searched for it again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def user_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A user's cache folder of the tests' own, which the commands that they start have too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Files of this process are not forced to the disk, unless a test wants `synced_files`: they need not
    survive a power failure, and it takes milliseconds for each of the 40 of a training."""

    def look(descriptor: int) -> None:
        os.fstat(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", look)
        yield


@pytest.fixture
def synced_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of this test are forced to the disk, as they are elsewhere."""
    monkeypatch.setattr("os.fsync", _FSYNC)


@pytest.fixture(scope="session", autouse=True)
def no_reports() -> Iterator[pytest.MonkeyPatch]:
    """Trainings in this process write no page, which takes a second, unless a test wants `reports`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mlpcli.workflows.training.completion.write_report", lambda result: (None, ()))
        yield patch


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trainings of this test write their pages, as they do elsewhere."""
    from mlpcli.workflows.training.run_report import write_report

    monkeypatch.setattr("mlpcli.workflows.training.completion.write_report", write_report)


@pytest.fixture
def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exports of this test are written in its own process, as on systems that allow no others: a child would
    import TensorFlow anew."""
    monkeypatch.setattr("mlpcli.processes.child_call.command", lambda *arguments: None)


@dataclass(frozen=True)
class Answer:
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Gives the next command this standard input."""

    def give(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return give


@pytest.fixture
def mlpcli(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command line, in this process."""

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["mlpcli", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        assert isinstance(caught.value.code, int)
        return Answer(caught.value.code, *capfd.readouterr())

    return run
