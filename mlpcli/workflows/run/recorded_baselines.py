"""The baselines that were fitted when a run was trained."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from mlpcli.baselines.baseline import FITTED, Baseline
from mlpcli.runs.file_digests import LARGEST_TEXT, require_as_completed
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.runs.strict_json import read_json
from mlpcli.runs.typed_json import build
from mlpcli.runs.untrusted_files import broken


@dataclass(frozen=True)
class _Recorded:
    baselines: Mapping[str, Baseline] = field(default_factory=dict)


def recorded_baselines(folder: RunFolder, record: RunRecord, split: str) -> Mapping[str, Baseline]:
    """The fitted baselines in evaluation.json for a split, by name.

    There are none for the training rows, if the training has not completed, and if an older version trained
    the run or the file is missing. Raises RunError if it is broken.
    """
    path = folder.evaluation
    if record.status != "completed" or not os.path.lexists(path):
        return {}
    require_as_completed(path, record)
    found = read_json(path, LARGEST_TEXT)
    evaluation = found.get(split) if isinstance(found, dict) else None
    fitted = evaluation.get("baselines") if isinstance(evaluation, dict) else None
    try:
        recorded = build(_Recorded, {"baselines": fitted or {}}).baselines
    except ValueError as error:
        raise broken(path, f"is not one that this version of mlpcli writes: {error}") from error
    return {name: recorded[name] for name in FITTED if name in recorded}
