"""Early stopping and the like, of what other tools have in its place: `patience: 3`."""

from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.translation.callbacks import monitoring_meant
from mlpcli.config.yaml.edits import Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at
from mlpcli.config.yaml.notation import one_line

PATIENCE = ("patience", "n_iter_no_change", "early_stopping_patience", "early_stopping_rounds")


def stopping(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`patience: 3` beside `early_stopping`, or in place of it."""
    if path[:-1] not in ((), ("training",)):
        return None
    if key == "early_stopping" and len(path) == 1 and value is False:
        return Fix("remove it: without it, training does not stop early", (Remove(path),))
    if key == "early_stopping" and len(path) == 1:
        below = stopping_meant(value, document)
    elif key in PATIENCE and type(value) is int:
        named = (plain_at(document, (*place, "early_stopping")) for place in ((), ("training",)))
        there: Any = next((one for one in named if one is not None), {})
        below = {**(there if isinstance(there, dict) else monitoring_meant("early_stopping", there))}
        below["patience"] = value
    else:
        return None
    if not below:
        return None
    text = f"write it below training: early_stopping: {one_line(below)}"
    return Fix(text, (Remove(path), Put(("training", "early_stopping"), below)))


def stopping_meant(value: Any, document: Plain) -> dict[str, Plain]:
    """What `early_stopping: true` or `4` means beside `patience: 3`; empty if that is unclear."""
    places = ((*place, one) for place in ((), ("training",)) for one in PATIENCE)
    beside = next((one for one in (plain_at(document, place) for place in places) if type(one) is int), None)
    found: dict[str, Plain] = {"patience": 5} if value is True else monitoring_meant("early_stopping", value)
    return {**found, "patience": beside} if found and beside is not None else found


def section_meant(section: str, value: Any, document: Plain) -> dict[str, Plain]:
    """What a value in place of a section that follows a figure means; empty if that is unclear."""
    if section == "early_stopping":
        return stopping_meant(value, document)
    return monitoring_meant(section, value)
