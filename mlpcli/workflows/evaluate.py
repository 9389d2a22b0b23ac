"""Score a run on its data once more."""

from pathlib import Path

from mlpcli.data.load import load
from mlpcli.errors import DataError, UsageError
from mlpcli.workflows.choices import SplitName
from mlpcli.workflows.opening import open_run
from mlpcli.workflows.places import RUNS, AnyPath
from mlpcli.workflows.scoring import Evaluation, score
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
    dataset = load(opened.config.data, opened.config.seed, watcher.download)
    if dataset.fingerprint != opened.record.data_fingerprint:
        raise DataError(
            f"{dataset.facts.name} is not the data that {opened.folder.id} was trained on",
            "restore the data, or train again",
        )
    rows = dataset.split(split)
    if rows is None:
        held = ", ".join(opened.record.rows)
        raise UsageError(f"{opened.folder.id} has no {split} rows", f"choose from {held}")
    return score(opened.network(), dataset, split, rows, opened.folder.id)
