"""The data that a run was trained on."""

from mlpcli.config.config import Config
from mlpcli.data.dataset import Dataset
from mlpcli.data.files.http import Progress
from mlpcli.data.load import load
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.sources import open_source
from mlpcli.data.sources.open_source import OpenSource
from mlpcli.errors import DataError
from mlpcli.runs.record import RunRecord
from mlpcli.runs.untrusted_files import broken
from mlpcli.workflows.run.open_run import OpenRun


def load_rows_of(run: OpenRun, reading: Progress) -> Dataset:
    """The data of a run, for scoring. Raises DataError as `load_rows` does, and RunError."""
    source = open_rows(run.config, run.record)
    # Fitting it once more would take longer than scoring.
    fitted = run.description.preprocessing
    dataset = load_rows(source, run.config.seed, run.record, reading, fitted)
    if dataset.facts != run.plan.facts:
        raise broken(run.folder.model, "describes other data than the run was trained on")
    return dataset


def open_source_of(run: OpenRun) -> OpenSource:
    """The source of a run's data, for which its network fits. Raises DataError if it has changed."""
    source = open_rows(run.config, run.record)
    if source.facts != run.plan.facts:
        raise _changed(source.facts.name, run.record)
    return source


def open_rows(config: Config, record: RunRecord) -> OpenSource:
    """The source of a run with this config: with its rows on disk if they were there in training. Raises
    DataError."""
    return open_source(config.data, config.seed, None if record.pool is None else 0)


def load_rows(
    source: OpenSource, seed: int, record: RunRecord, reading: Progress, fitted: Preprocessing | None = None
) -> Dataset:
    """The data that a run was trained on; `fitted` is as in `load`.

    Raises DataError if it cannot be read or has changed.
    """
    dataset = load(source, seed, reading, fitted=fitted, pool=record.pool)
    if dataset.fingerprint != record.data_fingerprint:
        raise _changed(dataset.facts.name, record)
    if dataset.prepared and dataset.prepared.host != dataset.preprocessing.host:
        raise DataError(
            f"{dataset.facts.name}: the steps that make its rows are others than those of the version that "
            f"trained {record.id}",
            "train again",
        )
    return dataset


def _changed(name: str, record: RunRecord) -> DataError:
    return DataError(
        f"{name} is not the data that {record.id} was trained on", "restore the data, or train again"
    )
