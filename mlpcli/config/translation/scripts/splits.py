"""Shares of rows that a script holds back: of all rows for the test, and of what is left for validation."""

import ast
import re
from collections.abc import Mapping, Sequence

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.arguments import meant
from mlpcli.config.translation.scripts.calls import SPLIT, TEST, VALIDATION
from mlpcli.config.translation.scripts.counts import count_in
from mlpcli.config.translation.scripts.kept import note, put
from mlpcli.config.translation.scripts.row_order import add_split_by_order
from mlpcli.config.translation.scripts.row_parts import split
from mlpcli.config.translation.scripts.signatures import given_to
from mlpcli.config.translation.scripts.traces import Splitter
from mlpcli.config.translation.scripts.values import Defined, Reading, Scope, Unread, dotted, unread
from mlpcli.config.yaml.nodes import Plain

# What scikit-learn holds back without being told.
_QUARTER = 0.25
_SPLITTERS: Mapping[str, float] = {
    "ShuffleSplit": 0.1,
    "StratifiedShuffleSplit": 0.1,
    "GroupShuffleSplit": 0.2,
}
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
        _lose_order(reading)
        _split_at_random(reading, call, given.get("lengths") or call.args[1], scope, parts)
    elif name == "Subset" and len(call.args) > 1 and not _HELD_BACK.search(names.lower()):
        # Names may be of rows that another call splits, whose shares are known.
        if not isinstance(call.args[1], ast.Name) or not {TEST, VALIDATION} & reading.others.keys():
            reading.notes.append(unread(call, is_layer=False).as_left_out())
    elif name == "sample" and "frac" in given and isinstance(call.func, ast.Attribute):
        _sample(reading, call.func.value, given["frac"], scope, names)
    elif name in _SPLITTERS and (found := _splitter(reading, call, scope)):
        reading.traces.splitters[names] = found
    elif name == "split" and isinstance(call.func, ast.Attribute):
        _split_by(reading, call.func.value, call, scope, parts[-2:])


def _split_by(
    reading: Reading, splitter: ast.expr, call: ast.Call, scope: Scope, parts: Sequence[str]
) -> None:
    """The first one of scikit-learn's splits, of the indices of rows."""
    if isinstance(splitter, ast.Call):
        is_known = last_name(splitter.func) in _SPLITTERS
        found = _splitter(reading, splitter, scope) if is_known else None
    else:
        found = reading.traces.splitters.get(dotted(splitter))
    if found is None:
        return
    _lose_order(reading)
    train, held = parts if len(parts) == 2 else ("", "")
    groups = [([train], 1 - found.share), ([held], found.share)]
    split(reading, call.args[0] if call.args else None, groups, found.said, TEST)
    if found.is_of_groups:
        _add_groups(reading, call)


def _add_groups(reading: Reading, call: ast.Call) -> None:
    """Keep the column whose rows stay together, or name what says which do."""
    given = [*call.args[2:3], *(one.value for one in call.keywords if one.arg == "groups")]
    for node in given:
        said = Unread(f"groups={unread(node, is_layer=False).text}", call.lineno)
        columns = reading.data.columns if reading.data else None
        column = reading.traces.columns.get(dotted(node)) or column_of(node)
        if columns is None or not column or column in (*columns.new, *columns.made):
            note(reading, said)
        else:
            put(reading, SPLIT, {"group": columns.former(column)}, said)


def column_of(node: ast.expr) -> str:
    """The one column that is taken of a table, `table["shop"].values`; empty for anything else."""
    while isinstance(node, ast.Attribute) and node.attr == "values":
        node = node.value
    index = node.slice if isinstance(node, ast.Subscript) and dotted(node.value) else None
    return str(index.value) if isinstance(index, ast.Constant) and isinstance(index.value, str) else ""


def add_column(reading: Reading, target: ast.expr, value: ast.expr) -> None:
    """Keep which column a name stands for: `shops = table["shop"]`."""
    if name := dotted(target):
        reading.traces.columns.pop(name, None)
        if column := column_of(value):
            reading.traces.columns[name] = column


def arguments_of_columns(reading: Reading, defined: Defined, call: ast.Call | None) -> dict[str, str]:
    """The columns that a call gives a function of the script, by the names that they have in it."""
    known = reading.traces.columns
    return {
        name: found
        for name, node in given_to(defined, call).items()
        if (found := known.get(dotted(node)) or column_of(node))
    }


def _splitter(reading: Reading, call: ast.Call, scope: Scope) -> Splitter | None:
    """What one of scikit-learn's classes holds back; None if that is not known, which is named."""
    name = last_name(call.func)
    given = {one.arg: one.value for one in call.keywords}
    share, said = _share(reading, call, given, scope, _SPLITTERS[name])
    return Splitter(share, said, is_of_groups=name.startswith("Group")) if share else None


def _share(
    reading: Reading, call: ast.Call, given: Mapping[str | None, ast.expr], scope: Scope, default: float
) -> tuple[float, Unread]:
    """The share that a call is given to hold back, and how to name it; 0 for one that is not known."""
    argument = next((one for one in ("test_size", "train_size") if one in given), "")
    node = given.get(argument)
    said = Unread(f"test_size={default}", call.lineno)
    if node is None:
        return default, said
    said = Unread(f"{argument}={unread(node, is_layer=False).text}", call.lineno)
    try:
        value = value_of(node, scope.plain)
    except Unreadable:
        reading.notes.append(unread(node, is_layer=False))
        return 0.0, said
    try:
        share = default if value is None else meant(argument, TEST, value)
    except Unreadable:
        reading.notes.append(said)
        return 0.0, said
    return share if isinstance(share, float) else 0.0, said


def _keep_order(reading: Reading, shuffles: ast.expr | None) -> None:
    if shuffles is not None and ast.unparse(shuffles) == "False":
        add_split_by_order(reading, Unread("shuffle=False", shuffles.lineno))
    else:
        _lose_order(reading)


def _lose_order(reading: Reading) -> None:
    """Keep that rows are split at random: parts of what is returned are in no order."""
    reading.traces.is_split_otherwise = True
    reading.traces.order = None


def _split_in_two(
    reading: Reading, call: ast.Call, given: Mapping[str | None, ast.expr], scope: Scope, parts: Sequence[str]
) -> None:
    share, said = _share(reading, call, given, scope, _QUARTER)
    if share:
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


def _sample(reading: Reading, rows: ast.expr, node: ast.expr, scope: Scope, names: str) -> None:
    """Some of a table's rows, for what their name says; all of them are only shuffled."""
    try:
        share = value_of(node, scope.plain)
    except Unreadable:
        reading.notes.append(unread(node, is_layer=False))
        return
    if not isinstance(share, int | float) or not 0 < share < 1:
        return
    _lose_order(reading)
    said = Unread(f"frac={share}", node.lineno)
    # The others have no name before they are taken.
    if "train" in names.lower():
        split(reading, rows, [([names], share), ([""], 1 - share)], said, TEST)
    elif _HELD_BACK.search(names.lower()):
        split(reading, rows, [([""], 1 - share), ([names], share)], said, TEST)
    else:
        reading.notes.append(said)
