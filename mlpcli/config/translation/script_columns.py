"""The columns of a table that a script predicts, and those that it predicts from."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mlpcli.config.translation.keras_calls import last_name
from mlpcli.config.translation.script_values import dotted
from mlpcli.config.yaml.nodes import Plain

_TARGETS = ("y", "target", "label")
_INPUTS = ("x", "features", "inputs")


@dataclass(frozen=True)
class FoundColumns:
    """`target` is the column to predict; `features` and `dropped` are columns, by names or places from 1;
    `span` are the places from and to which, counted from 0, `rows[:, 0:8]` takes its inputs.

    `of_inputs`: the column that was dropped from the inputs alone, which may be the target.
    """

    target: Plain = None
    features: tuple[Plain, ...] = ()
    dropped: tuple[Plain, ...] = ()
    span: tuple[int, int] | None = None
    of_inputs: tuple[Plain, ...] = ()

    def after(self, name: str, value: ast.expr, names: Mapping[str, Plain]) -> "FoundColumns":
        """What is known once `name` gets a value; it is empty for a statement that assigns nothing."""
        last = name.rpartition(".")[2].lower()
        found = self
        for node in ast.walk(value):
            if isinstance(node, ast.Call):
                found = found._after_call(node, last, names)
            elif isinstance(node, ast.Subscript) and last:
                found = found._after_index(node.slice, last, names)
        return found

    def _after_call(self, call: ast.Call, last: str, names: Mapping[str, Plain]) -> "FoundColumns":
        name = last_name(call.func)
        given = [one.value for one in call.keywords if one.arg == "columns"] or call.args[:1]
        if name not in ("pop", "drop") or not given:
            return self
        columns = _columns(given[0], names)
        if name == "pop" and len(columns) == 1 and self.target is None and last:
            return replace(self, target=columns[0])
        if name == "drop" and not _is_of_columns(call):
            return self
        inputs = columns if last.startswith(_INPUTS) else ()
        return replace(self, dropped=(*self.dropped, *columns), of_inputs=(*self.of_inputs, *inputs))

    def _after_index(self, index: ast.expr, last: str, names: Mapping[str, Plain]) -> "FoundColumns":
        is_target = last.startswith(_TARGETS)
        if is_target and self.target is None:
            target = _place(index) or (_columns(index, names) + (None,))[0]
            return replace(self, target=target if len(_columns(index, names)) < 2 else None)
        columns = _columns(index, names) if not isinstance(index, ast.Constant) else ()
        if columns and not is_target:
            return replace(self, features=columns)
        if not is_target and (span := _span(index)):
            return replace(self, span=span)
        return self

    def section(self) -> dict[str, Plain]:
        """The keys of a table's data section."""
        target, dropped = self.target, list(dict.fromkeys(self.dropped))
        if target is None and len(self.of_inputs) == 1:
            target = self.of_inputs[0]
        if self.span and isinstance(target, int):
            first, end = self.span
            dropped += [*range(1, first + 1), *range(end + 1, target)]
        found: dict[str, Plain] = {} if target is None else {"target": target}
        features: list[Plain] = [one for one in self.features if one != target]
        exclude: list[Plain] = [one for one in dropped if one != target and one not in features]
        if features:
            return {**found, "features": features}
        return {**found, "exclude": exclude} if exclude else found


def _is_of_columns(call: ast.Call) -> bool:
    """Whether `drop` takes out columns, and not rows."""
    named = {one.arg: one.value for one in call.keywords}
    axis = named.get("axis") or (call.args[1] if len(call.args) > 1 else None)
    return "columns" in named or (isinstance(axis, ast.Constant) and axis.value in (1, "columns"))


def _columns(node: ast.expr, names: Mapping[str, Plain]) -> tuple[Plain, ...]:
    """The names of columns in an index or an argument; none if they are not literal."""
    if isinstance(node, ast.Constant):
        return (node.value,) if isinstance(node.value, str) else ()
    if isinstance(node, ast.List | ast.Tuple):
        found: Sequence[object] = [one.value if isinstance(one, ast.Constant) else None for one in node.elts]
    else:
        known = names.get(dotted(node)) if dotted(node) else None
        found = known if isinstance(known, list) else [known]
    texts = [one for one in found if isinstance(one, str)]
    return tuple(texts) if len(texts) == len(found) else ()


def _place(index: ast.expr) -> Plain:
    """The place from 1 of the one column that `rows[:, 8]` selects; None for anything else."""
    column = index.elts[1] if isinstance(index, ast.Tuple) and len(index.elts) == 2 else None
    place = column.value if isinstance(column, ast.Constant) else None
    return place + 1 if type(place) is int and place >= 0 else None


def _span(index: ast.expr) -> tuple[int, int] | None:
    """The columns that `rows[:, 0:8]` selects."""
    column = index.elts[1] if isinstance(index, ast.Tuple) and len(index.elts) == 2 else None
    if not isinstance(column, ast.Slice) or column.step is not None:
        return None
    first = column.lower.value if isinstance(column.lower, ast.Constant) else 0 if not column.lower else None
    end = column.upper.value if isinstance(column.upper, ast.Constant) else None
    return (first, end) if type(first) is int and type(end) is int else None
