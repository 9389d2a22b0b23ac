"""All runs there are."""

from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath
from mlpcli.runs import listing
from mlpcli.runs.listing import BrokenRun
from mlpcli.runs.record import RunRecord


def list_runs(runs: AnyPath = RUNS) -> list[RunRecord | BrokenRun]:
    """All runs, newest first; one whose record is broken, or that lacks files, is listed as such."""
    return listing.list_runs(Path(runs))
