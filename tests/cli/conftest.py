import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mlpcli.cli.main import main
from tests.workflows import trainings


@dataclass(frozen=True)
class Answer:
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every command is typed in an empty folder, without a network."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.setattr("urllib.request.urlopen", trainings.no_network)
    return tmp_path


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


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of finished runs by the names blobs, and, digits and diabetes; not to be changed."""
    folder = tmp_path_factory.mktemp("cli")
    for name, text in {
        "blobs": trainings.BLOBS,
        "and": trainings.AND,
        "digits": trainings.DIGITS,
        "diabetes": trainings.DIABETES,
    }.items():
        trainings.train(folder, text, f"name={name}")
    return folder / "runs"
