"""A built network, with evaluation and prediction."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.config import Config
from mlpcli.config.training import Training
from mlpcli.data.dataset import Array, Split
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.stores.disk_rows import AnyRows, blocks_of
from mlpcli.network.plan import Plan
from mlpcli.processes.deferred_signals import signals_wait
from mlpcli.training.building.losses_metrics import encode
from mlpcli.training.building.model import build_model, compile_model
from mlpcli.training.building.precision import for_inference
from mlpcli.training.checkpoints import checkpoint_file
from mlpcli.training.checkpoints.model_state import load_weights
from mlpcli.training.devices.out_of_memory import exhaustion_named
from mlpcli.training.engine import epochs
from mlpcli.training.engine.compiled_loops import EncodedRows
from mlpcli.training.engine.resident_or_streaming import streams
from mlpcli.training.engine.step_chunks import evaluation_batch


@dataclass(frozen=True)
class Network:
    """A compiled Keras model and the plan it was built from."""

    model: Any
    plan: Plan
    training: Training

    @cached_property
    def _outputs(self) -> epochs.Predict:
        return epochs.predictor(self.model, self._at_once)

    @property
    def _at_once(self) -> int:
        return evaluation_batch(self.plan.stack.multiply_adds)

    def arrays(self, split: Split, weights: AnyRows | None = None) -> EncodedRows:
        """The split in the form that the model takes, with encoded targets."""
        targets = encode(split.targets, self.plan.objective.encoding, len(self.plan.facts.classes))
        return EncodedRows(split.inputs, targets, weights)

    def evaluate(self, split: Split) -> dict[str, float]:
        """The loss and the metrics of the objective on a split."""
        rows = self.arrays(split)
        with exhaustion_named(), signals_wait() as signals:
            score = epochs.scorer(
                self.model, rows, self._at_once, streams(self.training, rows.bytes, rows.are_gathered)
            )
            return score(signals.let_through)

    def measure(self, split: Split) -> tuple[dict[str, float], Array]:
        """The loss and the metrics of the objective on a split, and the outputs for its rows."""
        outputs = [self.predict(block) for block in blocks_of(split.inputs)]
        return self.evaluate(split), np.concatenate(outputs)

    def measure_batches(self, batches: Iterable[Array], targets: Array) -> tuple[dict[str, float], Array]:
        """As `measure`, of inputs that come in batches, which are all kept, and their targets."""
        return self.measure(Split(np.concatenate(list(batches)), targets))

    def load(self, weights: Path, key: str) -> None:
        """Load the weights of the best checkpoint of the run with `key`. Raises RunError."""
        load_weights(self.model, checkpoint_file.read_best(weights, key), weights)

    def predict(self, values: Array) -> NDArray[np.float32]:
        """The outputs `[n, outputs]` for raw rows `[n, *shape]`."""
        with exhaustion_named(), signals_wait() as signals, for_inference(self.model):
            return self._outputs(values, signals.let_through)


def build_network(
    config: Config, plan: Plan, preprocessing: Preprocessing, steps_per_epoch: int = 1
) -> Network:
    """The network of a plan with its initial weights. Only schedules use `steps_per_epoch`."""
    model = build_model(config, plan, preprocessing)
    compile_model(model, config, plan, steps_per_epoch, preprocessing.targets)
    return Network(model, plan, config.training)


def open_network(
    config: Config, plan: Plan, preprocessing: Preprocessing, weights: Path, key: str
) -> Network:
    """The network of a plan with the weights of the best checkpoint of the run with `key`.

    Raises RunError if the checkpoint is missing, broken, or belongs to another network.
    """
    found = checkpoint_file.read_best_of(weights, key, plan.stack.parameters)
    with exhaustion_named():
        network = build_network(config, plan, preprocessing)
        load_weights(network.model, found, weights)
    return network
