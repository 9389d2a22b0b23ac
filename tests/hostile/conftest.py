import pytest

from mlpcli.runs.folder import RunFolder
from tests.workflows.trainings import train

# Drawn without scikit-learn, which takes a second to import.
SPIRALS = """\
seed: 3
data: {source: spirals, rows: 60, arms: 3, validation: 0.2, test: 0.2}
layers:
  - Dense: {units: 4, activation: relu}
  - Dense: {units: 3, activation: softmax}
training: {epochs: 3, checkpoint: {monitor: loss, mode: max}, baselines: false}
"""


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A completed run whose best epoch is not its last; not to be changed."""
    return train(tmp_path_factory.mktemp("honest"), SPIRALS).folder


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of the same network, trained with another seed; not to be changed."""
    return train(tmp_path_factory.mktemp("other"), SPIRALS, "seed=4").folder
