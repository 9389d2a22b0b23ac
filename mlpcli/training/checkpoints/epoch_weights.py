"""The weights of some epochs of a training, evenly chosen, in one file: what an animation of it shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from mlpcli.config.run_identity import RunIdentity
from mlpcli.data.dataset import Array
from mlpcli.errors import RunError
from mlpcli.training.checkpoints.checkpoint_file import (
    Checkpoint,
    TrainingPosition,
    foreign,
    read_kind_of,
    write,
)
from mlpcli.training.checkpoints.early_stopping_plateau import Progress

MOST = 40
"""About so many epochs are kept: the first, the last, and others at equal distances between them."""

# The file is written again with every checkpoint.
_MOST_BYTES = 16 * 2**20
_EPOCHS = "epochs"
_WEIGHTS = "weights/"

Tensors = Mapping[str, Array]
"""Weights by the names that they have in checkpoints: `weights/dense/kernel`."""


def chosen(epochs: Iterable[int], most: int = MOST) -> list[int]:
    """Those of the epochs to keep, of which at most `most + 2`: the multiples of a power of 2, and the last.

    They depend on nothing but the last epoch, so that a training that was interrupted keeps the same.
    """
    ordered = sorted(epochs)
    distance = 1
    while ordered and ordered[-1] // distance > most:
        distance *= 2
    return [epoch for epoch in ordered if epoch % distance == 0 or epoch == ordered[-1]]


@dataclass
class EpochWeights:
    """The weights kept so far of the run with this `identity`, for the file at `path`."""

    path: Path
    identity: RunIdentity
    kept: dict[int, Tensors] = field(default_factory=dict)

    def note(self, state: Checkpoint) -> None:
        """Keep the weights of a state between two epochs, and no more of those that are too many by now."""
        weights = {name: value for name, value in state.tensors.items() if name.startswith(_WEIGHTS)}
        if state.place.step or not all(np.isfinite(value).all() for value in weights.values()):
            return
        self.kept[state.place.epoch] = weights
        size = sum(value.nbytes for value in weights.values())
        most = min(MOST, max(1, _MOST_BYTES // max(1, size)))
        self.kept = {epoch: self.kept[epoch] for epoch in chosen(self.kept, most)}

    def write(self) -> None:
        """Write the file, as a checkpoint is written. Raises StorageError."""
        epochs = list(self.kept)
        names = self.kept[epochs[0]] if epochs else ()
        tensors = {name: np.stack([self.kept[epoch][name] for epoch in epochs]) for name in names}
        last = epochs[-1] if epochs else 0
        place = TrainingPosition("epochs", last, 0, self.identity.key, self.identity.config, Progress())
        write(self.path, Checkpoint(place, {_EPOCHS: np.array(epochs, np.int32), **tensors}))


def read_epochs(path: Path, key: str, parameters: int) -> dict[int, Tensors]:
    """The weights by epoch in the file of the run that has `key`, whose network has so many parameters.

    Raises RunError if it is no such file.
    """
    found = read_kind_of(path, key, "epochs", parameters * (MOST + 2))
    tensors = dict(found.tensors)
    epochs = tensors.pop(_EPOCHS, None)
    if epochs is None or not _is_list_of_epochs(epochs):
        raise foreign(path, "holds no list of epochs")
    for name, value in tensors.items():
        if not name.startswith(_WEIGHTS) or value.ndim == 0 or len(value) != len(epochs):
            raise foreign(path, f"holds {name}, which is not a weight of {len(epochs)} epochs")
    return {
        epoch: {name: value[at] for name, value in tensors.items()}
        for at, epoch in enumerate(epochs.tolist())
    }


def kept_until(path: Path, key: str, parameters: int, epoch: int) -> tuple[dict[int, Tensors], str]:
    """The weights up to an epoch, from which a training goes on, and what is to say about the others.

    A file that is missing or broken costs an animation its beginning, and the training nothing.
    """
    try:
        found = read_epochs(path, key, parameters)
    except RunError as error:
        return {}, f"{error.message}: an animation of this training begins at epoch {epoch}"
    return {one: weights for one, weights in found.items() if one <= epoch}, ""


def _is_list_of_epochs(epochs: Array) -> bool:
    if epochs.dtype != np.int32 or epochs.ndim != 1 or len(epochs) > MOST + 2:
        return False
    return bool((epochs >= 0).all() and (np.diff(epochs) > 0).all())
