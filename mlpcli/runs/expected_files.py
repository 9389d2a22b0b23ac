"""Which files make a folder a run, and which of them a run must have."""

import os
from collections.abc import Sequence
from pathlib import Path

from mlpcli.runs.folder import RunFolder, parse_id
from mlpcli.runs.record import RunRecord

# Names of a run's files, as paths from its folder.
_OF = RunFolder(Path())
_CHECKPOINTS = _OF.checkpoints.name
_BEGINNING = tuple(path.name for path in (_OF.config, _OF.resolved, _OF.model))
_STATES = tuple(f"{_CHECKPOINTS}/{path.name}" for path in (_OF.best, _OF.last))
_METRICS, _LITERT, _EVALUATION = _OF.metrics.name, _OF.litert.name, _OF.evaluation.name


def is_run(folder: RunFolder) -> bool:
    """Whether a folder is a run, be it a broken one.

    A folder with a run.json is one, whatever it is called. A folder without is a run that has lost it, or
    never got it, only if both hold:

    - its name is one that this tool gives: `<name>-<YYYYMMDD-HHMMSS>`, and a number if need be;
    - it holds `resolved.yaml`, or `.lock` beside another file of a run.

    The other names do not count by themselves, because other tools use them as well: `config.yaml`,
    `metrics.csv`, `checkpoints/`. What is no run is neither listed nor removed.
    """
    if os.path.lexists(folder.record):
        return True
    if parse_id(folder.id).time is None:
        return False
    if os.path.isfile(folder.resolved):
        return True
    others = (*_BEGINNING, _METRICS, *_STATES, _LITERT, _EVALUATION)
    return os.path.isfile(folder.lock) and any(os.path.isfile(folder.path / name) for name in others)


def expected_files(record: RunRecord) -> Sequence[str]:
    """What a run with this record must hold besides the record: names, as paths from its folder."""
    found = [*_BEGINNING]
    if record.epochs_done:
        found.append(_METRICS)
    # Before the first epoch a training can end with one of them, or with none.
    if record.epochs_done or record.status == "completed":
        found.extend(_STATES)
    if record.litert_digest is not None:
        found.append(_LITERT)
    if record.status == "completed":
        found.append(_EVALUATION)
    return found


def missing_files(folder: RunFolder, record: RunRecord) -> Sequence[str]:
    """The expected files that are not there; what is in the others is not looked at."""
    # Of text, because making a Path of each name would take longer than looking for the file.
    path = os.fspath(folder.path)
    return [name for name in expected_files(record) if not os.path.lexists(os.path.join(path, name))]
