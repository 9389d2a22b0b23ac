"""Configs in a few lines, as far as training needs them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlpcli.config.config import Config
from mlpcli.config.load import loads
from mlpcli.config.run_identity import RunIdentity, identity_of
from mlpcli.data.dataset import Dataset
from mlpcli.network.plan import Plan
from mlpcli.training import Checkpoints, EpochNews, Network, train_network
from mlpcli.training.checkpoints import checkpoint_file, model_state
from mlpcli.training.network import build_network
from mlpcli.workflows.validate import check
from tests.data.loading import load

MOONS = "{source: moons, rows: 50, validation: 0.2, test: 0.2}"
BLOBS = "{source: blobs, rows: 70, centers: [[0, 0, 0], [4, 0, 0], [0, 4, 0]], validation: 0.1, test: 0.1}"
DIABETES = "{source: diabetes, standardize: true, validation: 0.2, test: 0.2}"


@dataclass(frozen=True)
class Case:
    """A valid config, its plan, and its data."""

    config: Config
    plan: Plan
    dataset: Dataset

    @property
    def identity(self) -> RunIdentity:
        return identity_of(self.config, self.dataset.fingerprint)

    def network(self, steps_per_epoch: int = 1) -> Network:
        return build_network(self.config, self.plan, self.dataset.preprocessing, steps_per_epoch)


@dataclass(frozen=True)
class Trained:
    network: Network
    news: list[EpochNews]
    checkpoints: Checkpoints

    def figures(self, name: str) -> list[float]:
        return [one.result.figures[name] for one in self.news]


def case(
    layers: str, data: str = MOONS, optimizer: str = "Adam", training: str = "{epochs: 1}", seed: int = 0
) -> Case:
    text = f"seed: {seed}\ndata: {data}\nlayers: {layers}\noptimizer: {optimizer}\ntraining: {training}\n"
    checked = check(loads(text, "case.yaml"))
    return Case(checked.config, checked.plan, load(checked.config.data, checked.config.seed))


def train(one: Case, folder: Path, on_chunk: Any = lambda result: None) -> Trained:
    folder.mkdir(exist_ok=True)
    checkpoints = Checkpoints(folder / "last.safetensors", folder / "best.safetensors")
    news: list[EpochNews] = []
    network = train_network(
        one.identity, one.config, one.plan, one.dataset, checkpoints, on_chunk, news.append
    )
    return Trained(network, news, checkpoints)


def load_weights(model: Any, path: Path) -> None:
    """The weights of a checkpoint, whatever kind it is."""
    model_state.load_weights(model, checkpoint_file.read(path), path)


def weights(model: Any) -> list[Any]:
    return [variable.numpy() for variable in model.trainable_variables]
