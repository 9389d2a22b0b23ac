"""Windows over the rows of a series that a script cuts: how long they are, and how many rows they predict."""

import ast
import re
from collections.abc import Iterator, Mapping

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.scripts.calls import WINDOW
from mlpcli.config.translation.scripts.kept import put
from mlpcli.config.translation.scripts.values import Reading, Scope, dotted, unread
from mlpcli.config.yaml.nodes import KeyPath, Plain

_HORIZON: KeyPath = ("data", "horizon")
# `from` and `to` of rows, counted from the one that a loop is at.
_Rows = tuple[int, int]


def add_window(reading: Reading, loop: ast.For, scope: Scope) -> None:
    """Keep the window that a loop cuts, `rows[i:i + 30]`, and how far behind it `rows[i + 30]` is."""
    if not isinstance(loop.target, ast.Name) or WINDOW in reading.others:
        return
    counted = _Counted(loop, scope)
    spans = list(counted.spans())
    window = next(((node, rows) for node, rows in spans if rows[1] - rows[0] > 0), None)
    if window is None and not _has_steps(loop.iter) and (open_end := counted.open_end()):
        reading.notes.append(unread(open_end, is_layer=False))
    if window is None or _steps(loop.iter, scope) == window[1][1] - window[1][0]:
        # Rows without any overlap are batches.
        return
    node, (first, end) = window
    said = unread(node, is_layer=False).as_left_out()
    put(reading, WINDOW, end - first, said)
    behind = [rows for _, rows in spans if rows[0] == end]
    behind = behind or [(end, one + 1) for one in counted.rows() if one >= end]
    horizon = max((rows[1] - rows[0] for rows in behind), default=1)
    if horizon != 1:
        put(reading, _HORIZON, horizon, said)


class _Counted:
    """The rows that the statements of a loop take, counted from the loop's own number."""

    def __init__(self, loop: ast.For, scope: Scope) -> None:
        self._name = loop.target.id if isinstance(loop.target, ast.Name) else ""
        self._nodes = [node for part in loop.body for node in ast.walk(part)]
        self._scope = scope
        self._named: Mapping[str, ast.expr] = {
            name: node.value
            for node in self._nodes
            if isinstance(node, ast.Assign) and (name := dotted(node.targets[0]))
        }

    def spans(self) -> Iterator[tuple[ast.Subscript, _Rows]]:
        """The slices of rows, in order."""
        for node in self._nodes:
            of_rows = _of_rows(node)
            if isinstance(node, ast.Subscript) and isinstance(of_rows, ast.Slice) and of_rows.upper:
                lower = self._place(of_rows.lower) if of_rows.lower else None
                upper = self._place(of_rows.upper)
                if lower is not None and upper is not None:
                    yield node, (lower, upper)

    def open_end(self) -> ast.Subscript | None:
        """The first slice that begins or ends at a row that is counted, and at one that is not known."""
        for node in self._nodes:
            of_rows = _of_rows(node)
            if isinstance(node, ast.Subscript) and isinstance(of_rows, ast.Slice):
                each = [one and self._place(one) for one in (of_rows.lower, of_rows.upper)]
                mentions = self._name in (
                    dotted(one) for one in ast.walk(of_rows) if isinstance(one, ast.Name)
                )
                if of_rows.lower and of_rows.upper and mentions and each.count(None) == 1:
                    return node
        return None

    def rows(self) -> Iterator[int]:
        """The single rows, in order."""
        for node in self._nodes:
            of_rows = _of_rows(node)
            if isinstance(of_rows, ast.expr) and not isinstance(of_rows, ast.Slice):
                if (place := self._place(of_rows)) is not None:
                    yield place

    def _place(self, node: ast.expr, depth: int = 5) -> int | None:
        """What is added to the loop's number; None for an expression that is not counted from it."""
        if dotted(node) == self._name:
            return 0
        if (value := self._named.get(dotted(node))) is not None and depth:
            return self._place(value, depth - 1)
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
            return None
        place, number = self._place(node.left, depth), self._number(node.right)
        if place is None and isinstance(node.op, ast.Add):
            place, number = self._place(node.right, depth), self._number(node.left)
        if place is None or number is None:
            return None
        return place + number if isinstance(node.op, ast.Add) else place - number

    def _number(self, node: ast.expr) -> int | None:
        try:
            value = value_of(node, self._scope.plain)
        except Unreadable:
            return None
        return value if type(value) is int else None


def _of_rows(node: ast.AST) -> ast.expr | None:
    """The index of rows in `rows[i:j, 0]`."""
    if not isinstance(node, ast.Subscript):
        return None
    return node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice


def _has_steps(taken: ast.expr) -> bool:
    return isinstance(taken, ast.Call) and len(taken.args) == 3


def _steps(taken: ast.expr, scope: Scope) -> int:
    """From row to row, in steps of how many a loop goes."""
    step: Plain = 1
    if isinstance(taken, ast.Call) and _has_steps(taken):
        try:
            step = value_of(taken.args[2], scope.plain)
        except Unreadable:
            return 1
    return step if isinstance(step, int) else 1


_MEAN = r"(?:\w*mean\w*|mu|[\w.]+\.mean\(.*\))"
_DEVIATION = r"(?:\w*std\w*|sigma|[\w.]+\.std\(.*\))"
_STANDARDIZED = re.compile(rf"\(\w+ - {_MEAN}\) / {_DEVIATION}")


def is_standardized(text: str) -> bool:
    """Whether code subtracts the mean, and divides by the standard deviation."""
    return bool(_STANDARDIZED.fullmatch(text))


def of_windows(section: Mapping[str, Plain], alone: Plain, reading: Reading) -> dict[str, Plain]:
    """The data section of a table whose rows are cut into windows: of a series.

    `alone`: the one column that the script takes, if it takes no more.
    """
    dropped = {"target", "features", "task", "columns"}
    target, features = section.get("target"), section.get("features")
    if target is None and features is None and alone is not None:
        features = [alone]
    if isinstance(features, list) and len(features) == 1 and target is None:
        target = features[0]
    if features:
        dropped.add("exclude")
    series: dict[str, Plain] = {"source": "series"}
    series |= {key: value for key, value in section.items() if key not in (*dropped, "source")}
    if target is not None:
        series["target"] = target
    if features:
        series["features"] = features
    for one in reading.computed:
        if is_standardized(one.text):
            put(reading, ("data", "standardize"), True, one)
        elif one not in reading.notes:
            reading.notes.append(one)
    if ("data", "standardize") in reading.others:
        # Inputs and targets are the same rows.
        put(reading, ("data", "standardize_targets"), True, reading.others["data", "standardize"].said)
    return series
