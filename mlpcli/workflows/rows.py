"""The data of a run, as it was when the run was trained."""

from mlpcli.data.dataset import Dataset
from mlpcli.data.load import load
from mlpcli.errors import DataError
from mlpcli.workflows.opening import OpenRun
from mlpcli.workflows.watching import Watcher


def load_rows(run: OpenRun, watcher: Watcher) -> Dataset:
    """The data that `run` was trained on. Raises DataError where it cannot be read or is not what it was."""
    dataset = load(run.config.data, run.config.seed, watcher.download)
    if dataset.fingerprint != run.record.data_fingerprint:
        raise DataError(
            f"{dataset.facts.name} is not the data that {run.folder.id} was trained on",
            "restore the data, or train again",
        )
    return dataset
