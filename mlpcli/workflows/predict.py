"""Predict with a run's network."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.arguments import RUNS, AnyPath, Contents, FitMode, InvertMode, Paths
from mlpcli.data.preprocessing import takes_pictures
from mlpcli.errors import UsageError
from mlpcli.inference.answers import check_rows, names_of_values, predictions_of
from mlpcli.inference.inputs.image_notices import ImageCounts
from mlpcli.inference.inputs.open_rows import open_rows
from mlpcli.inference.inputs.predict_inputs import Rows
from mlpcli.inference.model_description import ModelDescription
from mlpcli.inference.prediction import Prediction, Predictor
from mlpcli.runs import record
from mlpcli.runs.find_run import find
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.run_description import read_description
from mlpcli.workflows.run.run_predictor import open_predictor, why_tensorflow
from mlpcli.workflows.saved_inputs import SavedInputs


@dataclass(frozen=True)
class Batch:
    """Some predictions, and how many of their images were treated in which way."""

    predictions: list[Prediction]
    images: ImageCounts = ImageCounts()


@dataclass(frozen=True)
class Answers:
    """`total` predictions, produced batch by batch.

    `draws` says whether the network is for drawings, and predictions say how theirs was read. `columns` are
    the names of the `cells` of predictions, if the inputs are rows of tables.
    """

    run: str
    notices: tuple[str, ...]
    description: ModelDescription
    total: int
    batches: Iterator[Batch]
    columns: tuple[str, ...] = ()

    @property
    def draws(self) -> bool:
        return self.description.preprocessing.drawing is not None

    @property
    def values(self) -> tuple[str, ...]:
        """The names of the numbers of a prediction, none for classes."""
        return names_of_values(self.description)


@dataclass(frozen=True)
class _Opened:
    run: str
    notices: tuple[str, ...]
    description: ModelDescription
    predictor: Predictor


def predict(
    inputs: "Paths | Contents | NDArray[Any] | Sequence[AnyPath | Contents | NDArray[Any]]",
    run: str = "latest",
    *,
    invert: InvertMode = "auto",
    fit: FitMode = "auto",
    save_inputs: AnyPath | None = None,
    force: bool = False,
    runs: AnyPath = RUNS,
) -> Answers:
    """Predict every input: image files, folders of them, `.npy` and `.npz` files, numbers as text, or arrays.

    An array is `[rows, ...]` or one row, with what the network's training data had in a row. For a network
    trained on a table, inputs are files of tables, or the values of one row as `NAME=VALUE`; for one trained
    on series, files of them, of which the rows after the last are predicted. `Contents` are those of an
    image, an array file or a table, or rows of numbers, one per line, recognized by what they hold.

    If the training images have a frame (`Preprocessing.drawing`), `fit` says which images are fitted to it:
    `auto` those files that do not have it, `always` all of them and arrays too, `never` none. What the
    network sees is written to the folder `save_inputs` as PNG; `force` replaces files there.

    With LiteRT alone if the run has a model for it, otherwise with TensorFlow, and a notice. Raises
    UsageError, RunError for broken files of the run, and DataError for inputs that cannot be read: before the
    first prediction if they do not exist or are empty, otherwise when the first broken one is reached, with
    all of them in one error. Raises UsageError too if `fit` or `save_inputs` needs images that the network
    does not take, or `save_inputs` contains files; StorageError if it cannot be written.
    """
    saved = None if save_inputs is None else SavedInputs(Path(save_inputs), force)
    folder = find(run, Path(runs))
    with fix_names_verify(folder):
        opened = _open(folder)
    described = opened.description
    _check_options(opened, fit, saved)
    rows = open_rows(each_input(inputs), described, invert, fit)
    batches = saved.saving(rows.batches) if saved else rows.batches
    answers = _answer(opened, batches)
    notices = (*opened.notices, *rows.notices)
    return Answers(opened.run, notices, described, rows.total, answers, rows.columns)


def each_input(
    inputs: "Paths | Contents | NDArray[Any] | Sequence[AnyPath | Contents | NDArray[Any]]",
) -> list[str | Contents | NDArray[Any]]:
    """The inputs; a text or an array is one of them."""
    if isinstance(inputs, str | os.PathLike | Contents | np.ndarray):
        inputs = [inputs]
    return [one if isinstance(one, np.ndarray | Contents) else str(one) for one in inputs]


def _open(folder: RunFolder) -> _Opened:
    facts = record.read(folder)
    described = read_description(folder, facts)
    predictor = open_predictor(folder, facts, described)
    if predictor:
        return _Opened(folder.id, (), described, predictor)
    # Imported here because importing the code that rebuilds a network takes longer than most predictions.
    from mlpcli.workflows.run.open_run import open_run_in

    opened = open_run_in(folder)
    notices = (*opened.notices, why_tensorflow(opened.record))
    return _Opened(folder.id, notices, opened.description, opened.network())


def _check_options(opened: _Opened, fit: FitMode, saved: SavedInputs | None) -> None:
    described = opened.description
    if fit == "always" and described.preprocessing.drawing is None:
        raise UsageError(
            f"found --fit always, but the training images of {opened.run} have no frame to fit drawings to, "
            "which is one channel of 8-bit pixels, a border of background, and ink of one size in one place",
            "leave --fit out; images keep their proportions",
        )
    if saved and not takes_pictures(described.facts):
        raise UsageError(
            f"found --save-inputs, but {opened.run} takes {described.facts.wanted}, not 8-bit pixels",
            "leave --save-inputs out",
        )


def _answer(opened: _Opened, inputs: Iterator[Rows]) -> Iterator[Batch]:
    for batch in inputs:
        check_rows(opened.description, batch)
        outputs = opened.predictor.predict(batch.values)
        yield Batch([*predictions_of(opened.description, batch, outputs)], ImageCounts.of(batch))
