"""Numbers that a script keeps apart: defaults of its command line, and attributes of its classes."""

import ast
from collections.abc import Iterator

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.values import Scope, dotted
from mlpcli.config.yaml.nodes import Plain

_PARSE = frozenset({"parse_args", "parse_known_args"})


Options = dict[str, Plain]
"""The defaults of options by the attributes that a parser gives them to."""


def add_option(options: Options, call: ast.Call) -> None:
    """Add what `parser.add_argument("--batch-size", default=64)` says, and nothing for other calls."""
    if last_name(call.func) != "add_argument":
        return
    given = {one.arg: one.value for one in call.keywords}
    names = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    stored = given.get("dest")
    if names and isinstance(given.get("default"), ast.Constant):
        name = stored.value if isinstance(stored, ast.Constant) else max(names, key=len).lstrip("-")
        options[str(name).replace("-", "_")] = _plain(given["default"])


def bind_attributes(target: ast.expr, value: ast.expr, options: Options, scope: Scope) -> None:
    """Give `args` the attributes of parsed options, and an instance those of its class."""
    if not isinstance(value, ast.Call):
        return
    if last_name(value.func) in _PARSE:
        first = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
        found = dict(options)
    else:
        start = f"{dotted(value.func)}."
        first = target
        found = {name.removeprefix(start): one for name, one in scope.plain.items() if name.startswith(start)}
        found |= {one.arg: _plain(one.value) for one in value.keywords if one.arg in found and _is_plain(one)}
    if name := dotted(first):
        for key, one in found.items():
            scope.bind(f"{name}.{key}", one)


def bind_class(node: ast.ClassDef, scope: Scope) -> None:
    """Give a class the attributes that its body sets to literals."""
    for name, value in _literals(node):
        scope.bind(f"{node.name}.{name}", value)


def bind_hyperparameters(start: ast.FunctionDef, scope: Scope) -> None:
    """Give `self.hparams` the arguments of a constructor, as PyTorch Lightning does."""
    for one in (*start.args.args, *start.args.kwonlyargs):
        if one.arg in scope.plain:
            scope.bind(f"self.hparams.{one.arg}", scope.plain[one.arg])


def _literals(node: ast.ClassDef) -> Iterator[tuple[str, Plain]]:
    for statement in node.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Constant):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for one in targets:
                if isinstance(one, ast.Name):
                    yield one.id, _plain(statement.value)


def _is_plain(keyword: ast.keyword) -> bool:
    return isinstance(keyword.value, ast.Constant)


def _plain(node: ast.expr) -> Plain:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, bool | int | float | str) else None
