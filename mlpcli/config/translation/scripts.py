"""A Keras script as a config. It is parsed, and never run: only literals and known calls are read."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from mlpcli.config.losses import LossName
from mlpcli.config.messages.spelling import nearest
from mlpcli.config.metrics import MetricName
from mlpcli.config.sources import SOURCES
from mlpcli.config.translation.callbacks import callbacks_in
from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import last_name, layers_of, parsed, value_of
from mlpcli.config.translation.sections import optimizer, settings
from mlpcli.config.yaml.edits import edited, to_node
from mlpcli.config.yaml.nodes import Plain, Position, to_plain
from mlpcli.config.yaml.notation import entry_lines

_ELSEWHERE = {"boston_housing": "california_housing"}
_DEFAULT = "mnist"
# The arguments that Keras takes without their names; empty for those that have no counterpart.
_IN_ORDER = {"compile": ("optimizer", "loss", "", "metrics"), "fit": ("", "", "batch_size", "epochs")}
_NAMED: Mapping[str, tuple[str, ...]] = {"loss": get_args(LossName), "metrics": get_args(MetricName)}


def config_of_script(text: str) -> str:
    """The config that trains the network of a Keras script; empty if the text is not one."""
    try:
        script = _read(parsed(text))
    except (Unreadable, RecursionError):
        return ""
    if not script.layers:
        return ""
    return "".join(
        f"{line}\n" for key, value in script.config().items() for line in entry_lines(key, value, 0)
    )


def _read(tree: ast.Module) -> "_Script":
    script = _Script()
    for statement in _statements(tree):
        script.read(statement)
    return script


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """All statements in their order, also those of functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt):
            yield node
            yield from _statements(node)


class _Script:
    """What was read of a script so far."""

    def __init__(self) -> None:
        self.layers: list[Plain] = []
        self._names: dict[str, Plain] = {}
        self._source = ""
        self._settings: dict[str, Any] = {}

    def read(self, statement: ast.stmt) -> None:
        if not isinstance(statement, ast.Expr | ast.Assign | ast.Return) or statement.value is None:
            return
        value = statement.value
        self.layers += layers_of(value, self._names)
        for call in (node for node in ast.walk(value) if isinstance(node, ast.Call)):
            self._called(call)
        if isinstance(statement, ast.Assign):
            self._assigned(statement.targets, value)

    def config(self) -> dict[str, Plain]:
        """The config with all that was read."""
        start: dict[str, Plain] = {"data": {"source": self._source or _DEFAULT}, "layers": self.layers}
        edits = settings(self._settings, start)
        found = to_plain(edited(to_node(start, Position("", 1, 1)), edits))
        return found if isinstance(found, dict) else start

    def _assigned(self, targets: list[ast.expr], value: ast.expr) -> None:
        try:
            found = value_of(value, self._names)
        except Unreadable:
            return
        for target in targets:
            if isinstance(target, ast.Name):
                self._names[target.id] = found

    def _called(self, call: ast.Call) -> None:
        name = last_name(call.func)
        if name == "load_data" and isinstance(call.func, ast.Attribute):
            dataset = last_name(call.func.value)
            self._source = _known_source(dataset) or self._source
        elif name.startswith("load_"):
            self._source = _known_source(name.removeprefix("load_")) or self._source
        elif name in ("compile", "fit"):
            self._settings |= _keywords(call, self._names)


def _known_source(name: str) -> str:
    name = _ELSEWHERE.get(name, name)
    return name if name in SOURCES else ""


def _keywords(call: ast.Call, names: Mapping[str, Plain]) -> dict[str, Any]:
    """What `compile` and `fit` are given."""
    found: dict[str, Any] = {}
    in_order = zip(_IN_ORDER[last_name(call.func)], call.args, strict=False)
    given = [ast.keyword(arg=name, value=value) for name, value in in_order if name]
    for keyword in (*given, *call.keywords):
        if keyword.arg == "callbacks" and isinstance(keyword.value, ast.List):
            found["callbacks"] = [item for one in keyword.value.elts for item in callbacks_in(one, names)]
        elif keyword.arg:
            value = _setting(keyword.value, names, keyword.arg)
            if value is not None:
                found[keyword.arg] = value
    if "optimizer" in found:
        found["optimizer"] = optimizer(found["optimizer"])
    return found


def _setting(node: ast.expr, names: Mapping[str, Plain], key: str) -> Plain:
    """A value that `compile` or `fit` is given; of a loss or a metric, its class's name."""
    if isinstance(node, ast.List):
        return [_setting(item, names, key) for item in node.elts]
    try:
        return value_of(node, names, "optimizer" if key == "optimizer" else "")
    except Unreadable:
        if not isinstance(node, ast.Call) or key not in _NAMED:
            return None
        name = last_name(node.func)
        return nearest(name, _NAMED[key]) or name
