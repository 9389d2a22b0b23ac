"""Updates of a run's record during the training."""

import math
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType

from mlpcli import training
from mlpcli.config.report import is_animated
from mlpcli.errors import DivergedError, MlpcliError, StorageError, Terminated
from mlpcli.processes.termination import before_the_end
from mlpcli.runs import record as records
from mlpcli.runs.file_digests import digests_of
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.listing import place_for
from mlpcli.runs.metrics_csv import write_rows
from mlpcli.runs.provenance import command_line, git_commit, versions
from mlpcli.runs.record import RunRecord, Status
from mlpcli.version import ARITHMETIC_CHANGES
from mlpcli.workflows.training.preparation import Prepared
from mlpcli.workflows.training.run_litert import Conversion


def first_record(folder: RunFolder, prepared: Prepared, device: str) -> RunRecord:
    """The record of a run before its first epoch; `device` is the name of the training device."""
    config, plan, dataset = prepared.checked.config, prepared.checked.plan, prepared.dataset
    started = now()
    rows = {name: len(split) for name in ("train", "validation", "test") if (split := dataset.split(name))}
    return RunRecord(
        id=folder.id,
        key=prepared.identity.key,
        name=config.name,
        status="running",
        started=started,
        resumed=(),
        finished=None,
        seconds=0.0,
        command=tuple(command_line()),
        seed=config.seed,
        versions=versions(),
        device=device,
        git_commit=git_commit(),
        dataset=dataset.facts.name,
        data_fingerprint=dataset.fingerprint,
        rows=rows,
        input_shape=plan.stack.input_shape,
        output_shape=plan.stack.output_shape,
        task=plan.facts.task,
        parameters=plan.stack.parameters,
        epochs=config.training.epochs,
        epochs_done=0,
        best_epoch=None,
        figures={},
        litert_digest=None,
        litert_difference=None,
        litert_problem=None,
        error=None,
        notices=prepared.notices,
        listed=place_for(folder.path.parent, datetime.fromisoformat(started)),
        arithmetic=len(ARITHMETIC_CHANGES),
        pool=dataset.pool,
        epoch_weights=is_animated(config.report),
        own_splits=dataset.own_splits,
    )


class RunRecorder:
    """Writes run.json and metrics.csv: on entry, with every checkpoint, and on exit.

    The record names an exception that ended the block; that of a killed process stays `running`.
    """

    def __init__(
        self, folder: RunFolder, record: RunRecord, rows: Sequence[Mapping[str, float]] = ()
    ) -> None:
        self._folder = folder
        self._record = record
        self._rows = list(rows)
        self._seconds_before = record.seconds
        self._began = time.perf_counter()
        self._entered = ExitStack()

    def __enter__(self) -> "RunRecorder":
        self.save()
        self._entered.enter_context(before_the_end(lambda: self._end(KeyboardInterrupt())))
        return self

    @property
    def rows(self) -> Sequence[Mapping[str, float]]:
        """The figures of every completed epoch."""
        return tuple(self._rows)

    def epoch(self, news: "training.EpochNews") -> Mapping[str, float]:
        """Note a completed epoch, and return its row of metrics.csv."""
        result = news.result
        facts = {"epoch": result.epoch, "seconds": result.seconds, "learning_rate": result.learning_rate}
        self._rows.append(facts | result.figures)
        best = result.epoch if news.best else self._record.best_epoch
        self._record = replace(self._record, epochs_done=result.epoch, best_epoch=best)
        return self._rows[-1]

    def note(self, notices: Sequence[str]) -> None:
        """Add what the user was told since the training began, to be written next."""
        self._record = replace(self._record, notices=(*self._record.notices, *notices))

    def save(self) -> None:
        """Write the record and the rows so far. Raises StorageError."""
        self._write_rows()
        self._write_record(self._record)

    def complete(self, figures: Mapping[str, Mapping[str, float]], conversion: Conversion) -> RunRecord:
        """Write the final figures and the outcome of the conversion, and mark the run as completed.

        Raises StorageError.
        """
        self._write_rows()
        self._write_record(replace(self.preview(figures, conversion), digests=digests_of(self._folder)))
        return self._record

    def preview(self, figures: Mapping[str, Mapping[str, float]], conversion: Conversion) -> RunRecord:
        """The record that `complete` is about to write, without the digests of files."""
        return replace(
            self._record,
            status="completed",
            finished=now(),
            figures=figures,
            litert_digest=conversion.digest,
            litert_difference=conversion.difference,
            litert_problem=conversion.problem,
        )

    def _write_rows(self) -> None:
        if self._rows:
            write_rows(self._folder.metrics, self._rows)

    def _write_record(self, record: RunRecord) -> None:
        seconds = self._seconds_before + time.perf_counter() - self._began
        record = replace(record, seconds=seconds)
        records.write(self._folder, record)
        # Only after the write: a run that could not be recorded as completed must be recorded as failed.
        self._record = record

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._entered.close()
        if error:
            self._end(error)

    def _end(self, error: BaseException) -> None:
        if self._record.status != "running":
            return
        rate = error.rate if isinstance(error, DivergedError) and math.isfinite(error.rate) else None
        self._record = replace(
            self._record,
            status=_status(error),
            finished=now(),
            error=_reason(error),
            diverged_rate=rate,
        )
        # If the disk is full, the user must see the first error, not that of this write.
        with suppress(StorageError) if isinstance(error, StorageError) else nullcontext():
            self.save()


def _reason(error: BaseException) -> str | None:
    """Why a run ended, if its status does not say so."""
    if isinstance(error, MlpcliError):
        return error.message
    return repr(error) if isinstance(error, Exception) else None


def _status(error: BaseException) -> Status:
    if isinstance(error, KeyboardInterrupt | Terminated):
        return "interrupted"
    return "diverged" if isinstance(error, DivergedError) else "failed"


def now() -> str:
    """The current time in the format of the record."""
    return datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")
