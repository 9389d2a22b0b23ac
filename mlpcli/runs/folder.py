"""The folder of a run: its name, and the names of the files in it."""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mlpcli.errors import UsageError
from mlpcli.names import only_safe
from mlpcli.runs.atomic_files import storage_error

_ID = re.compile(r"(?P<name>.+)-(?P<time>\d{8}-\d{6})(?:-(?P<number>\d{1,9}))?", re.ASCII)
_REMOVED = re.compile(r"\.removed-[0-9a-f]{16}")
_TIME = "%Y%m%d-%H%M%S"
# In bytes. Leaves room for the time and a number: file systems allow names of 255 bytes.
_NAME_LIMIT = 200


@dataclass(frozen=True)
class RunFolder:
    """A run's folder and the paths of its files, whether they exist or not."""

    path: Path

    @property
    def id(self) -> str:
        """The folder's name; for a relative path such as `.`, the name of the folder that it means."""
        return os.path.basename(os.path.abspath(self.path))

    @property
    def config(self) -> Path:
        return self.path / "config.yaml"

    @property
    def resolved(self) -> Path:
        return self.path / "resolved.yaml"

    @property
    def record(self) -> Path:
        return self.path / "run.json"

    @property
    def metrics(self) -> Path:
        return self.path / "metrics.csv"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def last(self) -> Path:
        return self.checkpoints / "last.safetensors"

    @property
    def best(self) -> Path:
        return self.checkpoints / "best.safetensors"

    @property
    def epoch_weights(self) -> Path:
        return self.checkpoints / "epochs.safetensors"

    @property
    def lock(self) -> Path:
        return self.path / ".lock"

    @property
    def owner(self) -> Path:
        return self.path / ".owner.json"

    @property
    def listed(self) -> Path:
        """Empty; marks a run whose place in lists is not that of the time in its id."""
        return self.path / ".listed"

    @property
    def model(self) -> Path:
        return self.path / "model.json"

    @property
    def litert(self) -> Path:
        return self.path / "model.tflite"

    @property
    def evaluation(self) -> Path:
        return self.path / "evaluation.json"

    @property
    def report(self) -> Path:
        return self.path / "report.html"

    @property
    def tensorboard(self) -> Path:
        return self.path / "tensorboard"

    @property
    def files(self) -> frozenset[Path]:
        """Everything that this tool writes to the folder itself, except temporary files."""
        return frozenset(
            (
                *(self.config, self.resolved, self.record, self.metrics, self.checkpoints),
                *(self.model, self.litert, self.evaluation, self.report, self.tensorboard),
                *(self.lock, self.owner, self.listed),
            )
        )


@dataclass(frozen=True)
class IdParts:
    """The parts of a run's id: its name, its local start time, and its number among runs of that second."""

    name: str
    time: datetime | None
    number: int


def create(runs: Path, name: str, now: datetime) -> RunFolder:
    """Create the folder of a new run, `runs/<name>-<YYYYMMDD-HHMMSS>[-n]/`, and its `checkpoints/`.

    An existing folder is never used: the second run of the same second ends in `-2`. Raises StorageError.
    """
    stem = f"{safe_name(name)}-{now.strftime(_TIME)}"
    try:
        runs.mkdir(parents=True, exist_ok=True)
        folder = RunFolder(_make_first_free(runs, stem))
    except OSError as error:
        raise storage_error(runs, error) from error
    try:
        folder.checkpoints.mkdir()
    except OSError as error:
        with suppress(OSError):
            folder.path.rmdir()
        raise storage_error(folder.checkpoints, error) from error
    return folder


def safe_name(name: str) -> str:
    """`name` as a folder name that is valid on every system: letters and digits of any script, `.`, `_`, `-`.

    In NFC. Never empty, at most 200 bytes of UTF-8, without a dot or dash at the start.
    """
    safe = only_safe(name).lstrip(".-").encode()[:_NAME_LIMIT]
    return safe.decode("utf-8", "ignore").rstrip(".-") or "run"


def parse_id(run_id: str) -> IdParts:
    """The parts of a run's id. For a renamed folder, the name is the whole id, and there is no time."""
    match = _ID.fullmatch(run_id)
    if match is None:
        return IdParts(run_id, None, 1)
    try:
        # Ten times faster than strptime.
        time = datetime.fromisoformat(match["time"].replace("-", "T"))
    except ValueError:
        return IdParts(run_id, None, 1)
    return IdParts(match["name"], time, int(match["number"] or 1))


def refuse_runs(target: Path, option: str = "--output") -> None:
    """Raises UsageError if `target`, to be written for `option`, is inside a run's folder.

    Raises StorageError if the current folder no longer exists.
    """
    try:
        real = target.parent.resolve() / target.name
    except OSError as error:
        raise storage_error(target, error) from error
    for place in (real, *real.parents):
        if os.path.lexists(RunFolder(place).record):
            raise UsageError(
                f"{target} is inside the folder of run {place.name}, which is reserved for its own files",
                f"choose a path outside it with {option}",
            )


def removed_name() -> str:
    """A name for the folder of a run that is being removed, which is not a run's name."""
    return f".removed-{secrets.token_hex(8)}"


def is_removed(path: Path) -> bool:
    """Whether a folder is left from a removed run."""
    return _REMOVED.fullmatch(path.name) is not None


def _make_first_free(runs: Path, stem: str) -> Path:
    path, number = runs / stem, 1
    while True:
        try:
            path.mkdir()
        except FileExistsError:
            number += 1
            path = runs / f"{stem}-{number}"
        else:
            return path
