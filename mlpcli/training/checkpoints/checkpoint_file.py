"""A training state as one safetensors file: tensors, the position in the training, and a digest of both.

The digest guards against damage and mix-ups. It is not a signature, and does not make a file trusted.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from mlpcli.data.dataset import Array
from mlpcli.errors import RunError, StorageError
from mlpcli.runs.atomic_files import writing
from mlpcli.runs.strict_json import parse
from mlpcli.runs.typed_json import build
from mlpcli.runs.untrusted_files import broken, refuse_link, require_own_file
from mlpcli.training.checkpoints.early_stopping_plateau import MonitorState, Progress
from mlpcli.training.devices.memory import machine_memory

Kind = Literal["last", "best", "epochs"]
# A single key: safetensors writes several in random order, and equal states should give equal files.
_KEY = "mlpcli_checkpoint"
_FIX = "train again, or restore the file"
# Far more than names, shapes and a config need; safetensors itself allows 100 MB.
_LARGEST_HEADER = 16 * 2**20
# Optimizers store up to four float32 per weight; headers, seeds and metric sums are small.
_BYTES_A_PARAMETER = 32
_BYTES_BESIDE = 32 * 2**20


@dataclass(frozen=True)
class TrainingPosition:
    """The position in a training at which a state was saved.

    `epoch` epochs were completed, and `step` steps of the next. `key` is the run's key, `config` the part of
    its config that cannot change, as JSON. Raises ValueError for epochs or steps below zero.
    """

    kind: Kind
    epoch: int
    step: int
    key: str
    config: str
    progress: Progress
    version: Literal[1] = 1

    def __post_init__(self) -> None:
        if self.epoch < 0 or self.step < 0:
            raise ValueError("epoch and step count from zero")


@dataclass(frozen=True)
class Checkpoint:
    """A training position and the state of the model there.

    `weights/...` are the weights for prediction; `training/...` those that training resumes from, if the
    optimizer averages weights and they differ; `optimizer/...` its slots, and `metrics/...`, in the middle of
    an epoch, the sums of the metrics.
    """

    place: TrainingPosition
    tensors: Mapping[str, Array] = field(repr=False)

    @property
    def parameters(self) -> int:
        """The number of values in the prediction weights, including seeds of generators."""
        return sum(value.size for name, value in self.tensors.items() if name.startswith("weights/"))


@dataclass(frozen=True)
class ResumePoint:
    """The checkpoint that a training resumes from, read from `path`.

    `has_best` is false if the best epoch's own checkpoint is lost.
    """

    checkpoint: Checkpoint
    path: Path
    has_best: bool = True

    @property
    def place(self) -> TrainingPosition:
        return self.checkpoint.place

    def noting(self, **seen: MonitorState) -> "ResumePoint":
        """A copy with parts of its progress replaced."""
        place = replace(self.place, progress=replace(self.place.progress, **seen))
        return replace(self, checkpoint=replace(self.checkpoint, place=place))


@dataclass(frozen=True)
class _Header:
    place: TrainingPosition
    digest: str


def write(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint; the previous one is replaced only after this one was read back.

    Raises StorageError, also if what is read back differs from what was written.
    """
    # safetensors writes an array's memory buffer and ignores its strides.
    tensors = {
        name: np.ascontiguousarray(value).reshape(value.shape) for name, value in checkpoint.tensors.items()
    }
    header = _Header(checkpoint.place, _digest(checkpoint.place, tensors))
    content = save(tensors, {_KEY: json.dumps(asdict(header), allow_nan=False)})
    with writing(path) as temporary:
        temporary.write_bytes(content)
        try:
            read(temporary)
        except RunError as error:
            raise StorageError(
                f"{path} could not be written: {error.message}", "check the disk, or write to another one"
            ) from error


def read(path: Path) -> Checkpoint:
    """The checkpoint in a file.

    Raises RunError if it is missing, a link, not a regular file, not a checkpoint, or damaged.
    """
    require_own_file(path)
    refuse_link(path.parent)
    if path.stat().st_size > machine_memory():
        raise broken(path, "is larger than the memory of this machine", _FIX)
    try:
        _check_header(path)
        with safe_open(path, framework="np") as file:
            metadata = (file.metadata() or {}).get(_KEY)
            if metadata is None:
                raise broken(path, "is not a checkpoint written by mlpcli", _FIX)
            header = build(_Header, parse(metadata))
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
    # AttributeError: safetensors looks up types that NumPy lacks, such as float8.
    except (OSError, SafetensorError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise broken(path, f"is broken: {error}", _FIX) from error
    if header.digest != _digest(header.place, tensors):
        raise broken(path, "is broken: its digest does not match", _FIX)
    return Checkpoint(header.place, tensors)


def _check_header(path: Path) -> None:
    # The format begins with the length of its header, 8 bytes.
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
    if length > _LARGEST_HEADER:
        raise ValueError(f"its header would take {length:,} bytes")


def read_best(path: Path, key: str) -> Checkpoint:
    """The best checkpoint of the run that has `key`. Raises RunError as `read` does, and for any other."""
    return _read_kind(path, key, "best")


def read_best_of(path: Path, key: str, parameters: int) -> Checkpoint:
    """As `read_best`, for a network of so many parameters. Raises RunError too if the file holds fewer, or is
    far larger: this is known before a network is built, which an untrusted config could make take all memory.
    """
    found = read_kind_of(path, key, "best", parameters)
    if found.parameters < parameters:
        raise foreign(path, f"holds {found.parameters:,} numbers, but the network has {parameters:,}")
    return found


def read_kind_of(path: Path, key: str, kind: Kind, numbers: int) -> Checkpoint:
    """The checkpoint of this kind of the run that has `key`, if it can be one of so many numbers and their
    optimizer's. Raises RunError as `read_best` does."""
    if path.is_file() and path.stat().st_size > _BYTES_BESIDE + _BYTES_A_PARAMETER * numbers:
        raise foreign(path, f"is too large for a network of {numbers:,} parameters")
    return _read_kind(path, key, kind)


def read_last(path: Path, key: str) -> Checkpoint:
    """The last checkpoint of the run that has `key`. Raises RunError as `read` does, and for any other."""
    return _read_kind(path, key, "last")


def foreign(path: Path, what: str) -> RunError:
    """The error for an intact checkpoint that another training or another tool wrote."""
    return RunError(f"{path} {what}", "the file does not belong to this run: restore it, or train again")


def _read_kind(path: Path, key: str, kind: Kind) -> Checkpoint:
    found = read(path)
    if found.place.key != key:
        raise foreign(path, "was written by a training with another config or other data")
    if found.place.kind != kind:
        raise foreign(path, f"is not the {kind} checkpoint but the {found.place.kind} one")
    return found


def _digest(place: TrainingPosition, tensors: Mapping[str, Array]) -> str:
    total = hashlib.sha256(json.dumps(asdict(place)).encode())
    for name in sorted(tensors):
        value = tensors[name]
        total.update(f"{name} {value.dtype.str} {value.shape} ".encode())
        total.update(value.reshape(-1).view(np.uint8).data)
    return f"sha256:{total.hexdigest()}"
