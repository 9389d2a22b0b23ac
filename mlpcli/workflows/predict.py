"""Let a run's network answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlpcli.inference import description
from mlpcli.inference.description import ModelDescription
from mlpcli.inference.images import InvertMode
from mlpcli.inference.inputs import Rows, open_inputs
from mlpcli.inference.litert import open_model
from mlpcli.inference.prediction import Prediction, Predictor, class_predictions, value_predictions
from mlpcli.runs import record
from mlpcli.runs.find import find
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.reading import broken
from mlpcli.runs.record import RunRecord
from mlpcli.workflows.places import RUNS, AnyPath
from mlpcli.workflows.scoring import class_probabilities


@dataclass(frozen=True)
class Answers:
    """`total` predictions as they come, a batch at a time, with how many images of it were inverted."""

    run: str
    notices: tuple[str, ...]
    description: ModelDescription
    total: int
    batches: Iterator[tuple[list[Prediction], int]]


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

    On LiteRT alone where the run has a model for it, and else, told in a notice, with TensorFlow. Raises
    UsageError, RunError for broken files of the run, and DataError for inputs that cannot be read: those that
    do not exist before the first prediction, broken ones when their turn comes.
    """
    folder = find(run, Path(runs))
    facts = record.read(folder)
    # Another status is a training that goes on from what model.tflite holds.
    if facts.litert_digest and facts.status == "completed":
        opened = _by_litert(folder, facts, facts.litert_digest)
    else:
        opened = _by_tensorflow(run, Path(runs))
    rows = open_inputs(inputs, opened.description.inputs, invert)
    answers = _answer(opened.predictor, opened.description, rows.batches)
    return Answers(opened.run, opened.notices, opened.description, rows.total, answers)


def _by_litert(folder: RunFolder, facts: RunRecord, digest: str) -> _Opened:
    described = description.read(folder.model)
    if described.key != facts.key:
        raise broken(folder.model, "belongs to another run")
    if facts.output_shape not in _possible_outputs(described):
        raise broken(folder.record, f"and {folder.model.name} disagree on what the network answers")
    (outputs,) = facts.output_shape
    predictor = open_model(folder.litert, digest, described.inputs, outputs)
    return _Opened(folder.id, (), described, predictor)


def _possible_outputs(described: ModelDescription) -> set[tuple[int, ...]]:
    if described.task == "regression":
        return {(described.targets,)}
    return {(len(described.classes),)} | ({(1,)} if described.task == "binary" else set())


def _by_tensorflow(run: str, runs: Path) -> _Opened:
    # Imported here because what rebuilds a network from its config takes longer than most predictions.
    from mlpcli.workflows.opening import open_run

    opened = open_run(run, runs)
    why = opened.record.litert_problem or "only the end of a training makes a model for LiteRT"
    notice = f"{opened.folder.id} answers with TensorFlow, which takes seconds to start: {why}"
    return _Opened(opened.folder.id, (*opened.notices, notice), opened.description, opened.network())


def _answer(
    network: Predictor, described: ModelDescription, inputs: Iterator[Rows]
) -> Iterator[tuple[list[Prediction], int]]:
    for batch in inputs:
        outputs = network.predict(batch.values)
        if described.classes:
            probabilities = class_probabilities(outputs)
            answers: list[Prediction] = [*class_predictions(batch.names, probabilities, described.classes)]
        else:
            answers = [*value_predictions(batch.names, outputs)]
        yield answers, sum(batch.inverted)
