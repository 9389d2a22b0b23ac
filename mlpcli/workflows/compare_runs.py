"""Compare runs: in what they differ, which is the best, and whether the seed alone explains it."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath
from mlpcli.comparison.compared_run import ComparedRun, letter_of
from mlpcli.comparison.comparison import Comparison, compare
from mlpcli.errors import RunError, UsageError
from mlpcli.runs.atomic_files import write_text
from mlpcli.runs.file_digests import require_as_completed
from mlpcli.runs.find_run import find, shows_all, with_runs
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.metrics_csv import read_rows
from mlpcli.runs.record import RunRecord
from mlpcli.shell_words import path_word, quoted
from mlpcli.workflows.report import require_page
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.open_run import open_run_in

FEWEST, MOST = 2, 50


@dataclass(frozen=True)
class _Epochs:
    rows: Sequence[Mapping[str, float]]
    lost: str = ""


def compare_runs(
    references: Sequence[str], *, runs: AnyPath = RUNS, html: AnyPath | None = None
) -> Comparison:
    """Two to 50 runs side by side, in the order given; with `html` also as a page in that file.

    A run that is given twice counts once. Epochs that cannot be read are missing, and a notice says so.
    Raises UsageError for too few or too many runs, for one that does not exist, and for an `html` that is
    anything but a page; RunError for other files that are broken, and StorageError.
    """
    folders = _found(references, Path(runs))
    if html is not None:
        require_page(Path(html), "comparison.html")
    found = compare([_opened(folder, letter_of(at), Path(runs)) for at, folder in enumerate(folders)])
    if html is not None:
        # Imported here because it brings matplotlib.
        from mlpcli.reporting.page.comparison import comparison_page

        write_text(Path(html), comparison_page(found, f"{datetime.now():%Y-%m-%d %H:%M}"))
    return found


def _found(references: Sequence[str], runs: Path) -> list[RunFolder]:
    if len(references) > MOST:
        raise _wrong_number(f"found {len(references)}", runs)
    folders = {os.path.realpath(folder.path): folder for folder in (find(one, runs) for one in references)}
    if len(folders) < FEWEST:
        same = "the same run, given more than once" if len(references) > 1 else f"found {len(folders)}"
        raise _wrong_number(same, runs)
    return list(folders.values())


def _wrong_number(found: str, runs: Path) -> UsageError:
    return UsageError(
        f"{FEWEST} to {MOST} runs can be compared: {found}",
        f"name other runs, such as: {with_runs('mlpcli runs compare RUN latest', runs)}; {shows_all(runs)}",
    )


def _opened(folder: RunFolder, letter: str, runs: Path) -> ComparedRun:
    with fix_names_verify(folder):
        opened = open_run_in(folder)
    epochs = _epochs(folder, opened.record)
    return ComparedRun(
        letter, opened.record, opened.config, opened.plan, epochs.rows, _again(folder, runs), epochs.lost
    )


def _epochs(folder: RunFolder, record: RunRecord) -> _Epochs:
    if not (record.epochs_done or os.path.lexists(folder.metrics)):
        return _Epochs(())
    try:
        require_as_completed(folder.metrics, record)
        return _Epochs(read_rows(folder.metrics))
    except RunError as error:
        return _Epochs((), error.message)


def _again(folder: RunFolder, runs: Path) -> str:
    """The command that trains a run once more, to which a seed can be added."""
    where = "" if os.path.abspath(runs) == os.path.abspath(RUNS) else f" --runs {quoted(str(runs))}"
    return f"mlpcli train {path_word(folder.resolved)}{where}"
