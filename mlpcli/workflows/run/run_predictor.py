"""A completed run's network on LiteRT."""

import os

from mlpcli.inference.litert.litert_predictor import LiteRtPredictor, open_model
from mlpcli.inference.model_description import ModelDescription
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord


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
