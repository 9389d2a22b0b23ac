"""Callbacks of Keras's `fit`, as settings of the training section."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.messages.number_fixes import BOOLEANS
from mlpcli.config.training import MONITORING
from mlpcli.config.translation.class_forms import class_forms
from mlpcli.config.translation.classes import Unreadable, argument_named
from mlpcli.config.translation.keras_calls import value_of, with_spread
from mlpcli.config.translation.pasted_code import by_names, last_name, parsed
from mlpcli.config.translation.positions import OF_CALLBACKS
from mlpcli.config.yaml.edits import Edit, Put
from mlpcli.config.yaml.nodes import Plain

CALLBACKS = {
    "EarlyStopping": "early_stopping",
    "ReduceLROnPlateau": "reduce_lr_on_plateau",
    "ModelCheckpoint": "checkpoint",
    "TensorBoard": "log",
}
_FIGURES = frozenset({"loss", "val_loss", "accuracy", "val_accuracy"})
# Where Keras waits otherwise than a config that does not say so.
_DEFAULTS: Mapping[str, Mapping[str, Plain]] = {"EarlyStopping": {"patience": 0}}
# What every run has without being asked to: a history, curves and progress.
WITHOUT_ASKING = frozenset(
    """
    History CSVLogger ProgbarLogger BackupAndRestore TerminateOnNaN
    LearningRateMonitor TQDMProgressBar RichProgressBar ModelSummary RichModelSummary
    """.split()
)

# How the best weights are kept, what is printed, and where.
_SILENT = frozenset(
    """
    verbose strict check_finite check_on_train_epoch_end log_rank_zero_only restore_best_weights filepath
    dirpath filename save_best_only save_weights_only save_last save_top_k save_on_train_epoch_end
    auto_insert_metric_name enable_version_counter every_n_epochs save_freq
    """.split()
)


def callback_edits(value: Any) -> Iterator[Edit]:
    """The settings that a list of callbacks means, as classes, as mappings, or as code that YAML has split at
    its commas."""
    named = list(_named(value))
    for name, arguments in named:
        section = CALLBACKS.get(name, "")
        if section == "log":
            yield Put(("training", "log"), ["tensorboard"])
        elif section:
            names, written = keys_of((section,)), arguments if isinstance(arguments, dict) else {}
            given = {argument_named(key, names): item for key, item in written.items()}
            known = {key: item for key, item in given.items() if key in names}
            # Checkpoints are kept in any case.
            if known or section != "checkpoint":
                yield Put(("training", section), known)
            if section == "early_stopping" and (best := _best(given, named)):
                yield Put(("training", "checkpoint"), best)


def _best(given: Mapping[str, Plain], named: Sequence[tuple[str, Any]]) -> dict[str, Plain]:
    """The checkpoint of which `restore_best_weights` takes the weights; empty for the usual one."""
    is_saved = any(name == "ModelCheckpoint" and arguments for name, arguments in named)
    if given.get("restore_best_weights") is not True or given.get("monitor", "val_loss") == "val_loss":
        return {}
    return {} if is_saved else {key: given[key] for key in ("monitor", "mode") if key in given}


def monitoring_meant(section: str, value: Any) -> dict[str, Plain]:
    """A section that follows a figure, of what stands in its place: `early_stopping: 4`; empty if that is
    unclear."""
    known = keys_of((section,))
    if isinstance(value, str) and value in _FIGURES:
        return {"monitor": value}
    if isinstance(value, str) and value.isalpha():
        value = BOOLEANS.get(value.lower())
    if value is True and "patience" in known:
        return {"patience": MONITORING[section].model_fields["patience"].default}
    if isinstance(value, float) and 0 < value < 1 and "factor" in known:
        return {"factor": value}
    return {"patience": value} if type(value) is int and value > 0 and "patience" in known else {}


def unread_callbacks(value: Any) -> list[str]:
    """The callbacks in a list that have no counterpart here, and those arguments of others that have none."""
    found: list[str] = []
    for name, arguments in _named(value):
        section = CALLBACKS.get(name, "")
        if not section and name not in WITHOUT_ASKING:
            found.append(name)
        names = keys_of((section,))
        given = arguments if names and isinstance(arguments, dict) else {}
        others = (key for key in given if argument_named(key, names) not in {*names, *_SILENT})
        found += [f"{name}.{key}" for key in others if given[key] not in (None, False)]
    return found


def _named(value: Any) -> Iterator[tuple[str, Any]]:
    items = value if isinstance(value, list) else [value]
    for item in _called(items) or items:
        form = next(class_forms(item), None) if isinstance(item, dict) else None
        if form:
            yield _class_of(form.name), form.named
        elif isinstance(item, dict):
            # Each below its own name, or below one of the user's.
            for name, below in item.items():
                inner = next(class_forms(below), None) if isinstance(below, dict) else None
                yield (_class_of(inner.name), inner.named) if inner else (_class_of(name), below)
        elif isinstance(item, str):
            yield _class_of(item), None


def _class_of(name: str) -> str:
    """The name of a callback's class: `EarlyStopping` for `early_stopping`."""
    known = {one.lower(): one for one in (*WITHOUT_ASKING, *CALLBACKS)}
    return known.get(name.lower().replace("_", ""), name)


def _called(items: list[Any]) -> list[Plain]:
    if not all(isinstance(item, str) for item in items):
        return []
    try:
        (statement,) = parsed(f"[{', '.join(items)}]").body
    except (Unreadable, ValueError):
        return []
    listed = statement.value if isinstance(statement, ast.Expr) else None
    calls = [one for one in getattr(listed, "elts", ()) if isinstance(one, ast.Call)]
    return [callback_of(one, {}) or {last_name(one.func): {}} for one in calls]


def callback_of(call: ast.Call, names: Mapping[str, Plain]) -> Plain:
    """The callback that a call means, as a mapping; None if the training section cannot say it."""
    name = last_name(call.func)
    if name not in CALLBACKS:
        return None
    arguments = {key: value for key, _, value in _arguments(call, names)}
    arguments |= {key: value for key, value in _DEFAULTS.get(name, {}).items() if key not in arguments}
    return {name: {key: value for key, value in arguments.items() if value is not _UNREADABLE}}


def unread_arguments(call: ast.Call, names: Mapping[str, Plain]) -> list[str]:
    """The arguments of a callback that its section has too, and whose values cannot be read, as written."""
    known = keys_of((CALLBACKS.get(last_name(call.func), ""),))
    given = ((key, node) for key, node, value in _arguments(call, names) if value is _UNREADABLE)
    return [f"{key}={ast.unparse(node)}" for key, node in given if key in known]


def written_arguments(call: ast.Call, names: Mapping[str, Plain]) -> Iterator[tuple[str, ast.expr]]:
    """Each argument of a callback with its name and its code."""
    given = by_names(with_spread(call, names), OF_CALLBACKS.get(last_name(call.func), ()))
    yield from ((one.arg or "", one.value) for one in given.keywords)


_UNREADABLE = object()


def _arguments(call: ast.Call, names: Mapping[str, Plain]) -> Iterator[tuple[str, ast.expr, Any]]:
    """Each argument with its name, its code and its value."""
    for name, node in written_arguments(call, names):
        try:
            yield name, node, value_of(node, names)
        except Unreadable:
            yield name, node, _UNREADABLE
