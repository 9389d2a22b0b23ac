"""The area of a run whose rows are two numbers."""

from mlpcli.config.report import is_animated
from mlpcli.data.dataset import Dataset
from mlpcli.errors import DataError, RunError
from mlpcli.inference.arithmetic.functions import NotFollowed
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.regions import input_names, rows_of
from mlpcli.reporting.plane_evidence import EpochWeights, PlaneEvidence
from mlpcli.training.checkpoints.epoch_weights import read_epochs
from mlpcli.workflows.run.open_run import OpenRun
from mlpcli.workflows.run.run_weights import arithmetic_network, fitting


def plane_of(run: OpenRun, dataset: Dataset | Absent) -> PlaneEvidence | Absent | None:
    """What a page needs of the area; None if rows are anything but two numbers, of which any are taken."""
    names = input_names(run.plan.facts, run.description.preprocessing, run.description.indices_below)
    if names is None:
        return None
    if isinstance(dataset, Absent):
        return dataset
    held_back = "test" if dataset.test else "validation"
    try:
        network = arithmetic_network(run)
        rows = {name: rows_of(split) for name in ("train", held_back) if (split := dataset.split(name))}
    except (NotFollowed, DataError, RunError) as error:
        return Absent(error.message)
    return PlaneEvidence(names, network, rows, _epochs(run))


def _epochs(run: OpenRun) -> EpochWeights | Absent | None:
    path, stack = run.folder.epoch_weights, run.plan.stack
    if not is_animated(run.config.report):
        return None
    try:
        kept = read_epochs(path, run.record.key, stack.parameters)
        return {epoch: fitting(tensors, stack, path) for epoch, tensors in kept.items()}
    except RunError as error:
        return Absent(error.message)
