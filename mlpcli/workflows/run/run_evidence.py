"""The evidence for the diagnosis of a run: from its folder, or with what a training has in memory."""

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mlpcli.baselines.baseline import COULD_NOT_BE_FITTED, FITTED, NONE_FITTED
from mlpcli.config.sources.images import ImageFolder
from mlpcli.data.dataset import Dataset
from mlpcli.data.doctor.repeated_rows import sample_of
from mlpcli.data.doctor.splits import class_counts
from mlpcli.data.files.data_home import data_home
from mlpcli.data.files.dataset_downloads import DOWNLOADS
from mlpcli.data.files.http import Progress
from mlpcli.diagnosis.curves import curves_of
from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.diagnosis import Diagnosis, NotLookedAt
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.diagnosis.layer_activity import LayerActivity, activities, dead_in_all
from mlpcli.diagnosis.row_facts import input_scales, repeated_rows, target_range, target_spread
from mlpcli.diagnosis.withered_units import with_withered
from mlpcli.errors import DataError, RunError
from mlpcli.inference.arithmetic.functions import NotFollowed
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.evaluations import EvaluatedSplit, read_evaluations
from mlpcli.runs.file_digests import require_as_completed
from mlpcli.runs.metrics_csv import read_rows
from mlpcli.workflows.run.open_run import OpenRun
from mlpcli.workflows.run.run_data import load_rows_of
from mlpcli.workflows.run.run_weights import arithmetic_network

if TYPE_CHECKING:
    from mlpcli.workflows.run.evaluation import Evaluation

_MOST_VALUES = 80_000_000
_MOST_IMAGES = 1_000


@dataclass(frozen=True)
class Effort:
    """What gathering evidence may cost: the most `values` of all rows to be compared with each other, and the
    most `multiply_adds` of the network for a sample of rows.

    Targets of more rows than `values` are not read.
    """

    values: int
    multiply_adds: int


THOROUGH = Effort(_MOST_VALUES, 400_000_000)
# Together less than a tenth of a second, where a training ends.
QUICK = Effort(2_000_000, 20_000_000)
_MOST_SAMPLED = 256
_FEWEST_SAMPLED = 16


def evidence_in(run: OpenRun, reading: Progress) -> tuple[Evidence, tuple[NotLookedAt, ...]]:
    """What the files of a run and its data say. Raises RunError if metrics.csv is broken."""
    missing: list[NotLookedAt] = []
    recorded = read_evaluations(run.folder, run.record, run.plan.facts.classes)
    if isinstance(recorded, Absent):
        missing.append(NotLookedAt("scores of held-back rows", recorded.reason))
        recorded = {}
    elif run.record.epochs_done and recorded and not _has_fitted(recorded):
        missing.append(NotLookedAt("whether simpler models are better", _why_none_fitted(run)))
    if not run.record.epochs_done:
        missing.append(NotLookedAt("the course of training", "no epoch was trained"))
    elif "validation" not in run.record.rows:
        missing.append(NotLookedAt("validation curves", "no rows were held back for validation"))
    dataset = _rows_of(run, reading, missing)
    return evidence_of(run, epochs_of(run), splits_of(recorded), dataset, THOROUGH, missing), tuple(missing)


def _has_fitted(recorded: Mapping[str, EvaluatedSplit]) -> bool:
    return any(name in FITTED for one in recorded.values() for name in one.baselines)


def _why_none_fitted(run: OpenRun) -> str:
    """Why no baseline that uses the inputs was fitted beside a training."""
    if not run.config.training.baselines:
        return "training.baselines is false"
    told = (one for one in run.record.notices if one.startswith(NONE_FITTED) or COULD_NOT_BE_FITTED in one)
    return "; ".join(told) or NONE_FITTED


def evidence_of(
    run: OpenRun,
    epochs: Sequence[Mapping[str, float]],
    splits: Mapping[str, HeldBack],
    dataset: Dataset | None,
    effort: Effort,
    missing: list[NotLookedAt],
) -> Evidence:
    """The evidence, with what of `dataset` is worth the effort; what is left out is added to `missing`."""
    # Targets are read whole.
    counted = dataset if run.record.rows.get("train", 0) <= effort.values else None
    size = sum(run.record.rows.values()) * math.prod(run.record.input_shape)
    return Evidence(
        config=run.config,
        plan=run.plan,
        status=run.record.status,
        diverged_rate=math.nan if run.record.diverged_rate is None else run.record.diverged_rate,
        rows=run.record.rows,
        curves=curves_of(epochs),
        splits=splits,
        class_rows=_class_rows(counted),
        inputs=None if dataset is None else input_scales(dataset),
        target_spread=math.nan if counted is None else target_spread(counted),
        target_range=None if counted is None else target_range(counted),
        repeated={} if dataset is None or size > effort.values else repeated_rows(dataset),
        activities=_activities(run, dataset, effort, missing),
    )


def _class_rows(dataset: Dataset | None) -> NDArray[np.int64] | None:
    counts = {} if dataset is None else class_counts(dataset)
    return np.array([*counts.values()], np.int64) if counts else None


def _activities(
    run: OpenRun, dataset: Dataset | None, effort: Effort, missing: list[NotLookedAt]
) -> tuple[LayerActivity, ...]:
    """The activity of the hidden layers for some of the training rows, for more if units look dead."""
    planned = activities(run.config.layers, run.plan.stack)
    most = effort.multiply_adds // max(1, run.plan.stack.multiply_adds)
    if not planned or dataset is None:
        return planned
    if most < _FEWEST_SAMPLED:
        missing.append(NotLookedAt("hidden units", "the network is too large to compute it in a moment"))
        return planned
    try:
        network = arithmetic_network(run)
    except (NotFollowed, RunError) as error:
        missing.append(NotLookedAt("hidden units", error.message))
        return planned
    values = network.forward(sample_of(dataset.train, min(_MOST_SAMPLED, most)))
    layers = run.config.layers
    found = with_withered(activities(layers, run.plan.stack, values), layers, network.weights)
    if most <= _MOST_SAMPLED or not any(one.may_be_dead for one in found):
        return found
    rows = sample_of(dataset.train, most)
    parts = (rows[start : start + _MOST_SAMPLED] for start in range(0, len(rows), _MOST_SAMPLED))
    return dead_in_all(found, map(network.forward, parts))


def epochs_of(run: OpenRun) -> Sequence[Mapping[str, float]]:
    """The rows of metrics.csv, none before the first epoch. Raises RunError if it is broken or changed."""
    path = run.folder.metrics
    require_as_completed(path, run.record)
    return read_rows(path) if run.record.epochs_done or os.path.lexists(path) else ()


def _rows_of(run: OpenRun, reading: Progress, missing: list[NotLookedAt]) -> Dataset | None:
    """The data of a run if it is there and reading it takes a moment."""
    why = _why_unread(run)
    if not why:
        try:
            return load_rows_of(run, reading)
        except (DataError, RunError) as error:
            why = error.message
    missing.append(NotLookedAt("rows and hidden units", why))
    return None


def _why_unread(run: OpenRun) -> str:
    """Why the data is not read; empty if it is."""
    record, source = run.record, run.config.data.source_name()
    if source in DOWNLOADS and not (data_home() / f"{source}.npz").exists():
        return f"the data is not there: {data_home() / f'{source}.npz'}"
    rows = sum(record.rows.values())
    if rows * math.prod(record.input_shape) > _MOST_VALUES:
        return f"reading {rows:,} rows takes too long"
    if isinstance(run.config.data, ImageFolder) and rows > _MOST_IMAGES:
        return f"reading {rows:,} images takes too long"
    return ""


def quick_diagnoses(
    run: OpenRun,
    epochs: Sequence[Mapping[str, float]],
    evaluations: "Mapping[str, Evaluation] | Mapping[str, EvaluatedSplit]",
    dataset: Dataset | None,
) -> tuple[Diagnosis, ...]:
    """What a training has, the most severe first, as far as a moment shows."""
    return diagnose(evidence_of(run, epochs, splits_of(evaluations), dataset, QUICK, []))


def splits_of(evaluations: "Mapping[str, Evaluation] | Mapping[str, EvaluatedSplit]") -> dict[str, HeldBack]:
    """The figures of splits, just evaluated or as recorded."""
    return {
        name: HeldBack(name, one.rows, one.metrics, _matrix(one), one.baselines)
        for name, one in evaluations.items()
    }


def _matrix(one: "Evaluation | EvaluatedSplit") -> NDArray[np.int64] | None:
    rows = one.confusion if isinstance(one, EvaluatedSplit) else one.confusion_matrix
    return np.array(rows, np.int64) if len(rows) else None
