"""model.json: what a prediction needs to know besides the network's weights."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from mlpcli.config.dataset_facts import LARGEST_ROW, DataFacts
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.errors import DataError
from mlpcli.inference.model_migration import migrate

# The strict reader and the atomic writer depend only on errors; a second copy of them here would drift.
from mlpcli.runs.checksummed_json import read_sealed, write_sealed
from mlpcli.runs.typed_json import LATER

# Mean and deviation of MOST_STANDARDIZED features.
LARGEST = 64 * 2**20
"""The largest size in bytes of a model.json."""

_RANKS = {"image": 3, "signal": 2, "vector": 1}


@dataclass(frozen=True)
class ModelDescription:
    """What the network takes and predicts, and the preprocessing between file and first layer.

    `key` is that of the run's record, so that the description of another run is refused. `indices_below` is
    None unless inputs are whole numbers that the network looks up, all below it. Raises ValueError if it is
    below 1, or if facts and preprocessing do not fit together.
    """

    version: Literal[2]
    key: str
    facts: DataFacts
    preprocessing: Preprocessing
    indices_below: int | None = field(default=None, metadata=LATER)

    def __post_init__(self) -> None:
        with _naming("facts"):
            _check_shape(self.facts)
            _check_task(self.facts)
        with _naming("preprocessing"):
            self.preprocessing.check(self.facts)
        if self.indices_below is not None and self.indices_below < 1:
            raise ValueError(f"indices_below: expected at least 1, found {self.indices_below}")


@contextmanager
def _naming(key: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from error


def _check_shape(facts: DataFacts) -> None:
    kind, shape = facts.kind, facts.shape
    if len(shape) != _RANKS[kind] or min(shape) < 1:
        raise ValueError(f"shape: {_listed(shape)} does not fit the kind {kind}")
    if facts.count > LARGEST_ROW:
        raise ValueError(f"shape: {_listed(shape)} is more than {LARGEST_ROW:,} numbers")
    if facts.pixels and kind != "image":
        raise ValueError(f"pixels: expected false for the kind {kind}")
    if facts.one_hot and (kind != "vector" or min(facts.one_hot) < 1 or sum(facts.one_hot) > facts.count):
        raise ValueError("one_hot: expected widths of groups that the features of a vector end with")


def _check_task(facts: DataFacts) -> None:
    task, classes, targets = facts.task, facts.classes, facts.targets
    if len(set(classes)) < len(classes):
        raise ValueError("classes: a name is listed twice")
    if task == "regression":
        if classes or targets < 1:
            raise ValueError("targets: a regression has at least one, and no classes")
    elif targets != 0 or len(classes) < 2:
        raise ValueError("classes: a classification has at least two, and no targets")
    if (task == "binary") != (len(classes) == 2):
        raise ValueError("task: expected binary for two classes, and only for two")


def _listed(shape: tuple[int, ...]) -> str:
    shown = [str(length) for length in shape[:5]] + ["..."] * (len(shape) > 5)
    return f"[{', '.join(shown)}]"


def read(path: Path, dataset: str = "") -> ModelDescription:
    """The description in model.json, of this or an older version; `dataset` is as in `migrate`.

    Raises RunError naming the file and the key if it is missing, not JSON, over 64 MiB, or anything but
    what `write` writes.
    """
    return read_sealed(ModelDescription, path, partial(migrate, dataset=dataset), LARGEST)


def write(path: Path, description: ModelDescription) -> None:
    """Write model.json atomically. Raises StorageError, and DataError for what `read` would refuse as too
    large."""
    try:
        write_sealed(path, asdict(description), LARGEST)
    except OverflowError as error:
        raise DataError(
            f"{path.name} {error}: it holds the numbers of every standardized feature and the names of all "
            "classes and columns",
            "write standardize: false in the data section, or give rows of fewer features, or shorter names",
        ) from error
