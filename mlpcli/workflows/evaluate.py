"""Score a run on its data once more."""

from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath, SplitName
from mlpcli.errors import UsageError
from mlpcli.workflows.litert import all_cores, open_predictor, why_tensorflow
from mlpcli.workflows.opening import OpenRun, open_run
from mlpcli.workflows.rows import load_rows_of
from mlpcli.workflows.scoring import Evaluation, Scorer, litert_scorer, score
from mlpcli.workflows.watching import Silent, Watcher


def evaluate(
    run: str = "latest",
    split: SplitName = "test",
    *,
    runs: AnyPath = RUNS,
    watcher: Watcher | None = None,
) -> Evaluation:
    """The figures of a run's best weights on a split of the data it was trained from.

    Raises UsageError for a run or a split that does not exist, RunError for broken files, and DataError
    where the data cannot be read or is not what it was.
    """
    watcher = watcher or Silent()
    opened = open_run(run, Path(runs))
    for notice in opened.notices:
        watcher.notice(notice)
    dataset = load_rows_of(opened, watcher)
    rows = dataset.split(split)
    if rows is None:
        held = ", ".join(opened.record.rows)
        raise UsageError(f"{opened.folder.id} has no {split} rows", f"choose from {held}")
    return score(_scorer(opened, watcher), dataset, split, rows, opened.folder.id)


def _scorer(opened: OpenRun, watcher: Watcher) -> Scorer:
    predictor = open_predictor(opened.folder, opened.record, opened.description, all_cores())
    if predictor:
        return litert_scorer(predictor, opened.plan.objective)
    watcher.notice(why_tensorflow(opened.record))
    return opened.network()
