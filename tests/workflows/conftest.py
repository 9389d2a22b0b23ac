from collections.abc import Callable
from pathlib import Path

import pytest

from mlpcli.workflows.train import TrainedRun
from tests.workflows import trainings


@pytest.fixture(autouse=True)
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is downloaded, and nothing found that was downloaded before."""
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.setattr("urllib.request.urlopen", trainings.no_network)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], TrainedRun]:
    """A finished run of a config, trained once and not to be changed."""
    runs: dict[str, TrainedRun] = {}

    def get(text: str) -> TrainedRun:
        if text not in runs:
            runs[text] = trainings.train(tmp_path_factory.mktemp("trained"), text)
        return runs[text]

    return get
