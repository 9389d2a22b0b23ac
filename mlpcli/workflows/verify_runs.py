"""Verify runs: read every file, and compare every digest."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mlpcli.arguments import RUNS, AnyPath, Paths, each_text
from mlpcli.errors import MlpcliError
from mlpcli.inference import model_description
from mlpcli.inference.litert.litert_predictor import LARGEST
from mlpcli.runs import record as records
from mlpcli.runs.expected_files import expected_files
from mlpcli.runs.file_digests import DIGESTED, LARGEST_TEXT, file_digest, require_as_completed
from mlpcli.runs.find_run import find
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.listing import run_folders
from mlpcli.runs.lock import is_live, require_own_lock
from mlpcli.runs.metrics_csv import read_rows
from mlpcli.runs.record import RunRecord
from mlpcli.runs.removal import added_files
from mlpcli.runs.strict_json import read_json
from mlpcli.runs.untrusted_files import broken, refuse_link, require_own_file
from mlpcli.training.checkpoints import checkpoint_file
from mlpcli.training.checkpoints.epoch_weights import read_epochs
from mlpcli.workflows.run.open_run import identify, open_run_in, resolved
from mlpcli.workflows.run.run_description import read_description

State = Literal["sound", "broken", "in use"]


@dataclass(frozen=True)
class Verified:
    """The result of verifying a run: `findings` are errors, `notes` is other useful information.

    A run in use changes while it is read, so its findings become notes.
    """

    run: str
    state: State
    findings: tuple[str, ...]
    notes: tuple[str, ...]


def verify_runs(
    references: Paths = (),
    *,
    runs: AnyPath = RUNS,
    told: Callable[[Verified, int], None] | None = None,
) -> tuple[Verified, ...]:
    """Read every file of the named runs, or of all in `runs`, and compare all digests and figures.

    `told` is called with the result of each run and the number of runs. Nothing is written, and TensorFlow is
    not needed. Raises UsageError for a run that does not exist.
    """
    folders = [find(reference, Path(runs)) for reference in each_text(references)]
    if not folders:
        folders = sorted(run_folders(Path(runs)), key=lambda folder: folder.id)
    verified = []
    for folder in folders:
        verified.append(_verify(folder))
        if told:
            told(verified[-1], len(folders))
    return tuple(verified)


def _verify(folder: RunFolder) -> Verified:
    was_live = is_live(folder)
    check = _Check(folder)
    check.all()
    if was_live or is_live(folder):
        notes = (
            "a process is working on it: it was checked in its current state",
            *check.findings,
            *check.notes,
        )
        return Verified(folder.id, "in use", (), notes)
    state: State = "broken" if check.findings else "sound"
    return Verified(folder.id, state, tuple(check.findings), tuple(check.notes))


class _Check:
    """Checks the files of a run one by one, continuing after errors."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._expected: frozenset[Path] = frozenset()
        self.findings: list[str] = []
        self.notes: list[str] = []

    def all(self) -> None:
        record = None
        with self._noting():
            record = records.read(self._folder)
        if record is None:
            self._without_record()
        else:
            self._expected = frozenset(self._folder.path / name for name in expected_files(record))
            self._digests(record)
            self._config(record)
            self._checkpoints(record)
            self._metrics(record)
            self._model(record)
            self._evaluation(record)
        self._others()

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except MlpcliError as error:
            if error.message not in self.findings:
                self.findings.append(error.message)

    def _without_record(self) -> None:
        """Check the files that can be checked without a record."""
        with self._noting():
            model_description.read(self._folder.model)
        with self._noting():
            resolved(self._folder)
        kept = self._folder.epoch_weights
        for path in (self._folder.last, self._folder.best, *([kept] if os.path.lexists(kept) else [])):
            with self._noting():
                checkpoint_file.read(path)

    def _digests(self, record: RunRecord) -> None:
        for name in DIGESTED:
            if name == self._folder.report.name:
                self._report(record)
                continue
            with self._noting():
                require_as_completed(self._folder.path / name, record)
        # Other names could lead out of the folder, or to the same file thousands of times.
        if others := sorted(record.digests.keys() - set(DIGESTED)):
            with self._noting():
                raise broken(
                    self._folder.record, f"has a digest of {others[0][:100]!r}, which is no file of a run"
                )
        if record.status == "completed" and not record.digests:
            self.notes.append("it was completed by an older mlpcli, which stored no digests of text files")

    def _report(self, record: RunRecord) -> None:
        """The page, which can be made again."""
        path = self._folder.report
        if os.path.lexists(path):
            with self._noting():
                require_own_file(path)
                require_as_completed(path, record)
        elif path.name in record.digests:
            self.notes.append(f"{path.name} is missing; `mlpcli report` writes it again")

    def _config(self, record: RunRecord) -> None:
        before = len(self.findings)
        with self._noting():
            read_description(self._folder, record)
        with self._noting():
            identify(self._folder, record, resolved(self._folder).config)
        with self._noting():
            file_digest(self._folder.config, LARGEST_TEXT)
        if len(self.findings) == before:
            with self._noting():
                open_run_in(self._folder)

    def _checkpoints(self, record: RunRecord) -> None:
        folder = self._folder
        with self._noting():
            refuse_link(folder.checkpoints)
        if self._is_due(folder.best):
            with self._noting():
                checkpoint_file.read_best(folder.best, record.key)
        if self._is_due(folder.last):
            with self._noting():
                last = checkpoint_file.read_last(folder.last, record.key)
                if record.status == "completed" and last.place.epoch != record.epochs_done:
                    raise broken(folder.last, f"is of epoch {last.place.epoch}, not {record.epochs_done}")

        if self._is_due(folder.epoch_weights):
            with self._noting():
                read_epochs(folder.epoch_weights, record.key, record.parameters)

    def _is_due(self, path: Path) -> bool:
        """Whether to read a file: it is expected, or it exists."""
        return path in self._expected or os.path.lexists(path)

    def _metrics(self, record: RunRecord) -> None:
        if not self._is_due(self._folder.metrics):
            return
        with self._noting():
            rows = read_rows(self._folder.metrics)
            # A kill between two writes leaves more rows than the record counts, which resuming repairs.
            if len(rows) < record.epochs_done:
                raise broken(self._folder.metrics, f"has {len(rows)} rows after {record.epochs_done} epochs")

    def _model(self, record: RunRecord) -> None:
        if self._folder.litert not in self._expected:
            return
        with self._noting():
            if file_digest(self._folder.litert, LARGEST) != record.litert_digest:
                raise broken(self._folder.litert, "is not the model recorded in run.json")

    def _evaluation(self, record: RunRecord) -> None:
        path = self._folder.evaluation
        if path not in self._expected:
            return
        with self._noting():
            found = read_json(path, LARGEST_TEXT)
            if not isinstance(found, dict) or {name: _metrics_of(one) for name, one in found.items()} != {
                name: dict(figures) for name, figures in record.figures.items()
            }:
                raise broken(path, "has figures that differ from those in run.json")

    def _others(self) -> None:
        folder = self._folder
        if os.path.lexists(folder.lock):
            with self._noting():
                require_own_lock(folder)
        states = (folder.last, folder.best, folder.epoch_weights)
        inner = [path.name for path in folder.checkpoints.glob("*") if path not in states]
        try:
            names = [*added_files(folder), *(f"checkpoints/{name}" for name in sorted(inner))]
        except MlpcliError as error:
            names = []
            self.notes.append(error.message)
        for name in names:
            base = os.path.basename(name)
            if base.startswith(".") and base.endswith(".tmp"):
                self.notes.append(f"{name} was left unfinished by a process that was killed")
            else:
                self.notes.append(f"{name} was not written by mlpcli")


def _metrics_of(evaluation: object) -> Mapping[str, Any] | None:
    metrics = evaluation.get("metrics") if isinstance(evaluation, dict) else None
    return metrics if isinstance(metrics, dict) else None
