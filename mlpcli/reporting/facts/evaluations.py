"""evaluation.json as a page reads it: of this version and of older ones."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.baselines.baseline import Baseline
from mlpcli.errors import RunError
from mlpcli.inference.scoring.class_scores import ClassScores
from mlpcli.reporting.facts.absent import Absent
from mlpcli.runs.file_digests import LARGEST_TEXT, require_as_completed
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.runs.strict_json import read_json
from mlpcli.runs.typed_json import LATER, build
from mlpcli.runs.untrusted_files import broken

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class EvaluatedSplit:
    """What an evaluation found on one split; None for figures that are not finite.

    `baselines` are by name, the simplest first. `confusion` `[classes, classes]` counts the rows of class i
    predicted as class j, and is empty if there is none.
    """

    rows: int
    metrics: Mapping[str, float | None]
    per_class: Mapping[str, ClassScores]
    baseline: Mapping[str, float | None]
    baselines: Mapping[str, Baseline] = field(default_factory=dict, metadata=LATER)
    confusion: Counts = field(default_factory=lambda: np.zeros((0, 0), np.int64), metadata=LATER)


_TYPED = tuple(one.name for one in fields(EvaluatedSplit) if one.name != "confusion")


def read_evaluations(
    folder: RunFolder, record: RunRecord, classes: Sequence[str]
) -> Mapping[str, EvaluatedSplit] | Absent:
    """The evaluations of the held-back splits by name, or why there are none; `classes` are the run's."""
    path = folder.evaluation
    if record.status != "completed":
        return Absent("The figures of all splits and of the baselines are computed when a training completes")
    try:
        if not os.path.lexists(path):
            raise broken(path, "is missing")
        require_as_completed(path, record)
        found = read_json(path, LARGEST_TEXT)
        try:
            return evaluations_of(found, classes)
        except ValueError as error:
            raise broken(path, f"is not one that this version of mlpcli writes: {error}") from error
    except RunError as error:
        return Absent(error.message)


def evaluations_of(value: object, classes: Sequence[str]) -> Mapping[str, EvaluatedSplit]:
    """The evaluations in the JSON of evaluation.json. Raises ValueError for anything else."""
    if not isinstance(value, dict):
        raise ValueError("expected an object")
    found = {name: _split(one) for name, one in value.items()}
    if any(list(one.per_class) != list(classes) for one in found.values()):
        raise ValueError("per_class: expected the classes of the run")
    return found


def _split(value: Any) -> EvaluatedSplit:
    if not isinstance(value, dict):
        raise ValueError("expected an object for each split")
    known = {name: value[name] for name in _TYPED if name in value}
    known.setdefault("baseline", {})
    found = build(_Typed, known)
    return EvaluatedSplit(
        **vars(found), confusion=_counts(value.get("confusion_matrix"), len(found.per_class))
    )


@dataclass(frozen=True)
class _Typed:
    """All but the confusion matrix, a million numbers of which would be checked one by one."""

    rows: int
    metrics: Mapping[str, float | None]
    per_class: Mapping[str, ClassScores]
    baseline: Mapping[str, float | None]
    baselines: Mapping[str, Baseline] = field(default_factory=dict, metadata=LATER)


def _counts(value: object, classes: int) -> Counts:
    if not value:
        return np.zeros((0, 0), np.int64)
    try:
        counts = np.array(value)
    except ValueError as error:
        raise ValueError("confusion_matrix: expected rows of the same length") from error
    if counts.dtype.kind != "i" or counts.shape != (classes, classes) or counts.min() < 0:
        raise ValueError("confusion_matrix: expected a row and a column of counts for each class")
    return counts.astype(np.int64)
