"""The record of a run, kept while it goes on."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from mlpcli import training
from mlpcli.data.dataset import Dataset
from mlpcli.errors import DivergedError, MlpcliError, Terminated
from mlpcli.runs import record as records
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.metrics import write_rows
from mlpcli.runs.provenance import command_line, git_commit, versions
from mlpcli.runs.record import RunRecord, Status
from mlpcli.workflows.conversion import Conversion
from mlpcli.workflows.validate import Checked

# Every file is written whole: with epochs of a millisecond, once an epoch would be all that a run does.
_SECONDS_BETWEEN_WRITES = 1.0


def first_record(
    folder: RunFolder, checked: Checked, dataset: Dataset, device: str, notices: tuple[str, ...]
) -> RunRecord:
    """What is known of a run before its first epoch.

    `device` is the word for what trains it, `notices` are the sentences that the user was told.
    """
    config, plan = checked.config, checked.plan
    rows = {name: len(split) for name in ("train", "validation", "test") if (split := dataset.split(name))}
    return RunRecord(
        id=folder.id,
        name=config.name,
        status="running",
        started=_now(),
        finished=None,
        seconds=0.0,
        command=tuple(command_line()),
        seed=config.seed,
        versions=versions(),
        device=device,
        git_commit=git_commit(Path.cwd()),
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
        notices=notices,
    )


class Diary:
    """Writes run.json when it is entered and left, and metrics.csv in between.

    Left by an exception, the record says which; a run that another process killed stays `running`.
    """

    def __init__(self, folder: RunFolder, record: RunRecord) -> None:
        self._folder = folder
        self._record = record
        self._began = time.perf_counter()
        self._rows: list[dict[str, float]] = []
        self._written = self._began

    def __enter__(self) -> "Diary":
        records.write(self._folder, self._record)
        return self

    def epoch(self, news: "training.EpochNews") -> None:
        """Note an epoch that has been saved."""
        result = news.result
        facts = {"epoch": result.epoch, "seconds": result.seconds, "learning_rate": result.learning_rate}
        self._rows.append(facts | result.figures)
        self._record = replace(
            self._record,
            epochs_done=result.epoch,
            best_epoch=result.epoch if news.best else self._record.best_epoch,
        )
        if time.perf_counter() - self._written > _SECONDS_BETWEEN_WRITES:
            self._write_rows()

    def complete(self, figures: Mapping[str, Mapping[str, float]], conversion: Conversion) -> RunRecord:
        """Note the final figures and the model; the run is over, and well."""
        self._end(
            "completed",
            figures=figures,
            litert_digest=conversion.digest,
            litert_difference=conversion.difference,
            litert_problem=conversion.problem,
        )
        return self._record

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._record.status == "running":
            self._end(_status(error), error=_reason(error))

    def _end(self, status: Status, **facts: object) -> None:
        self._write_rows()
        changes: dict[str, object] = {
            "status": status,
            "finished": _now(),
            "seconds": time.perf_counter() - self._began,
            **facts,
        }
        self._record = replace(self._record, **changes)  # type: ignore[arg-type]
        records.write(self._folder, self._record)

    def _write_rows(self) -> None:
        if self._rows:
            write_rows(self._folder.metrics, self._rows)
        self._written = time.perf_counter()


def _reason(error: BaseException) -> str | None:
    """Why a run ended, where its status does not say that already."""
    if isinstance(error, MlpcliError):
        return error.message
    return repr(error) if isinstance(error, Exception) else None


def _status(error: BaseException) -> Status:
    if isinstance(error, KeyboardInterrupt | Terminated):
        return "interrupted"
    return "diverged" if isinstance(error, DivergedError) else "failed"


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")
