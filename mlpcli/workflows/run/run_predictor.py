"""A completed run's network on LiteRT."""

import os
from collections.abc import Iterator

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.inference import model_description
from mlpcli.inference.litert.litert_predictor import LiteRtPredictor, open_model
from mlpcli.inference.model_description import ModelDescription
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.runs.untrusted_files import broken


def read_description(folder: RunFolder, record: RunRecord) -> ModelDescription:
    """The content of a run's model.json.

    Raises RunError if it is broken, belongs to another run, or contradicts the run's record, whose task
    and output shape fit the loss. Every command that reads a run calls this.
    """
    described = model_description.read(folder.model, record.dataset)
    if described.key != record.key:
        raise broken(folder.model, "belongs to another run")
    for key in _disagreements(described.facts, record):
        raise broken(folder.model, f"and {folder.record.name} disagree: facts: {key}")
    return described


def open_predictor(
    folder: RunFolder, record: RunRecord, described: ModelDescription, threads: int = 1
) -> LiteRtPredictor | None:
    """The predictor of the run's model.tflite, None if the run has none. Raises RunError."""
    # In any other status, training has continued since model.tflite was written.
    if record.litert_digest is None or record.status != "completed":
        return None
    (outputs,) = record.output_shape
    facts = described.facts
    return open_model(
        folder.litert,
        record.litert_digest,
        facts.shape,
        outputs,
        threads,
        probabilities=facts.task != "regression",
    )


def why_tensorflow(record: RunRecord) -> str:
    """The notice for a run without a LiteRT model."""
    why = record.litert_problem or "the LiteRT model is written when training completes"
    return f"{record.id} needs TensorFlow, which takes seconds to start: {why}"


def all_cores() -> int:
    """The number of threads to compute with when nothing else runs."""
    return os.cpu_count() or 1


def _disagreements(facts: DataFacts, record: RunRecord) -> Iterator[str]:
    """The keys of `facts` that contradict the network of `record`."""
    if facts.name != record.dataset:
        yield "name"
    if facts.shape != record.input_shape:
        yield "shape"
    if facts.task != record.task:
        yield "task"
    if record.output_shape not in _possible_outputs(facts):
        yield "targets" if facts.task == "regression" else "classes"


def _possible_outputs(facts: DataFacts) -> set[tuple[int, ...]]:
    if facts.task == "regression":
        return {(facts.targets,)}
    return {(len(facts.classes),)} | ({(1,)} if facts.task == "binary" else set())
