"""model.json: what a prediction needs to know beside the network's weights."""

from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.inference.model_migration import migrate

# The strict reader and the atomic writer stand on errors alone; a second copy of them here would drift.
from mlpcli.runs.checksummed_json import read_sealed, write_sealed

_RANKS = {"image": 3, "signal": 2, "vector": 1}
# 400 MB as float32: a row of more is a mistake or an attack on memory.
_LARGEST_ROW = 100_000_000


@dataclass(frozen=True)
class ModelDescription:
    """What the network takes and answers, and the preprocessing between file and first layer.

    `key` is that of the run's record: the description of another run is refused by it. Raises ValueError
    where facts and preprocessing do not fit together.
    """

    version: Literal[2]
    key: str
    facts: DataFacts
    preprocessing: Preprocessing

    def __post_init__(self) -> None:
        self._check_shape()
        self._check_task()
        self.preprocessing.check(self.facts)

    def _check_shape(self) -> None:
        kind, shape = self.facts.kind, self.facts.shape
        if len(shape) != _RANKS[kind] or min(shape) < 1:
            raise ValueError(f"shape: {list(shape)} does not fit the kind {kind}")
        if self.facts.count > _LARGEST_ROW:
            raise ValueError(f"shape: {list(shape)} is more than {_LARGEST_ROW:,} numbers")

    def _check_task(self) -> None:
        task, classes, targets = self.facts.task, self.facts.classes, self.facts.targets
        if len(set(classes)) < len(classes):
            raise ValueError("classes: a name stands twice")
        if task == "regression":
            if classes or targets < 1:
                raise ValueError("targets: a regression has at least one, and no classes")
        elif targets != 0 or len(classes) < 2:
            raise ValueError("classes: a classification has at least two, and no targets")
        if task == "binary" and len(classes) != 2:
            raise ValueError("classes: a binary task has two")


def read(path: Path, dataset: str = "") -> ModelDescription:
    """The description in model.json, be it of an older version; `dataset` is as in `migrate`.

    Raises RunError naming the file and the key where it is missing, not JSON, over 1 MiB, or anything but
    what `write` writes.
    """
    return read_sealed(ModelDescription, path, partial(migrate, dataset=dataset))


def write(path: Path, description: ModelDescription) -> None:
    """Write model.json, whole or not at all. Raises StorageError."""
    write_sealed(path, asdict(description))
