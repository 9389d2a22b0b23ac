"""Score a run on its own data or on other data."""

import os
from functools import partial
from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath, InvertMode, SplitName
from mlpcli.baselines.comparison import figure_compared
from mlpcli.errors import UsageError
from mlpcli.runs.find_run import find
from mlpcli.workflows.progress_watcher import SilentWatcher, Watcher
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.evaluation import Evaluation, Scorer, litert_scorer, score
from mlpcli.workflows.run.open_run import OpenRun, open_run_in
from mlpcli.workflows.run.recorded_baselines import recorded_baselines
from mlpcli.workflows.run.run_data import load_rows_of
from mlpcli.workflows.run.run_predictor import all_cores, open_predictor, why_tensorflow


def evaluate(
    run: str = "latest",
    split: SplitName | None = None,
    *,
    data: AnyPath | None = None,
    targets: AnyPath | None = None,
    invert: InvertMode = "never",
    runs: AnyPath = RUNS,
    watcher: Watcher | None = None,
) -> Evaluation:
    """Score a run's best weights on a split of its own data, by default `test`, or on `data`.

    `data` is a table with the target, for runs of tables and series; an `.npz` with x and y, or x_test and
    y_test; an `.npy` of inputs, with their `targets` in another; or, for a network trained on 8-bit images, a
    folder with a subfolder of images per class. The run's own data is then not read, and need not exist. Rows
    get the preprocessing of the training and nothing else: black and white are swapped only if `invert` says
    so.

    Raises UsageError for a run or a split that does not exist and for arguments that exclude each other,
    RunError for broken files of the run, and DataError for data that cannot be read, has changed since
    training, or does not fit the run.
    """
    _check_arguments(split, data, targets, invert)
    watcher = watcher or SilentWatcher()
    folder = find(run, Path(runs))
    with fix_names_verify(folder):
        opened = open_run_in(folder)
        for notice in opened.notices:
            watcher.notice(notice)
        if data is None:
            return _score_own(opened, split or "test", watcher)
        labels = Path(targets) if targets is not None else None
        # Imported here because it imports the code that reads images, which a split does not need.
        from mlpcli.workflows.run.other_data import score_other

        return score_other(opened, Path(data), labels, invert, partial(_scorer, opened, watcher), watcher)


def _check_arguments(
    split: SplitName | None, data: AnyPath | None, targets: AnyPath | None, invert: InvertMode
) -> None:
    if data is not None and split is not None:
        raise UsageError(
            f"found both --data {os.fspath(data)} and --split {split}, expected one of them",
            "leave one of the two out",
        )
    if data is None and (targets is not None or invert != "never"):
        option = "--targets" if targets is not None else "--invert"
        raise UsageError(f"{option} needs --data", f"add --data PATH, or leave {option} out")


def _score_own(opened: OpenRun, split: SplitName, watcher: Watcher) -> Evaluation:
    dataset = load_rows_of(opened, watcher.reading)
    rows = dataset.split(split)
    if rows is None:
        held = ", ".join(opened.record.rows)
        raise UsageError(f"{opened.folder.id} has no {split} rows", f"choose from {held}")
    fitted = recorded_baselines(opened.folder, opened.record, split)
    figure = figure_compared(opened.config, opened.plan)
    return score(_scorer(opened, watcher), dataset, split, rows, opened.folder.id, fitted, figure)


def _scorer(opened: OpenRun, watcher: Watcher) -> Scorer:
    predictor = open_predictor(opened.folder, opened.record, opened.description, all_cores())
    if predictor:
        return litert_scorer(predictor, opened.plan.objective, opened.description.preprocessing)
    watcher.notice(why_tensorflow(opened.record))
    return opened.network()
