"""Schedules of PyTorch's beside the optimizer: `scheduler: {StepLR: {step_size: 2, gamma: 0.3}}`."""

import ast
from collections.abc import Mapping
from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.translation.callbacks import callback_edits, unread_callbacks
from mlpcli.config.translation.class_forms import class_forms
from mlpcli.config.translation.falling_rates import COSINE, SHARE_LEFT, falling_rate
from mlpcli.config.translation.misplaced import OF_TRAINING, take_out
from mlpcli.config.translation.optimizer_keys import (
    SCHEDULERS,
    beside_schedule,
    schedule_named,
    solver,
)
from mlpcli.config.translation.scripts.schedules import SCHEDULES, add_schedule
from mlpcli.config.translation.scripts.values import Reading, Scope
from mlpcli.config.yaml.edits import Put
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at
from mlpcli.config.yaml.notation import one_line

# The epochs that PyTorch's plateau waits if it is not told.
_PATIENCE = 10
_WITHOUT = (
    "remove it: a schedule stands in place of the optimizer's learning_rate, see mlpcli schema CosineDecay"
)


def scheduler(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """The schedule as that of the optimizer, with what stands beside both."""
    in_optimizer = path[:1] == ("optimizer",) and len(path) == 3
    if key not in SCHEDULERS or not (in_optimizer or path[:-1] in OF_TRAINING):
        return None
    name, given = schedule_named(value)
    if name == "ReduceLROnPlateau":
        return _plateau(path, value, given, document)
    optimizer, call = beside_schedule(document), _call(name, given)
    if optimizer is None:
        return Fix(_WITHOUT, (take_out(path, document),))
    if call is None:
        return Fix(f"{_WITHOUT}; {name or key} is none of those known", (take_out(path, document),))
    meant, left_out = _scheduled(optimizer, call)
    if meant == optimizer == {next(iter(optimizer)): {}}:
        return Fix(_WITHOUT, (take_out(path, document),))
    without = f", without {', '.join(left_out)}" if left_out else ""
    edits = (take_out(path, document), Put(("optimizer",), meant))
    return Fix(f"write instead{without}", edits, shows_lines=True)


def falling(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """The schedule that Ultralytics' rate follows over all epochs."""
    if key not in (COSINE, SHARE_LEFT) or path[:-1] not in OF_TRAINING:
        return None
    if key == COSINE and not value:
        return Fix("remove it: without it, the rate follows no cosine", (take_out(path, document),))
    optimizer, schedule = beside_schedule(document), falling_rate(document)
    if optimizer is None or schedule is None:
        return Fix(_WITHOUT, (take_out(path, document),))
    ((name, arguments),) = optimizer.items()
    below: Plain = {**(arguments if isinstance(arguments, dict) else {}), "learning_rate": schedule}
    edits = (take_out(path, document), Put(("optimizer",), {name: below}))
    return Fix("write instead", edits, shows_lines=True)


def solver_with_schedule(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """The optimizer by another key, or below `training`, with the schedule that stands beside it."""
    fix = solver(path, key, value, document)
    places = ((*place, one) for place in OF_TRAINING for one in SCHEDULERS)
    beside = next((place for place in places if plain_at(document, place) is not None), None)
    if fix is None or beside is None:
        return fix
    schedule = scheduler(beside, str(beside[-1]), plain_at(document, beside), document)
    puts = [edit for edit in schedule.edits if isinstance(edit, Put)] if schedule else []
    whole = next((edit for edit in puts if edit.path == ("optimizer",)), None)
    if whole is None or not any(isinstance(edit, Put) for edit in fix.edits):
        return fix
    text = f"write it with its schedule: optimizer: {one_line(whole.value)}"
    return Fix(text, (take_out(path, document), whole))


def _plateau(path: KeyPath, value: Any, given: Mapping[str, Any], document: Plain) -> Fix:
    """PyTorch's schedule that follows a figure, which waits for one epoch more than it is told."""
    form = next(class_forms(value), None) if isinstance(value, dict) else None
    patience = given.get("patience", _PATIENCE)
    more, is_of_pytorch = "", form is not None and form.of_pytorch
    if is_of_pytorch and type(patience) is int:
        given, more = {**given, "patience": patience + 1}, ", with the epoch more that PyTorch waits"
    callbacks: Plain = [{"ReduceLROnPlateau": dict(given)}]
    left_out = unread_callbacks(callbacks)
    without = f", without {', '.join(left_out)}" if left_out else ""
    edits = (take_out(path, document), *callback_edits(callbacks))
    return Fix(f"write instead{more}{without}", edits, shows_lines=True)


def _scheduled(optimizer: dict[str, Plain], call: ast.Call) -> tuple[Plain, list[str]]:
    """The optimizer with the schedule as its rate, and what is left out."""
    reading = Reading(settings={"optimizer": optimizer})
    add_schedule(reading, call, Scope())
    return reading.settings["optimizer"], [note.text for note in reading.notes]


def _call(name: str, given: Mapping[str, Any]) -> ast.Call | None:
    """The schedule as code has it, which is only looked at; None for anything else."""
    if name not in SCHEDULES or not all(isinstance(one, str) and one.isidentifier() for one in given):
        return None
    named = [ast.keyword(one, ast.parse(repr(item), mode="eval").body) for one, item in given.items()]
    return ast.Call(ast.Name(name), [ast.Name("optimizer")], named, lineno=1, col_offset=0)
