"""The most severe of what went wrong in a training, from what is in memory when it ends."""

from collections.abc import Mapping, Sequence

from mlpcli.data.dataset import Dataset
from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.inference import model_description
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.workflows.run.evaluation import Evaluation
from mlpcli.workflows.run.open_run import OpenRun
from mlpcli.workflows.run.run_evidence import QUICK, evidence_of, splits_of
from mlpcli.workflows.validate import Checked


def headline(
    folder: RunFolder,
    record: RunRecord,
    checked: Checked,
    dataset: Dataset,
    epochs: Sequence[Mapping[str, float]],
    evaluations: Mapping[str, Evaluation],
) -> Diagnosis | None:
    """The first illness of a completed run, None if it has none; what costs more than a moment is left "
    "out."""
    try:
        described = model_description.read(folder.model, record.dataset)
        run = OpenRun(folder, record, checked.config, described, checked.plan)
        found = diagnose(evidence_of(run, epochs, splits_of(evaluations), dataset, QUICK, []))
    # Whatever goes wrong here, the training is completed: a headline must not cost its result.
    except Exception:
        return None
    return next((one for one in found if one.severity != "answer"), None)
