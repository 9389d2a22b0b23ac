"""Score a run on data that is not its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from mlpcli.arguments import InvertMode
from mlpcli.data.bad_values import listed
from mlpcli.data.dataset import Array
from mlpcli.data.indices import check_indices
from mlpcli.errors import UsageError
from mlpcli.inference.inputs.array_rows import SUFFIXES
from mlpcli.inference.inputs.image_notices import ImageCounts, image_notices
from mlpcli.inference.inputs.inversion import look_inverted
from mlpcli.inference.inputs.labelled_rows import LabelledRows, open_labelled
from mlpcli.inference.inputs.predict_inputs import Inputs
from mlpcli.inference.model_description import ModelDescription
from mlpcli.workflows.progress_watcher import Watcher
from mlpcli.workflows.run.evaluation import Evaluation, Scorer, score_batches
from mlpcli.workflows.run.open_run import OpenRun


def score_other(
    opened: OpenRun,
    path: Path,
    targets: Path | None,
    invert: InvertMode,
    open_scorer: Callable[[], Scorer],
    watcher: Watcher,
) -> Evaluation:
    """Score a run on the labelled rows at `path`, as `open_labelled` reads them.

    The scorer is opened after the rows were found. Raises what `open_labelled` does, and DataError for broken
    rows.
    """
    described, facts = opened.description, opened.description.facts
    rows = _open(described, path, targets, invert)
    for notice in rows.inputs.notices:
        watcher.notice(notice)
    counts = np.bincount(rows.targets, minlength=len(facts.classes)) if facts.classes else ()
    absent = [name for name, count in zip(facts.classes, counts, strict=True) if not count]
    if absent:
        watcher.notice(
            f"{path} has no rows of these classes: {listed(absent, len(absent))}. Their scores are 0, which "
            "lowers macro_f1; add rows of them if you have any"
        )
    batches = _Batches(opened, rows.inputs, watcher)
    found = score_batches(open_scorer(), facts, batches, rows.targets, opened.folder.id, str(path))
    for notice in batches.notices(path, invert):
        watcher.notice(notice)
    return found


def _open(described: ModelDescription, path: Path, targets: Path | None, invert: InvertMode) -> LabelledRows:
    prepared = described.preprocessing
    if prepared.table is None and (prepared.series is None or path.suffix.lower() in SUFFIXES):
        return open_labelled(path, targets, described.facts, described.preprocessing, invert)
    if targets is not None:
        raise UsageError(
            f"--targets was given for {path}, whose columns have the targets", "leave --targets out"
        )
    # Imported here because other data needs no Polars.
    if prepared.series is not None:
        from mlpcli.inference.inputs.series_rows import open_labelled_series

        return open_labelled_series(path, described.facts, prepared)
    from mlpcli.inference.inputs.labelled_tables import open_labelled_table

    return open_labelled_table(path, described.facts, described.preprocessing)


class _Batches:
    """The values of inputs as they are read; counts what the user should be told about them."""

    def __init__(self, opened: OpenRun, inputs: Inputs, watcher: Watcher) -> None:
        self._description = opened.description
        self._inputs = inputs
        self._watcher = watcher
        self._images = ImageCounts()
        self._look_inverted = 0

    def __iter__(self) -> Iterator[Array]:
        done = 0
        described = self._description
        for batch in self._inputs.batches:
            if described.indices_below:
                check_indices(batch.values, described.indices_below, batch.names.__getitem__)
            self._images += ImageCounts.of(batch)
            if look_inverted(batch.values, described.facts, described.preprocessing):
                self._look_inverted += len(batch.values)
            yield batch.values
            # When the next batch is requested, this one has been scored.
            done += len(batch.values)
            self._watcher.scored(done, self._inputs.total)

    def notices(self, path: Path, invert: InvertMode) -> Iterator[str]:
        total = self._inputs.total
        yield from image_notices(self._images, total, self._description.preprocessing.keep)
        if invert != "always" and self._look_inverted > total / 2:
            # `auto` decides by an image's border, and does not apply to arrays.
            mode = "auto" if path.is_dir() else "always"
            yield (
                f"the images of {path} look inverted compared with the training images; "
                f"--invert {mode} swaps their black and white"
            )
