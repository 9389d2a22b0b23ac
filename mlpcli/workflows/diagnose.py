"""Diagnose a run: what went wrong in its training, without TensorFlow."""

from dataclasses import dataclass
from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath
from mlpcli.diagnosis import diagnose as illnesses
from mlpcli.diagnosis.diagnosis import Diagnosis, NotLookedAt
from mlpcli.runs.find_run import find
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.progress_watcher import SilentWatcher, Watcher
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.open_run import open_run_in
from mlpcli.workflows.run.run_evidence import evidence_in


@dataclass(frozen=True)
class DiagnosedRun:
    """What the training of a run has, the most severe first, and what could not be examined."""

    folder: RunFolder
    found: tuple[Diagnosis, ...]
    not_looked_at: tuple[NotLookedAt, ...]


def diagnose(run: str = "latest", *, runs: AnyPath = RUNS, watcher: Watcher | None = None) -> DiagnosedRun:
    """What went wrong in the training of a run, from its curves, scores, weights and rows.

    Its data is read only if it is there and takes a moment; else what needs it is among `not_looked_at`.
    Raises UsageError for a run that does not exist, and RunError for broken files of the run.
    """
    watcher = watcher or SilentWatcher()
    folder = find(run, Path(runs))
    with fix_names_verify(folder):
        opened = open_run_in(folder)
        for notice in opened.notices:
            watcher.notice(notice)
        evidence, missing = evidence_in(opened, watcher.reading)
        return DiagnosedRun(folder, illnesses.diagnose(evidence), missing)
