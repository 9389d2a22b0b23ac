"""Callbacks of Keras's `fit`, as settings of the training section."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import last_name, parsed, value_of
from mlpcli.config.yaml.edits import Edit, Put
from mlpcli.config.yaml.nodes import Plain

CALLBACKS = {
    "EarlyStopping": "early_stopping",
    "ReduceLROnPlateau": "reduce_lr_on_plateau",
    "ModelCheckpoint": "",
}


def callback_edits(value: Any) -> Iterator[Edit]:
    """The settings that a list of callbacks means, as classes, as mappings, or as code that YAML has split at
    its commas."""
    items = value if isinstance(value, list) else [value]
    for item in _called(items) or items:
        name = next(iter(item)) if isinstance(item, dict) and len(item) == 1 else item
        if isinstance(name, str) and CALLBACKS.get(name):
            arguments = item[name] if isinstance(item, dict) else {}
            yield Put(("training", CALLBACKS[name]), arguments if isinstance(arguments, dict) else {})


def _called(items: list[Any]) -> list[Plain]:
    if not all(isinstance(item, str) for item in items):
        return []
    try:
        (statement,) = parsed(f"[{', '.join(items)}]").body
    except (Unreadable, ValueError):
        return []
    listed = statement.value if isinstance(statement, ast.Expr) else None
    return [one for node in getattr(listed, "elts", ()) for one in callbacks_in(node, {})]


def callbacks_in(node: ast.expr, names: Mapping[str, Plain]) -> Iterator[Plain]:
    """The callback that a call means, as a mapping, if the training section can say it."""
    if isinstance(node, ast.Call) and CALLBACKS.get(last_name(node.func)):
        arguments: dict[str, Plain] = {}
        for keyword in node.keywords:
            try:
                arguments[keyword.arg or ""] = value_of(keyword.value, names)
            except Unreadable:
                continue
        yield {last_name(node.func): arguments}
