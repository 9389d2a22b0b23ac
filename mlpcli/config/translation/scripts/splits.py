"""Shares of rows that a script holds back: of all rows for the test, and of what is left for validation."""

import ast
import re
from collections.abc import Sequence

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.arguments import meant
from mlpcli.config.translation.scripts.calls import TEST, VALIDATION
from mlpcli.config.translation.scripts.counts import count_in
from mlpcli.config.translation.scripts.row_order import add_split_by_order
from mlpcli.config.translation.scripts.row_parts import split
from mlpcli.config.translation.scripts.values import Reading, Scope, Setting, Unread, unread
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
        _keep_order(reading, given.get("shuffle"))
        _split_in_two(reading, call, given, scope, parts)
    elif name == "random_split" and (len(call.args) > 1 or "lengths" in given):
        reading.traces.is_split_otherwise = True
        reading.traces.order = None
        _split_at_random(reading, call, given.get("lengths") or call.args[1], scope, parts)
    elif name == "Subset" and len(call.args) > 1 and not _HELD_BACK.search(names.lower()):
        # Names may be of rows that another call splits, whose shares are known.
        if not isinstance(call.args[1], ast.Name) or not {TEST, VALIDATION} & reading.others.keys():
            reading.notes.append(unread(call, is_layer=False).as_left_out())
    elif name == "sample" and "frac" in given and isinstance(call.func, ast.Attribute):
        _sample(reading, given["frac"], scope, names)


def _keep_order(reading: Reading, shuffles: ast.expr | None) -> None:
    if shuffles is not None and ast.unparse(shuffles) == "False":
        add_split_by_order(reading, Unread("shuffle=False", shuffles.lineno))
    else:
        reading.traces.is_split_otherwise = True
        # Parts of what it returns are in no order.
        reading.traces.order = None


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
