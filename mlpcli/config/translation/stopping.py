"""Early stopping and the like, of what other tools have in its place: `patience: 3`."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.number_fixes import BOOLEANS
from mlpcli.config.training import Mode
from mlpcli.config.translation.callbacks import monitoring_meant
from mlpcli.config.translation.misplaced import OF_TRAINING
from mlpcli.config.yaml.edits import Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at
from mlpcli.config.yaml.notation import one_line


def _is_mode(value: Any) -> bool:
    """Whether it is a mode of early stopping: `mode: train` is about something else."""
    return isinstance(value, str) and value.lower() in get_args(Mode)


# Keys of its section that say nothing without it, and which of their values are about it.
_BESIDE: Mapping[str, Callable[[Any], bool]] = {
    "min_delta": lambda value: type(value) in (int, float),
    "monitor": lambda value: isinstance(value, str),
    "mode": _is_mode,
    "start_from_epoch": lambda value: type(value) is int,
}
PATIENCE = ("patience", "n_iter_no_change", "early_stopping_patience", "early_stopping_rounds")


def stopping(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`patience: 3` beside `early_stopping`, or in place of it."""
    if path[:-1] not in OF_TRAINING:
        return None
    if key == "early_stopping" and len(path) == 1 and is_off(value):
        return Fix("remove it: without it, training does not stop early", (Remove(path),))
    if key == "early_stopping" and len(path) == 1:
        below = stopping_meant(value, document)
    elif (key in PATIENCE and type(value) is int) or _is_beside(key, value):
        below = _with_beside(document)
        if key in _BESIDE and not below:
            return None
        below["patience" if key in PATIENCE else key] = value
    else:
        return None
    if not below:
        return None
    text = f"write it below training: early_stopping: {one_line(below)}"
    return Fix(text, (Remove(path), Put(("training", "early_stopping"), below)))


def _with_beside(document: Plain) -> dict[str, Plain]:
    """Early stopping with what stands beside it; empty if nothing asks for it."""
    named = (plain_at(document, (*place, "early_stopping")) for place in OF_TRAINING)
    there = next((one for one in named if one is not None), None)
    given = dict(there) if isinstance(there, dict) else monitoring_meant("early_stopping", there)
    beside = _beside(document)
    return {**given, **beside} if there is not None or "patience" in beside else {}


def _beside(document: Plain) -> dict[str, Plain]:
    """The keys of its section that stand beside early stopping."""
    found: dict[str, Plain] = {}
    for place in reversed(OF_TRAINING):
        patience = (plain_at(document, (*place, one)) for one in PATIENCE)
        waited = next((one for one in patience if type(one) is int), None)
        others = {one: plain_at(document, (*place, one)) for one in _BESIDE}
        given = {one: item for one, item in others.items() if _is_beside(one, item)}
        found |= given if waited is None else {"patience": waited, **given}
    return found


def _is_beside(key: str, value: Any) -> bool:
    return key in _BESIDE and _BESIDE[key](value)


def is_off(value: Any) -> bool:
    """Whether a value in place of a section says that there is none."""
    return value is False or (isinstance(value, str) and BOOLEANS.get(value.lower()) is False)


def stopping_meant(value: Any, document: Plain) -> dict[str, Plain]:
    """What `early_stopping: true` or `4` means beside `patience: 3`; empty if that is unclear."""
    found = monitoring_meant("early_stopping", value)
    return {**found, **_beside(document)} if found else found


def section_meant(section: str, value: Any, document: Plain) -> dict[str, Plain]:
    """What a value in place of a section that follows a figure means; empty if that is unclear."""
    if section == "early_stopping":
        return stopping_meant(value, document)
    return monitoring_meant(section, value)
