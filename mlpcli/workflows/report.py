"""Write the page of a run: what it reached, where it fails, and how to repeat it."""

import os
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath
from mlpcli.errors import RunInUseError, StorageError, UsageError
from mlpcli.reporting.facts.absent import Absent
from mlpcli.runs import record as records
from mlpcli.runs.atomic_files import write_text
from mlpcli.runs.file_digests import file_digest
from mlpcli.runs.find_run import find
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.lock import locked
from mlpcli.workflows.output_path import require_place
from mlpcli.workflows.progress_watcher import SilentWatcher, Watcher
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.open_run import OpenRun, open_run_in
from mlpcli.workflows.run.report_page import report_page
from mlpcli.workflows.run.run_page import evidence_in

# What every page begins with.
_OURS = b"<!doctype html>\n<!-- a page of mlpcli -->\n"
_ELSEWHERE = "or write the page to another place: -o FILE"


@dataclass(frozen=True)
class WrittenReport:
    """The page at `path`; `missing` says what is not on it, and why."""

    run: str
    path: Path
    missing: tuple[str, ...]


def report(
    run: str = "latest",
    output: AnyPath | None = None,
    *,
    runs: AnyPath = RUNS,
    watcher: Watcher | None = None,
) -> WrittenReport:
    """Write the page of a run to `output`, by default to `report.html` in the run's folder.

    An older page is replaced. What of the run's data and files is missing or was changed is missing on the
    page, which says so. Raises UsageError for a run that does not exist and an `output` that is anything but
    a page, RunError for files without which nothing is known of the run, RunInUseError if it is still being
    trained, and StorageError.
    """
    watcher = watcher or SilentWatcher()
    folder = find(run, Path(runs))
    with fix_names_verify(folder), ExitStack() as held:
        opened = open_run_in(folder)
        if output is None:
            held.enter_context(_to_write_in(folder))
        else:
            require_page(Path(output), f"{folder.id}.html")
        for notice in opened.notices:
            watcher.notice(notice)
        text, missing = _page(opened, watcher)
        if output is None:
            _write_in(folder, text)
        else:
            write_text(Path(output), text)
    for notice in missing:
        watcher.notice(f"not shown: {notice}")
    return WrittenReport(folder.id, folder.report if output is None else Path(output), missing)


def _page(opened: OpenRun, watcher: Watcher) -> tuple[str, tuple[str, ...]]:
    evidence, dataset = evidence_in(opened, watcher.reading)
    watcher.stage("writing the report")
    parts = (
        *(evidence.epochs, evidence.evaluations, evidence.rows, evidence.network),
        *(evidence.given, evidence.undrawn),
    )
    missing = dict.fromkeys(one.reason for one in parts if isinstance(one, Absent))
    return report_page(opened, evidence, dataset), tuple(missing)


def _to_write_in(folder: RunFolder) -> ExitStack:
    """Lock a run, whose folder is about to be written to."""
    held = ExitStack()
    try:
        held.enter_context(locked(folder))
    except (RunInUseError, StorageError) as error:
        error.fix += f"; {_ELSEWHERE}"
        raise
    return held


def _write_in(folder: RunFolder, text: str) -> None:
    """Replace the page in a run's folder, and its digest if the run has any."""
    found = records.read(folder)
    if folder.report.name in found.digests:
        # A page without a digest is sound, wherever this stops.
        others = {name: one for name, one in found.digests.items() if name != folder.report.name}
        records.write(folder, replace(found, digests=others))
    write_text(folder.report, text)
    if found.digests:
        digests = {**found.digests, folder.report.name: file_digest(folder.report)}
        records.write(folder, replace(found, digests=digests))


def require_page(target: Path, suggestion: str) -> None:
    """Raises UsageError unless `target` is free or a page, and StorageError if it cannot be written."""
    try:
        require_place(target, suggestion, folder=False, force=_is_page(target), what="the page")
    except UsageError as error:
        if os.path.isfile(target):
            error.message, error.fix = f"{target} exists and is no page of a run", "choose another path"
        raise


def _is_page(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_OURS)) == _OURS
    except OSError:
        return False
