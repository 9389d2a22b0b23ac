"""Score a run on its own data or on other data."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mlpcli.arguments import RUNS, AnyPath, InvertMode, SplitName
from mlpcli.data.bad_values import listed
from mlpcli.data.dataset import Array
from mlpcli.errors import UsageError
from mlpcli.inference.inputs.labelled_rows import look_inverted, open_labelled
from mlpcli.inference.inputs.predict_inputs import Inputs, image_notices
from mlpcli.runs.find_run import find
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.evaluation import Evaluation, Scorer, litert_scorer, score, score_batches
from mlpcli.workflows.run.open_run import OpenRun, open_run_in
from mlpcli.workflows.run.run_data import load_rows_of
from mlpcli.workflows.run.run_predictor import all_cores, open_predictor, why_tensorflow
from mlpcli.workflows.watcher import SilentWatcher, Watcher


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

    `data` is an `.npz` with x and y, or x_test and y_test; an `.npy` of inputs, with their `targets` in
    another; or, for a network trained on 8-bit images, a folder with a subfolder of images per class. The
    run's own data is not read then, and need not exist. Rows get the preprocessing of the training, and
    nothing else: black and white are not swapped unless `invert` says so.

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
        return _score_other(opened, Path(data), labels, invert, watcher)


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
    dataset = load_rows_of(opened, watcher)
    rows = dataset.split(split)
    if rows is None:
        held = ", ".join(opened.record.rows)
        raise UsageError(f"{opened.folder.id} has no {split} rows", f"choose from {held}")
    return score(_scorer(opened, watcher), dataset, split, rows, opened.folder.id)


def _score_other(
    opened: OpenRun, path: Path, targets: Path | None, invert: InvertMode, watcher: Watcher
) -> Evaluation:
    described, facts = opened.description, opened.description.facts
    rows = open_labelled(path, targets, facts, described.preprocessing, invert)
    counts = np.bincount(rows.targets, minlength=len(facts.classes)) if facts.classes else ()
    absent = [name for name, count in zip(facts.classes, counts, strict=True) if not count]
    if absent:
        watcher.notice(
            f"{path} has no rows of these classes: {listed(absent, len(absent))}. Their scores are 0, which "
            "lowers macro_f1; add rows of them if you have any"
        )
    batches = _Batches(opened, rows.inputs, watcher)
    scorer = _scorer(opened, watcher)
    found = score_batches(scorer, facts, batches, rows.targets, opened.folder.id, str(path))
    for notice in batches.notices(path, invert):
        watcher.notice(notice)
    return found


class _Batches:
    """The values of inputs as they are read; counts what the user should know about them."""

    def __init__(self, opened: OpenRun, inputs: Inputs, watcher: Watcher) -> None:
        self._description = opened.description
        self._inputs = inputs
        self._watcher = watcher
        self._inverted = 0
        self._more = 0
        self._look_inverted = 0

    def __iter__(self) -> Iterator[Array]:
        done = 0
        described = self._description
        for batch in self._inputs.batches:
            self._inverted += sum(batch.inverted)
            self._more += sum(batch.more)
            if look_inverted(batch.values, described.facts, described.preprocessing):
                self._look_inverted += len(batch.values)
            yield batch.values
            # Asked for the next one, this one is scored.
            done += len(batch.values)
            self._watcher.scored(done, self._inputs.total)

    def notices(self, path: Path, invert: InvertMode) -> Iterator[str]:
        total = self._inputs.total
        yield from image_notices(self._inverted, self._more, total)
        if invert != "always" and self._look_inverted > total / 2:
            # Of arrays none are swapped by their borders, so that `auto` leaves them as they are.
            mode = "auto" if path.is_dir() else "always"
            yield (
                f"the images of {path} look inverted compared with the training images; "
                f"--invert {mode} swaps their black and white"
            )


def _scorer(opened: OpenRun, watcher: Watcher) -> Scorer:
    predictor = open_predictor(opened.folder, opened.record, opened.description, all_cores())
    if predictor:
        return litert_scorer(predictor, opened.plan.objective)
    watcher.notice(why_tensorflow(opened.record))
    return opened.network()
