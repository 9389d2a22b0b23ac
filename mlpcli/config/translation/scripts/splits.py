"""Shares of rows that a script holds back: of all rows for the test, and of what is left for validation."""

import ast
import math
import re
from collections.abc import Sequence

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.arguments import meant
from mlpcli.config.translation.scripts.calls import TEST, VALIDATION
from mlpcli.config.translation.scripts.counts import count_in, counted, tidy
from mlpcli.config.translation.scripts.row_counts import rows_of
from mlpcli.config.translation.scripts.row_parts import split
from mlpcli.config.translation.scripts.values import Reading, Scope, Setting, Unread, dotted, unread
from mlpcli.config.yaml.nodes import Plain

# What scikit-learn holds back without being told.
_QUARTER = 0.25
_HELD_BACK = re.compile(r"test|val|dev")


def add_split(reading: Reading, call: ast.Call, scope: Scope, names: str) -> None:
    """Keep the shares that a call splits off; `names` are those that its value gets."""
    parts = [one.strip("()[] ") for one in names.split(",")]
    given = {one.arg: one.value for one in call.keywords}
    name = last_name(call.func)
    if name == "train_test_split":
        _split_in_two(reading, call, given, scope, parts)
    elif name == "random_split" and (len(call.args) > 1 or "lengths" in given):
        _split_at_random(reading, call, given.get("lengths") or call.args[1], scope, parts)
    elif name == "Subset" and len(call.args) > 1 and not _HELD_BACK.search(names.lower()):
        # Names may be of rows that another call splits, whose shares are known.
        if not isinstance(call.args[1], ast.Name) or not {TEST, VALIDATION} & reading.others.keys():
            reading.notes.append(unread(call, is_layer=False).as_left_out())
    elif name == "sample" and "frac" in given and isinstance(call.func, ast.Attribute):
        _sample(reading, given["frac"], scope, names)


def _split_in_two(
    reading: Reading, call: ast.Call, given: dict[str | None, ast.expr], scope: Scope, parts: Sequence[str]
) -> None:
    argument = next((one for one in ("test_size", "train_size") if one in given), "")
    node = given.get(argument)
    said = unread(node, is_layer=False) if node else Unread(f"test_size={_QUARTER}", call.lineno)
    if node:
        said = Unread(f"{argument}={said.text}", call.lineno)
    try:
        value = value_of(node, scope.plain) if node else None
    except Unreadable:
        reading.notes += [unread(node, is_layer=False)] if node else []
        return
    try:
        share = _QUARTER if value is None else meant(argument, TEST, value)
    except Unreadable:
        reading.notes.append(said)
        return
    if not isinstance(share, float):
        return
    groups = [(parts[::2], 1 - share), (parts[1::2], share)]
    split(reading, call.args[0] if call.args else None, groups, said, TEST)


def _keep(reading: Reading, test: float, validation: float, said: Unread) -> None:
    """Shares of all rows: here, the one for validation is of those that the test leaves."""
    if test:
        reading.others[TEST] = Setting(round(test, 6), said)
    if validation:
        reading.others[VALIDATION] = Setting(round(validation / (1 - test), 6), said)


def _split_at_random(
    reading: Reading, call: ast.Call, node: ast.expr, scope: Scope, parts: Sequence[str]
) -> None:
    """PyTorch's counts or shares, the first one for training."""
    try:
        lengths = _shares(node, scope) or _numbers(value_of(node, scope.plain))
    except Unreadable:
        reading.notes.append(unread(node, is_layer=False))
        return
    said = Unread(unread(node, is_layer=False).text, node.lineno)
    # Another call may be a part of what names stand for.
    names = parts if len(parts) == len(lengths) else [""] * len(lengths)
    groups = [([name], one / sum(lengths)) for name, one in zip(names, lengths, strict=True)]
    split(reading, call.args[0] if call.args else None, groups, said, VALIDATION)


def _shares(node: ast.expr, scope: Scope) -> list[float]:
    """The shares that counts are of the rows; empty if they are not all counted from the number of rows."""
    each = node.elts if isinstance(node, ast.List | ast.Tuple) else []
    counts = [count_in(one, scope) for one in each]
    shares = [one.share for one in counts if one and not one.more and 0 < one.share < 1]
    return shares if 2 <= len(shares) <= 3 and len(shares) == len(counts) else []


_KINDS = {"train": "train", "val": "validation", "dev": "validation", "test": "test"}


def add_slices(reading: Reading, targets: Sequence[ast.expr], value: ast.expr, scope: Scope) -> bool:
    """Keep the shares of slices, `train = rows[:int(0.8 * len(rows))]`; whether there are any."""
    target = targets[0] if len(targets) == 1 else None
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(target.elts, value.elts, strict=False))
    else:
        pairs = [(target, value)] if target is not None else []
    found = {}
    for one, part in pairs:
        kind = next((meant for word, meant in _KINDS.items() if word in dotted(one).lower()), "")
        if kind and (share := _share_taken(part, scope, reading)):
            found[kind] = share
            reading.cuts.setdefault(kind, share)
    cuts = reading.cuts
    if cuts.keys() == {"train"} and any(_is_cut_in_place(*pair) for pair in pairs):
        # What is left out is not used for anything else.
        del cuts["train"]
        return False
    if found and "train" in cuts:
        validation = cuts.get("validation", 0.0)
        test = cuts.get("test", 0.0 if validation else 1 - cuts.get("train", 1.0))
        if not test and "train" in cuts and _is_rest(reading, cuts["train"]):
            del reading.others[TEST]
        _keep(reading, test, validation, unread(value, is_layer=False).as_left_out())
    return bool(found)


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


def _numbers(value: Plain) -> list[float]:
    given = value if isinstance(value, list) else []
    found = [float(one) for one in given if isinstance(one, int | float) and one > 0]
    if len(found) != len(given) or not 2 <= len(found) <= 3:
        raise Unreadable
    return found


def _sample(reading: Reading, node: ast.expr, scope: Scope, names: str) -> None:
    """Some of a table's rows, for training by their name; all of them are only shuffled."""
    try:
        share = value_of(node, scope.plain)
    except Unreadable:
        reading.notes.append(unread(node, is_layer=False))
        return
    if not isinstance(share, int | float) or not 0 < share < 1:
        return
    said = Unread(f"frac={share}", node.lineno)
    if "train" in names.lower():
        reading.others.setdefault(TEST, Setting(round(1 - share, 6), said))
    else:
        reading.notes.append(said)
