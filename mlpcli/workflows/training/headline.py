"""The most severe of what went wrong in a training, from what is in memory when it ends."""

from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.workflows.run.run_evidence import QUICK, evidence_of, splits_of
from mlpcli.workflows.training.run_report import TrainingResult


def headline(result: TrainingResult) -> Diagnosis | None:
    """The first illness of a completed run, None if it has none, as far as a moment shows."""
    try:
        splits = splits_of(result.evaluations)
        found = diagnose(evidence_of(result.opened, result.epochs, splits, result.dataset, QUICK, []))
    # Whatever goes wrong here, the training is completed: a headline must not cost its result.
    except Exception:
        return None
    return next((one for one in found if one.severity != "answer"), None)
