"""Slices of its rows that a script trains on, or holds back: `x[:n]`, `x.iloc[n:]` and `x.tail(n)`."""

import ast
import math
import re
from collections.abc import Sequence

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.scripts.calls import TEST, VALIDATION
from mlpcli.config.translation.scripts.counts import counted, tidy
from mlpcli.config.translation.scripts.row_calls import is_named_like_rows
from mlpcli.config.translation.scripts.row_counts import OF_OTHERS, rows_of
from mlpcli.config.translation.scripts.row_order import add_split_by_order
from mlpcli.config.translation.scripts.row_parts import OF_TEST, OF_VALIDATION, uses
from mlpcli.config.translation.scripts.values import Reading, Scope, Setting, Unread, dotted, unread

_KINDS = {
    "train": re.compile(r"train|(?:^|_)tr(?:$|_)"),
    "validation": OF_VALIDATION,
    "test": OF_TEST,
}


def add_slices(reading: Reading, targets: Sequence[ast.expr], value: ast.expr, scope: Scope) -> bool:
    """Keep the shares of slices, `train = rows[:int(0.8 * len(rows))]`; whether there are any."""
    target = targets[0] if len(targets) == 1 else None
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(target.elts, value.elts, strict=False))
    else:
        pairs = [(target, value)] if target is not None else []
    said = unread(value, is_layer=False).as_left_out()
    found = False
    for one, part, said_of in ((dotted(name), _as_slice(part, scope), _said(part)) for name, part in pairs):
        kind = next((kind for kind, pattern in _KINDS.items() if pattern.search(one.lower())), "")
        share = _share_taken(part, scope, reading) if one else 0.0
        reading.slices.pop(one, None)
        if kind and share:
            found = True
            reading.cuts.setdefault(kind, share)
            _keep_place(reading, kind, _slice_of(_undivided(part)))
        elif _is_of_others(part, one):
            continue
        elif kind and (kind == "train" or _is_of_rows(part, reading)):
            found = _keep_uncounted(reading, kind, said_of) or found
        elif one:
            reading.slices[one] = (share, said_of)
    if reading.cuts.keys() == {"train"} and any(_is_cut_in_place(*pair) for pair in pairs):
        # What is left out is not used for anything else.
        del reading.cuts["train"]
        return False
    if found:
        _keep_cuts(reading, said)
    return found


def add_slice_use(reading: Reading, call: ast.Call) -> None:
    """Keep what slices are for that have other names, by what a call does with them."""
    for kind, node in uses(call) if reading.slices else ():
        names = {dotted(one) for one in ast.walk(node) if isinstance(one, ast.Name)} & reading.slices.keys()
        for name in sorted(names):
            share, said = reading.slices.pop(name)
            if share:
                reading.cuts.setdefault(kind, share)
                reading.traces.is_split_otherwise = True
                _keep_cuts(reading, said.as_left_out())
            elif not _keep_uncounted(reading, kind, said) and kind == "train":
                reading.notes.append(said.as_left_out())


def _said(part: ast.expr) -> Unread:
    return unread(_undivided(part), is_layer=False)


def _as_slice(node: ast.expr, scope: Scope) -> ast.expr:
    """`rows[:100]` for `rows.head(100)`, `rows[-100:]` for `rows.tail(100)`, and `order[:100]` for
    `rows[order[:100]]`; others as they are."""
    if isinstance(node, ast.Subscript) and _share_of_slice(node.slice, scope):
        return node.slice
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or len(node.args) != 1:
        return _undivided(node)
    if node.func.attr not in ("head", "tail"):
        return node
    count = node.args[0]
    is_head = node.func.attr == "head"
    rows = ast.Slice(None, count) if is_head else ast.Slice(ast.UnaryOp(ast.USub(), count), None)
    return ast.copy_location(ast.Subscript(node.func.value, rows), node)


def _is_of_others(part: ast.expr, name: str) -> bool:
    """Whether something is no slice of the rows that are trained on, or one that keeps its name."""
    owner = takes_from_itself(part) if isinstance(part, ast.Subscript) else ""
    return owner in ("", name) or bool(OF_OTHERS.search(owner.lower()))


def _is_of_rows(part: ast.expr, reading: Reading) -> bool:
    """Whether a slice is one of rows, and not of the figures of a training: `val = losses[5:]`."""
    owner = takes_from_itself(part) if isinstance(part, ast.Subscript) else ""
    trained = reading.uncounted.get("train", Unread("", 0)).text
    return is_named_like_rows(owner, reading) or trained.startswith((f"{owner}[", f"{owner}."))


def _keep_uncounted(reading: Reading, kind: str, said: Unread) -> bool:
    """Keep that it is not known how many rows a slice takes; whether that is told with those held back."""
    uncounted = reading.uncounted
    uncounted.setdefault(kind, said)
    is_told = "train" in uncounted and len(uncounted) > 1
    if is_told and (left_out := uncounted["train"].as_left_out()) in reading.notes:
        reading.notes.remove(left_out)
    return is_told


def _keep_place(reading: Reading, kind: str, rows: ast.Slice | None) -> None:
    """Keep whether a slice is elsewhere than those are that a split by time makes, the test's at the end."""
    edge = {"train": "lower", "test": "upper"}.get(kind)
    if rows is None or (edge and getattr(rows, edge) is not None):
        reading.traces.is_split_otherwise = True


def _keep_cuts(reading: Reading, said: Unread) -> None:
    """Give the config the shares of slices, once it is known what is trained on."""
    cuts = reading.cuts
    if "train" not in cuts:
        return
    validation = cuts.get("validation", 0.0)
    test = cuts.get("test", 0.0 if validation else 1 - cuts["train"])
    if not test and _is_rest(reading, cuts["train"]):
        del reading.others[TEST]
    _keep(reading, test, validation, said)


def _keep(reading: Reading, test: float, validation: float, said: Unread) -> None:
    """Shares of all rows: here, the one for validation is of those that the test leaves."""
    if test or validation:
        add_split_by_order(reading, said)
    if test:
        reading.others[TEST] = Setting(round(test, 6), said)
    if validation:
        reading.others[VALIDATION] = Setting(round(validation / (1 - test), 6), said)


def takes_from_itself(node: ast.Subscript) -> str:
    """The name whose first or last rows a slice takes, `x[:100]` and `x.iloc[:100]`; empty for others."""
    owner = node.value
    if isinstance(owner, ast.Attribute) and owner.attr in ("iloc", "loc", "values"):
        owner = owner.value
    return dotted(owner) if _slice_of(node) else ""


def _is_cut_in_place(target: ast.expr, part: ast.expr) -> bool:
    part = _undivided(part)
    return isinstance(part, ast.Subscript) and takes_from_itself(part) == dotted(target) != ""


def _is_rest(reading: Reading, train: float) -> bool:
    """Whether the test's share is all that is not trained on, as long as no slice says what that is for."""
    return TEST in reading.others and reading.others[TEST].value == round(1 - train, 6)


def _share_taken(node: ast.expr, scope: Scope, reading: Reading) -> float:
    """The share of the rows that a slice takes, also divided; 0 if it is not known."""
    node = _undivided(node)
    return _share_of_slice(node, scope) or _share_of_known(node, scope, reading)


def _undivided(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        node = node.left
    return node


def add_validation(
    reading: Reading, inputs: ast.expr | None, given: ast.expr | None, scope: Scope
) -> tuple[bool, list[Unread]]:
    """Keep the share that `fit` is given for validation, `(x[:100], y[:100])`, or name it.

    Whether the inputs are what it leaves of the rows.
    """
    first = _undivided(given.elts[0]) if isinstance(given, ast.List | ast.Tuple) and given.elts else None
    rows = _slice_of(first)
    if first is None or rows is None:
        return False, []
    if share := _share_taken(first, scope, reading):
        _keep_place(reading, "test", rows)
        _keep(reading, 0, share, unread(first, is_layer=False).as_left_out())
    said = Unread(f"validation_data={ast.unparse(given)}" if given else "", first.lineno, is_layer=False)
    kept = _slice_of(_undivided(inputs)) if inputs else None
    if kept is None or inputs is None:
        return False, [] if share else [said]
    is_known = share and math.isclose(share + _share_taken(inputs, scope, reading), 1)
    is_rest = _edges(kept)[::-1] == _edges(rows) and None in _edges(rows)
    return bool(is_known or is_rest), [] if share else [said]


def _slice_of(node: ast.expr | None) -> ast.Slice | None:
    """The rows in the index of a slice, if they are not all of them."""
    index = node.slice if isinstance(node, ast.Subscript) else None
    rows = index.elts[0] if isinstance(index, ast.Tuple) and index.elts else index
    return rows if isinstance(rows, ast.Slice) and (rows.lower or rows.upper) else None


def _edges(rows: ast.Slice) -> list[str | None]:
    return [ast.unparse(one) if one else None for one in (rows.lower, rows.upper)]


def _share_of_slice(node: ast.expr, scope: Scope) -> float:
    """The share of all rows that a slice takes; 0 for anything else, and if it is not known."""
    index = node.slice if isinstance(node, ast.Subscript) else None
    rows = index.elts[0] if isinstance(index, ast.Tuple) and index.elts else index
    if not isinstance(rows, ast.Slice) or rows.step is not None:
        return 0.0
    try:
        first = counted(rows.lower, scope).share if rows.lower else 0.0
        end = counted(rows.upper, scope).share if rows.upper else 1.0
    except (Unreadable, ArithmeticError):
        return 0.0
    return tidy(end - first) if 0 < end - first < 1 else 0.0


def _share_of_known(node: ast.expr, scope: Scope, reading: Reading) -> float:
    """The share that `x_train[-10000:]` takes of rows whose number is known; 0 for anything else."""
    rows = rows_of(reading, dotted(node.value)) if isinstance(node, ast.Subscript) else 0
    index = node.slice if isinstance(node, ast.Subscript) else None
    if not rows:
        return 0.0
    if not isinstance(index, ast.Slice) or index.step is not None:
        return 0.0
    try:
        places = [value_of(one, scope.plain) if one else None for one in (index.lower, index.upper)]
    except Unreadable:
        return 0.0
    whole = [one for one in places if one is None or type(one) is int]
    taken = len(range(rows)[slice(*whole)]) if len(whole) == len(places) else 0
    return tidy(taken / rows) if taken < rows else 0.0
