from collections.abc import Callable
from pathlib import Path

import pytest

from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.train import TrainedRun
from tests.workflows import trainings
from tests.workflows.ended import AfterTheFirstEpoch, only_run


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


@pytest.fixture
def every_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints are written after every epoch, however short it is."""
    monkeypatch.setattr("mlpcli.training.checkpoints.checkpointer._SECONDS_BETWEEN_WRITES", -1.0)


@pytest.fixture(scope="session")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of BLOBS that ended after the first of its three epochs; not to be changed."""

    def interrupt(folder: RunFolder) -> None:
        raise KeyboardInterrupt

    folder = tmp_path_factory.mktemp("interrupted")
    with pytest.raises(KeyboardInterrupt):
        trainings.train(folder, trainings.BLOBS, watcher=AfterTheFirstEpoch(interrupt))
    return only_run(folder / "runs")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A SavedModel of this tool's."""
    folder = tmp_path / "served"
    for name in ("saved_model.pb", "assets.extra/mlpcli.json", "variables/variables.index"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("old")
    return folder
