"""run.json: the record of a run, its course and its outcome."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from mlpcli.runs.atomic_files import storage_error
from mlpcli.runs.checksummed_json import read_sealed, write_sealed
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.strict_json import with_nulls
from mlpcli.runs.typed_json import LATER

Status = Literal["running", "completed", "interrupted", "diverged", "failed"]
Task = Literal["classification", "binary", "regression"]


@dataclass(frozen=True)
class RunRecord:
    """The facts of one run.

    `key` is the digest of the data and of the part of the config that cannot change; every file that a
    network is rebuilt from contains it. `started`, `resumed` and `finished` are ISO 8601 with a zone;
    `finished` is None while the run is running. `seconds` is the time spent so far, without interruptions.
    `dataset` is the one trained on, which may be a fallback. `rows` counts each split's rows, `figures` holds
    each split's metrics, None for non-finite values. Shapes are those of one row. `epochs` is the planned
    number, `epochs_done` the completed one, and `best_epoch` counts from 1. `litert_digest` is the sha256 of
    model.tflite, `litert_difference` the largest difference of its outputs from Keras's; without a digest the
    run has no usable model.tflite, and `litert_problem` says why if it is completed. `error` says why a run
    failed. `notices` are what the user was told. `digests` are those of a completed run's text files, by
    name; runs of older versions have none. `listed` is the time that the run is sorted by, if the clock was
    set back and `started` would put it before older runs. `arithmetic` counts the ARITHMETIC_CHANGES of the
    version that trained it last. `pool` is the number of training rows that are shuffled together if the rows
    stay on disk, and None if they were in memory. `epoch_weights`: whether those of some epochs are kept,
    for an animation. `diverged_rate` is the learning rate at which a diverged run did so. `own_splits` are
    the held-back splits that the data brought along, so that the seed did not draw them; None for tables and
    series, whose configs say it, and in runs of older versions. Raises ValueError for times without a zone.
    """

    id: str
    key: str
    name: str
    status: Status
    started: str
    resumed: tuple[str, ...]
    finished: str | None
    seconds: float
    command: tuple[str, ...]
    seed: int
    versions: Mapping[str, str]
    device: str
    git_commit: str | None
    dataset: str
    data_fingerprint: str
    rows: Mapping[str, int]
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    task: Task
    parameters: int
    epochs: int
    epochs_done: int
    best_epoch: int | None
    figures: Mapping[str, Mapping[str, float | None]]
    litert_digest: str | None
    litert_difference: float | None
    litert_problem: str | None
    error: str | None
    notices: tuple[str, ...]
    digests: Mapping[str, str] = field(default_factory=dict, metadata=LATER)
    listed: str | None = field(default=None, metadata=LATER)
    arithmetic: int = field(default=0, metadata=LATER)
    pool: int | None = field(default=None, metadata=LATER)
    epoch_weights: bool = field(default=False, metadata=LATER)
    diverged_rate: float | None = field(default=None, metadata=LATER)
    own_splits: tuple[str, ...] | None = field(default=None, metadata=LATER)

    def __post_init__(self) -> None:
        for time in (self.started, *self.resumed):
            _check_time("started", time)
        for key, late in (("finished", self.finished), ("listed", self.listed)):
            if late is not None:
                _check_time(key, late)

    @property
    def start(self) -> datetime:
        """`started` as a time with its zone."""
        return datetime.fromisoformat(self.started)

    @property
    def place(self) -> datetime:
        """The time that the run is sorted by in lists."""
        return datetime.fromisoformat(self.listed or self.started)


def read(folder: RunFolder) -> RunRecord:
    """The record of a run, with the folder's current name as its id, because folders can be renamed.

    Raises RunError if run.json is missing, unreadable, over 1 MiB, not JSON, has keys or types other than
    those of RunRecord, or was changed after it was written.
    """
    return replace(read_sealed(RunRecord, folder.record), id=folder.id)


def write(folder: RunFolder, record: RunRecord) -> None:
    """Write run.json, whole or not at all, after `listed`, which marks records with such a time.

    JSON has no NaN and infinities: such figures are written as null and read back as None. Raises
    StorageError.
    """
    if record.listed is not None:
        _mark(folder.listed)
    facts = asdict(record)
    write_sealed(folder.record, facts | {"figures": with_nulls(facts["figures"])})


def _mark(path: Path) -> None:
    try:
        path.touch()
    except OSError as error:
        raise storage_error(path, error) from error


def _check_time(key: str, text: str) -> None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{key}: expected an ISO 8601 time, found {text[:40]!r}") from error
    if time.tzinfo is None:
        raise ValueError(f"{key}: expected a time with its zone, found {text[:40]!r}")
