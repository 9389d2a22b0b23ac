"""model.json: what a prediction needs to know beside the network's weights."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from mlpcli.config.facts import InputKind, Task
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.inference.facts import InputFacts

# The strict reader and the atomic writer stand on errors alone; a second copy of them here would drift.
from mlpcli.runs.sealed import read_sealed, write_sealed

_RANKS = {"image": 3, "signal": 2, "vector": 1}
# 400 MB as float32: a row of more is a mistake or an attack on memory.
_LARGEST_ROW = 100_000_000


@dataclass(frozen=True)
class ModelDescription:
    """The network's input, its answers, and the preprocessing between file and first layer.

    `key` is that of the run's record: the description of another run is refused by it.
    `kind`, `shape`, `task`, `classes`, `targets` and `pixels` are as in DataFacts, `mean` and `deviation`
    as in Preprocessing, `border` as in InputFacts. Raises ValueError where they do not fit together.
    """

    version: Literal[1]
    key: str
    kind: InputKind
    shape: tuple[int, ...]
    pixels: bool
    task: Task
    classes: tuple[str, ...]
    targets: int
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    border: float | None

    def __post_init__(self) -> None:
        self._check_shape()
        self._check_task()
        self._check_preprocessing()

    @property
    def inputs(self) -> InputFacts:
        return InputFacts(self.kind, self.shape, self.pixels, self.border)

    @property
    def preprocessing(self) -> Preprocessing:
        return Preprocessing(self.mean, self.deviation)

    def _check_shape(self) -> None:
        if len(self.shape) != _RANKS[self.kind] or min(self.shape) < 1:
            raise ValueError(f"shape: {list(self.shape)} does not fit the kind {self.kind}")
        if self.inputs.count > _LARGEST_ROW:
            raise ValueError(f"shape: {list(self.shape)} is more than {_LARGEST_ROW:,} numbers")
        if self.border is not None and (self.kind != "image" or not 0 <= self.border <= 1):
            raise ValueError("border: expected 0 to 1 for images, null for anything else")

    def _check_task(self) -> None:
        if len(set(self.classes)) < len(self.classes):
            raise ValueError("classes: a name stands twice")
        if self.task == "regression":
            if self.classes or self.targets < 1:
                raise ValueError("targets: a regression has at least one, and no classes")
        elif self.targets != 0 or len(self.classes) < 2:
            raise ValueError("classes: a classification has at least two, and no targets")
        if self.task == "binary" and len(self.classes) != 2:
            raise ValueError("classes: a binary task has two")

    def _check_preprocessing(self) -> None:
        for key, values in (("mean", self.mean), ("deviation", self.deviation)):
            if len(values) not in (1, self.shape[-1]):
                raise ValueError(f"{key}: expected 1 or {self.shape[-1]} numbers, found {len(values)}")
        if min(self.deviation) <= 0:
            raise ValueError("deviation: expected numbers above 0")


def read(path: Path) -> ModelDescription:
    """The description in model.json.

    Raises RunError naming the file and the key where it is missing, not JSON, over 1 MiB, or anything but
    what `write` writes.
    """
    return read_sealed(ModelDescription, path)


def write(path: Path, description: ModelDescription) -> None:
    """Write model.json, whole or not at all. Raises StorageError."""
    write_sealed(path, asdict(description))
