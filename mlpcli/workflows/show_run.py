"""Show what is recorded of one run."""

from dataclasses import dataclass
from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath
from mlpcli.network.plan import Plan
from mlpcli.runs.file_digests import require_as_completed
from mlpcli.runs.metrics_csv import read_rows
from mlpcli.runs.record import RunRecord
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.open_run import open_run


@dataclass(frozen=True)
class ShownRun:
    """A run's record, its plan, and the figures of every completed epoch."""

    folder: Path
    record: RunRecord
    plan: Plan
    epochs: tuple[dict[str, float], ...]


def show_run(run: str = "latest", *, runs: AnyPath = RUNS) -> ShownRun:
    """All that is recorded of one run. Raises UsageError, or RunError for broken files."""
    opened = open_run(run, Path(runs))
    folder, record = opened.folder, opened.record
    with fix_names_verify(folder):
        require_as_completed(folder.metrics, record)
        rows = read_rows(folder.metrics) if record.epochs_done or folder.metrics.exists() else []
    return ShownRun(folder.path, record, opened.plan, tuple(rows))
