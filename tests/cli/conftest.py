from pathlib import Path

import pytest

from tests.workflows import trainings


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every command is typed in an empty folder, without a network."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.setattr("urllib.request.urlopen", trainings.no_network)
    return tmp_path


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
