from pathlib import Path

import pytest

from mlpcli.runs.folder import RunFolder
from tests.crash.dying import CONFIG, run, train
from tests.crash.surviving import only_run


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("config") / "wine.yaml"
    path.write_text(CONFIG)
    return path


@pytest.fixture(scope="module")
def straight(config: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """The run of a training that nobody killed."""
    runs = tmp_path_factory.mktemp("straight")
    assert run(train, config, runs) == 0
    return only_run(runs)
