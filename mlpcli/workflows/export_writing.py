"""The part of an export that needs TensorFlow: writing it, and comparing it with the network."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from mlpcli import training
from mlpcli.data.dataset import Array, Dataset
from mlpcli.data.encoded_columns import encoded_columns, subtracted_constants
from mlpcli.data.files.http import Progress
from mlpcli.errors import UsageError
from mlpcli.export_formats import ExportFormat, Quantization
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.provenance import versions
from mlpcli.workflows.export_comparison import Comparison, compare
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.open_run import OpenRun, open_run_in
from mlpcli.workflows.run.run_data import load_rows_of

# The number that LiteRT's documentation uses.
_CALIBRATION_ROWS = 500


@dataclass(frozen=True)
class ExportOrder:
    """The network of the run in `folder`, to be written to `path`."""

    folder: RunFolder
    format: ExportFormat
    quantize: Quantization | None
    path: Path


def answer(order: ExportOrder, reading: Progress) -> Comparison:
    """Write an export, load it and compare it on held-back rows; `reading` is as in Watcher.

    Raises UsageError if the outputs differ, RunError, DataError, StorageError, and OSError for `path`.
    """
    with fix_names_verify(order.folder):
        opened = open_run_in(order.folder)
        dataset = load_rows_of(opened, reading)
        network = _in_float32(opened).network()
    calibration = _calibration(dataset, opened.config.seed) if order.quantize == "int8" else None
    outputs = training.export_network(
        network, order.format, order.path, _metadata(opened), order.quantize, calibration
    )
    comparison = compare(network, outputs, dataset)
    if not order.quantize and not comparison.is_same:
        raise UsageError(
            f"the exported {order.format} model has outputs that differ by up to {comparison.difference:.2g}",
            "choose another format, and please report it",
        )
    return comparison


def _in_float32(opened: OpenRun) -> OpenRun:
    exact = opened.config.training.model_copy(update={"precision": "float32"})
    return replace(opened, config=opened.config.model_copy(update={"training": exact}))


def _calibration(dataset: Dataset, seed: int) -> Array:
    """A random sample of training rows, because rows may be sorted by class."""
    order = np.random.default_rng(seed).permutation(len(dataset.train))
    return dataset.train.inputs[order[:_CALIBRATION_ROWS]]


def _metadata(opened: OpenRun) -> dict[str, Any]:
    described = asdict(opened.description)
    if columns := encoded_columns(opened.description.preprocessing):
        described["columns"] = columns
        if constants := subtracted_constants(opened.description.preprocessing):
            described["subtracted"] = constants
    return {"versions": versions(), "run": opened.folder.id, **described.pop("facts"), **described}
