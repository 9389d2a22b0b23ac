"""Let a run's network answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlpcli.inference.description import ModelDescription
from mlpcli.inference.images import InvertMode
from mlpcli.inference.inputs import Rows, read_inputs
from mlpcli.inference.prediction import Prediction, Predictor, class_predictions, value_predictions
from mlpcli.workflows.opening import open_run
from mlpcli.workflows.places import RUNS, AnyPath
from mlpcli.workflows.scoring import class_probabilities


@dataclass(frozen=True)
class Answers:
    """Predictions as they come, a batch at a time, with how many images of it were inverted."""

    run: str
    notices: tuple[str, ...]
    description: ModelDescription
    batches: Iterator[tuple[list[Prediction], int]]


def predict(
    inputs: Sequence[str], run: str = "latest", *, invert: InvertMode = "auto", runs: AnyPath = RUNS
) -> Answers:
    """Predict every input: image files, folders of them, `.npy` and `.npz` files, or numbers.

    Raises UsageError, RunError for broken files of the run, and DataError for inputs that cannot be read:
    those that do not exist before the first prediction, broken ones when their turn comes.
    """
    opened = open_run(run, Path(runs))
    rows = read_inputs(inputs, opened.description.inputs, invert)
    answers = _answer(opened.network(), opened.description, rows)
    return Answers(opened.folder.id, opened.notices, opened.description, answers)


def _answer(
    network: Predictor, described: ModelDescription, batches: Iterator[Rows]
) -> Iterator[tuple[list[Prediction], int]]:
    for batch in batches:
        outputs = network.predict(batch.values)
        if described.classes:
            probabilities = class_probabilities(outputs)
            answers: list[Prediction] = [*class_predictions(batch.names, probabilities, described.classes)]
        else:
            answers = [*value_predictions(batch.names, outputs)]
        yield answers, sum(batch.inverted)
