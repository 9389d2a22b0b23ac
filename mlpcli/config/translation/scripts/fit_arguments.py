"""What `compile` and `fit` are given in a script."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from mlpcli.config.losses import ONE_LOSS
from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.metrics import ONE_METRIC
from mlpcli.config.optimizers import CLIPPING
from mlpcli.config.training import Training
from mlpcli.config.translation.callbacks import (
    CALLBACKS,
    WITHOUT_ASKING,
    callback_of,
    unread_arguments,
    written_arguments,
)
from mlpcli.config.translation.classes import Unreadable, argument_named, class_named
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import arguments_by_name, by_names, last_name
from mlpcli.config.translation.scripts.changes import changed_rows, changed_targets
from mlpcli.config.translation.scripts.data import with_columns
from mlpcli.config.translation.scripts.layers import with_read_arguments
from mlpcli.config.translation.scripts.pixels import add_fitted_pixels, without_arithmetic
from mlpcli.config.translation.scripts.row_filters import add_fitted_filters
from mlpcli.config.translation.scripts.row_slices import add_validation
from mlpcli.config.translation.scripts.table_numbers import add_fitted_numbers
from mlpcli.config.translation.scripts.training_calls import OF_FIT, order_of
from mlpcli.config.translation.scripts.values import (
    Callback,
    Layer,
    Network,
    Reading,
    Scope,
    Unread,
    dotted,
    unread,
)
from mlpcli.config.yaml.nodes import Plain

_KINDS = {"optimizer": "optimizer", "loss": "loss", "metrics": "metric"}
# What the tool does by itself, and what says nothing about the training.
_NO_SETTINGS = frozenset(
    """
    x y verbose workers use_multiprocessing max_queue_size run_eagerly steps_per_execution jit_compile
    validation_data shuffle_buffer validation_batch_size validation_steps auto_scale_loss generator
    show_accuracy class_mode pickle_safe nb_worker nb_val_samples max_q_size build_fn model
    """.split()
)


# What other arguments than None may be without saying anything.
_NOTHING = {"validation_freq": ("None", "1")}
_OBJECTIVES = (ONE_LOSS, ONE_METRIC)
_SETTINGS = ("optimizer", "callbacks", "validation_split", *Training.model_fields)


def made(kind: str, node: ast.Call, scope: Scope) -> Layer:
    """The class of one kind that a call makes. Raises Unreadable for one that has no counterpart."""
    found = class_named(last_name(node.func), kind, misspelled=False)
    if not found:
        raise Unreadable
    layer = with_read_arguments(found, node, scope)
    return _clipped_once(layer, node.lineno) if kind == "optimizer" else layer


def _clipped_once(optimizer: Layer, line: int) -> Layer:
    """An optimizer with the first way to clip gradients that it is given, as Keras has no more either."""
    if not isinstance(optimizer.plain, dict):
        return optimizer
    ((name, arguments),) = optimizer.plain.items()
    given = arguments if isinstance(arguments, dict) else {}
    more = [key for key in given if key in CLIPPING][1:]
    kept: Plain = {name: {key: value for key, value in given.items() if key not in more}}
    left_out = (Unread(f"{key}={given[key]}", line) for key in more)
    return replace(optimizer, plain=kept, unread=(*optimizer.unread, *left_out)) if more else optimizer


def _configured(call: ast.Call, scope: Scope) -> tuple[dict[str, Any], list[Unread]]:
    """The arguments of a call of `compile` or `fit`, and those that could not be read."""
    found: dict[str, Any] = {}
    missing: list[Unread] = []
    for keyword in by_names(call, order_of(call, scope)).keywords:
        name = keyword.arg or ""
        if not name:
            found |= _spread(keyword.value, scope, missing)
        is_nothing = ast.unparse(keyword.value) in _NOTHING.get(name, ("None",))
        if not name or name in _NO_SETTINGS or is_nothing:
            continue
        if name not in _SETTINGS and argument_named(name, _SETTINGS) == name:
            missing.append(Unread(f"{name}={unread(keyword.value, is_layer=False).text}", call.lineno))
            continue
        try:
            found[name] = _argument(name, keyword.value, scope, missing)
        except Unreadable:
            missing.append(unread(keyword.value, is_layer=False))
    return {name: value for name, value in found.items() if value is not None}, missing


def train(
    reading: Reading, call: ast.Call, owner: Any, scope: Scope, find: Callable[[ast.expr, Scope], Any]
) -> None:
    """Keep what a call of `compile` or `fit` sets for its owner, or for the network that it is given.

    `find` says what an expression stands for. PyTorch Lightning's `fit` is given the data too.
    """
    data = (one.value for one in call.keywords if one.arg == "datamodule")
    given = [find(one, scope) for one in (*call.args, *data)] if owner is None else [owner]
    if given and isinstance(given[0], Network):
        given[0].is_trained = True
    configure(reading, call, owner if isinstance(owner, Network) else None, scope)


def configure(reading: Reading, call: ast.Call, network: Network | None, scope: Scope) -> None:
    """Keep what a call of `compile` or `fit` sets for a network, or for all that are read if it is None."""
    found, notes = _configured(call, scope)
    if last_name(call.func) == "fit":
        notes += _of_rows(reading, call, scope, is_network=network is not None)
    if network is None:
        if last_name(call.func) == "compile" or "epochs" in found or "batch_size" in found:
            reading.settings |= found
            reading.notes += notes
        return
    _add_unsaid(call, found, notes)
    if last_name(call.func) == "fit":
        if _is_for_one_epoch(call) and (network.fitted or "epochs" not in network.settings):
            found["epochs"] = 1
        network.begin_training(call.lineno, found)
    network.settings |= found
    network.notes += (one for one in notes if one not in network.notes)
    network.is_trained = True
    network.data = with_columns(reading.data, None, call, scope.plain)


def _of_rows(reading: Reading, call: ast.Call, scope: Scope, *, is_network: bool) -> Iterator[Unread]:
    """What `fit` does to its inputs that a config does not, and that it is to give them back."""
    named = arguments_by_name(call, OF_FIT)
    inputs, targets = named.get("x"), named.get("y")
    is_rest, missing = add_validation(reading, inputs, named.get("validation_data"), scope)
    yield from missing
    add_fitted_filters(reading, [one for one in (inputs, targets) if one], scope, is_network=is_network)
    if inputs is None:
        return
    add_fitted_pixels(reading, inputs, scope)
    inputs = without_arithmetic(reading, inputs)
    inputs = add_fitted_numbers(reading, inputs, targets, scope, is_network=is_network)
    if not is_rest and (changed := changed_rows([ast.Name("x")], inputs)):
        yield changed
    if targets is not None and (changed := changed_targets(reading, [ast.Name("y")], targets)):
        yield changed
    if targets is not None and ast.unparse(inputs) == ast.unparse(targets):
        yield Unread(f"{ast.unparse(targets)} as its own target", call.lineno)


def _add_unsaid(call: ast.Call, found: dict[str, Any], missing: list[Unread]) -> None:
    """Add what Keras's `compile` does without being told: the optimizer. A loss is asked for."""
    names = {one.arg for one in call.keywords}
    if last_name(call.func) != "compile" or None in names or not (names or call.args):
        return
    if not call.args and "optimizer" not in names:
        found["optimizer"] = "RMSprop"
    if len(call.args) < 2 and "loss" not in names:
        missing.append(Unread("the loss", call.lineno, is_layer=False))


def _is_for_one_epoch(call: ast.Call) -> bool:
    """Whether a call of `fit` goes through the rows once, as Keras does without a number of epochs."""
    names = {one.arg for one in call.keywords}
    return last_name(call.func) == "fit" and len(call.args) < 4 and not names & {"epochs", "nb_epoch", None}


def _spread(node: ast.expr, scope: Scope, missing: list[Unread]) -> dict[str, Any]:
    """The arguments in a mapping: `**{"epochs": 3}`."""
    try:
        given = value_of(node, scope.plain)
    except Unreadable:
        given = None
    if isinstance(given, dict):
        return {name: value for name, value in given.items() if name in _SETTINGS}
    missing.append(unread(node, is_layer=False))
    return {}


def _argument(name: str, node: ast.expr, scope: Scope, missing: list[Unread]) -> Any:
    if name == "callbacks":
        return callbacks(node, scope, missing)
    return _chosen(_KINDS.get(name, ""), node, scope, missing)


def callbacks(node: ast.expr, scope: Scope, missing: list[Unread]) -> list[Plain]:
    """The callbacks in a list that have a counterpart; the others are added to `missing`."""
    known = scope.objects.get(dotted(node))
    if isinstance(known, list):
        others = (one for one in known if isinstance(one, Unread))
        missing += (one for one in others if one.text.rpartition(".")[2] not in WITHOUT_ASKING)
        return [_taken(one, missing) for one in known if isinstance(one, Callback)]
    found: list[Plain] = []
    given = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    for item in (one for one in given if not (isinstance(one, ast.Constant) and one.value is None)):
        named = scope.objects.get(dotted(item))
        if isinstance(named, Callback):
            found.append(_taken(named, missing))
        elif isinstance(item, ast.Call) and (one := callback(item, scope)).plain:
            found.append(_taken(one, missing))
        elif not isinstance(item, ast.Call) or last_name(item.func) not in WITHOUT_ASKING:
            missing.append(unread(item))
    return found


# Callbacks that follow a figure, and what of them is done here in any case.
_FOLLOWING = frozenset({"EarlyStopping", "ReduceLROnPlateau"})
_OF_CALLBACKS = frozenset({"verbose", "restore_best_weights", "check_finite", "strict", "optimizer"})


def callback(call: ast.Call, scope: Scope) -> Callback:
    """The callback that a call makes; without anything plain if it has no counterpart."""
    name = last_name(call.func)
    unknown = (f"{name}({one})" for one in unread_arguments(call, scope.plain))
    known = keys_of((CALLBACKS.get(name, ""),)) if name in _FOLLOWING else ()
    given = written_arguments(call, scope.plain) if known else ()
    left_out = (
        Unread(f"{name}({key}={unread(node, is_layer=False).text})", call.lineno)
        for key, node in given
        if key not in _OF_CALLBACKS and argument_named(key, known) not in known
    )
    return Callback(
        callback_of(call, scope.plain),
        (*(Unread(one, call.lineno, is_layer=False) for one in unknown), *left_out),
    )


def _taken(one: Callback, missing: list[Unread]) -> Plain:
    missing += one.unread
    return one.plain


def _chosen(kind: str, node: ast.expr, scope: Scope, missing: list[Unread]) -> Plain:
    """An optimizer, a loss, a metric, or a list of them: by name, or as a class with arguments."""
    if isinstance(node, ast.List | ast.Tuple):
        each = [one for item in node.elts for one in _item(kind, item, scope, missing)]
        # Keras bears an accuracy that is asked for twice, by other names.
        again = [place for place, one in enumerate(each) if kind == "metric" and _is_accuracy(one)][1:]
        return [one for place, one in enumerate(each) if place not in again]
    if isinstance(node, ast.Call) and kind:
        found = made(kind, node, scope)
        missing += found.unread
        return found.plain
    value = value_of(node, scope.plain, kind)
    return _known_here(value, kind) if isinstance(value, str) and kind != "optimizer" else value


def _item(kind: str, node: ast.expr, scope: Scope, missing: list[Unread]) -> list[Plain]:
    """An item of a list; nothing for one that cannot be read, which leaves the others."""
    try:
        return [_chosen(kind, node, scope, missing)]
    except Unreadable:
        missing.append(unread(node, is_layer=not isinstance(node, ast.Call)))
        return []


def _is_accuracy(value: Plain) -> bool:
    return isinstance(value, str) and class_named(value, "metric", misspelled=False) == "accuracy"


def _known_here(name: str, kind: str) -> str:
    """The name of a loss that others call `CCE`, and of an accuracy; another name as it is written."""
    if not kind or any(name in one.plain.schema["anyOf"][0]["enum"] for one in _OBJECTIVES if one.plain):
        return name
    meant = class_named(name, kind, misspelled=False)
    if meant == "accuracy" and name.endswith(f"_{meant}"):
        return meant
    return meant if meant and meant == class_named(name, "loss", misspelled=False) else name
