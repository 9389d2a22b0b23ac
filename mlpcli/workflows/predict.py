"""Predict with a run's network."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath
from mlpcli.inference.inputs.images import InvertMode
from mlpcli.inference.inputs.predict_inputs import Rows, open_inputs
from mlpcli.inference.model_description import ModelDescription
from mlpcli.inference.prediction import Prediction, Predictor, class_predictions, value_predictions
from mlpcli.inference.scoring.class_scores import class_probabilities
from mlpcli.runs import record
from mlpcli.runs.find_run import find
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.run_predictor import open_predictor, read_description, why_tensorflow


@dataclass(frozen=True)
class Batch:
    """Some predictions, the number of inverted images, and the number of files with further frames."""

    predictions: list[Prediction]
    inverted: int
    more: int


@dataclass(frozen=True)
class Answers:
    """`total` predictions, produced batch by batch."""

    run: str
    notices: tuple[str, ...]
    description: ModelDescription
    total: int
    batches: Iterator[Batch]


@dataclass(frozen=True)
class _Opened:
    run: str
    notices: tuple[str, ...]
    description: ModelDescription
    predictor: Predictor


def predict(
    inputs: Sequence[str], run: str = "latest", *, invert: InvertMode = "auto", runs: AnyPath = RUNS
) -> Answers:
    """Predict every input: image files, folders of them, `.npy` and `.npz` files, or numbers.

    With LiteRT alone if the run has a model for it, otherwise with TensorFlow, and a notice. Raises
    UsageError, RunError for broken files of the run, and DataError for inputs that cannot be read: before the
    first prediction if they do not exist or are empty, otherwise when the first broken one is reached, with
    all of them in one error.
    """
    folder = find(run, Path(runs))
    with fix_names_verify(folder):
        opened = _open(folder)
    described = opened.description
    rows = open_inputs(inputs, described.facts, described.preprocessing, invert)
    answers = _answer(opened.predictor, described.facts.classes, rows.batches)
    return Answers(opened.run, opened.notices, described, rows.total, answers)


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


def _answer(network: Predictor, classes: Sequence[str], inputs: Iterator[Rows]) -> Iterator[Batch]:
    for batch in inputs:
        outputs = network.predict(batch.values)
        if classes:
            probabilities = class_probabilities(outputs)
            answers: list[Prediction] = [*class_predictions(batch.names, probabilities, classes)]
        else:
            answers = [*value_predictions(batch.names, outputs)]
        yield Batch(answers, sum(batch.inverted), sum(batch.more))
