"""The files by which a folder is recognized as a run, and those that a run must have."""

import os
from collections.abc import Sequence
from pathlib import Path

from mlpcli.runs.folder import RunFolder, parse_id
from mlpcli.runs.record import RunRecord

# The files of a run, as paths relative to its folder.
_OF = RunFolder(Path())
_CHECKPOINTS = _OF.checkpoints.name
_BEGINNING = tuple(path.name for path in (_OF.config, _OF.resolved, _OF.model))
_STATES = tuple(f"{_CHECKPOINTS}/{path.name}" for path in (_OF.best, _OF.last))
_EPOCHS = f"{_CHECKPOINTS}/{_OF.epoch_weights.name}"
_RECORD, _METRICS, _LITERT, _EVALUATION = (
    _OF.record.name,
    _OF.metrics.name,
    _OF.litert.name,
    _OF.evaluation.name,
)


def is_run(folder: RunFolder) -> bool:
    """Whether a folder is a run, broken or not.

    A folder with a run.json is a run, whatever its name. A folder without one is a run that has lost it, or
    never got it, only if both conditions hold:

    - its name is from this tool: `<name>-<YYYYMMDD-HHMMSS>`, with a number if needed;
    - it contains `resolved.yaml`, or `.lock` and another file of a run.

    The other names do not count by themselves, because other tools use them too: `config.yaml`,
    `metrics.csv`, `checkpoints/`. Other folders are neither listed nor removed.
    """
    if os.path.lexists(os.path.join(folder.path, _RECORD)):
        return True
    if parse_id(folder.id).time is None:
        return False
    if os.path.isfile(folder.resolved):
        return True
    others = (*_BEGINNING, _METRICS, *_STATES, _LITERT, _EVALUATION)
    return os.path.isfile(folder.lock) and any(os.path.isfile(folder.path / name) for name in others)


def expected_files(record: RunRecord) -> Sequence[str]:
    """The files that a run with this record must have besides it, as paths relative to its folder."""
    found = [*_BEGINNING]
    if record.epochs_done:
        found.append(_METRICS)
    # A training that ended before its first epoch can have one checkpoint or none.
    if record.epochs_done or record.status == "completed":
        found.extend(_STATES)
    if record.epoch_weights:
        found.append(_EPOCHS)
    if record.litert_digest is not None:
        found.append(_LITERT)
    if record.status == "completed":
        found.append(_EVALUATION)
    return found


def missing_files(folder: RunFolder, record: RunRecord) -> Sequence[str]:
    """The expected files that are missing; the contents of the others are not checked."""
    # Joined as text, because creating a Path takes longer than checking the file.
    path = os.fspath(folder.path)
    return [name for name in expected_files(record) if not os.path.lexists(os.path.join(path, name))]
