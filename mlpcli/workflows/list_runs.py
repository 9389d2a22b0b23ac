"""List all runs."""

from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath
from mlpcli.runs import listing
from mlpcli.runs.listing import BrokenRun
from mlpcli.runs.record import RunRecord


def list_runs(runs: AnyPath = RUNS) -> list[RunRecord | BrokenRun]:
    """All runs, newest first; one with a broken record or missing files is listed as BrokenRun."""
    return listing.list_runs(Path(runs))
