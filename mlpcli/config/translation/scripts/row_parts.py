"""The parts that a script splits its rows into, and what each is for: by its use, then by its name.

A part that is split again is used through its own parts.
"""

import ast
import re
from collections.abc import Collection, Iterator, Sequence

from mlpcli.config.sources.downloaded import TRAINING_ROWS
from mlpcli.config.translation.pasted_code import arguments_by_name, last_name
from mlpcli.config.translation.scripts.calls import TEST, VALIDATION
from mlpcli.config.translation.scripts.signatures import returned_by
from mlpcli.config.translation.scripts.training_calls import OF_FIT
from mlpcli.config.translation.scripts.values import Reading, RowPart, Scope, Setting, Unread, dotted
from mlpcli.config.yaml.nodes import KeyPath

OF_TEST = re.compile(r"test|(?:^|_)te(?:$|_)")
OF_VALIDATION = re.compile(r"val|dev|(?:^|_)va(?:$|_)")
# Nobody splits rows so often: what each part is for is found anew each time.
_MOST_PARTS = 30
_EVALUATING = frozenset({"evaluate", "score", "predict", "predict_proba", "predict_classes"})


def split(
    reading: Reading,
    rows: ast.expr | None,
    groups: Sequence[tuple[Sequence[str], float]],
    said: Unread,
    default: KeyPath,
) -> None:
    """Keep that rows are split into parts with these names and shares, the first one for training.

    `default` is what one part is for that is held back, and of which nothing is known.
    """
    if len(reading.parts) > _MOST_PARTS:
        return
    names = [node for node in ast.walk(rows) if isinstance(node, ast.expr)] if rows else []
    whole = next((part for node in names if (part := reading.row_parts.get(dotted(node)))), None)
    if whole is None:
        whole = RowPart((), 1.0, said, default, is_first=True)
        if any(part.is_held_back for part in reading.parts):
            held = RowPart(tuple(groups[-1][0]), 0.0, said, default)
            if _purpose_of_one(reading, held) in _purposes(reading).values():
                # The labels of the same rows, or the same rows once more.
                return
            whole = next((part for part in reading.parts if part.is_first and not part.is_split), whole)
    whole.is_split = True
    for place, (each, share) in enumerate(groups):
        is_first = whole.is_first and not place
        part = RowPart(tuple(each), whole.share * share, said, default, is_first, whole)
        reading.parts.append(part)
        reading.row_parts.update(dict.fromkeys(filter(None, each), part))
    _settle(reading)


def follow(reading: Reading, target: ast.expr, value: ast.expr, scope: Scope) -> None:
    """Keep that other names stand for parts of the rows: `loader = DataLoader(x_val)`."""
    if not reading.row_parts:
        return
    value = returned_by(target, value, scope)
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, part in zip(target.elts, value.elts, strict=True):
            if not any(isinstance(node, ast.Slice) for node in ast.walk(part)):
                _follow_one(reading, one, part)
    else:
        _follow_one(reading, target, value)


def _follow_one(reading: Reading, target: ast.expr, value: ast.expr) -> None:
    if not isinstance(target, ast.Name):
        return
    if rest := rest_of(reading, value):
        rest.names = (*rest.names, target.id)
        reading.row_parts[target.id] = rest
        _settle(reading)
        return
    found = list(_parts_in(value, reading))
    before = reading.row_parts.pop(target.id, None)
    is_new = before is not None and value.lineno <= before.said.line <= (value.end_lineno or value.lineno)
    if before is not None and (is_new or before in found):
        reading.row_parts[target.id] = before
    elif found and all(part is found[0] for part in found):
        reading.row_parts[target.id] = found[0]
        if any(takes_part(reading, node) for node in ast.walk(value) if isinstance(node, ast.Subscript)):
            # Rows say better what they are for than their indices.
            found[0].names = (target.id,)
            _settle(reading)


def rest_of(reading: Reading, value: ast.AST) -> RowPart | None:
    """The rows that are left without those of a part, `rows.drop(train.index)`; None for any others."""
    calls = (
        node for node in ast.walk(value) if isinstance(node, ast.Call) and last_name(node.func) == "drop"
    )
    for node in (one for call in calls for one in (*call.args, *(each.value for each in call.keywords))):
        is_index = isinstance(node, ast.Attribute) and node.attr == "index"
        part = (
            reading.row_parts.get(dotted(node.value))
            if is_index and isinstance(node, ast.Attribute)
            else None
        )
        others = [one for one in reading.parts if part and one.whole is part.whole and one is not part]
        if len(others) == 1:
            return others[0]
    return None


def takes_part(reading: Reading, value: ast.expr) -> bool:
    """Whether an index takes a part of the rows whose share is known: `x[train_index]`."""
    if isinstance(value, ast.Tuple):
        return all(takes_part(reading, one) for one in value.elts)
    return isinstance(value, ast.Subscript) and dotted(value.slice) in reading.row_parts


def add_use(reading: Reading, call: ast.Call) -> None:
    """Keep what a call takes parts of the rows for: to validate a training, or to evaluate it."""
    taken = [(kind, part) for kind, node in uses(call) for part in _parts_in(node, reading)]
    for kind, part in taken:
        part.uses.add(kind)
    if taken:
        _settle(reading)


def uses(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """What a call takes rows for, and which: `train`, `validation` or `test`."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name == "fit":
        named = arguments_by_name(call, OF_FIT)
        yield from (("train", named[key]) for key in ("x",) if key in named)
        yield from (("validation", named[key]) for key in ("validation_data",) if key in named)
    elif name in _EVALUATING:
        yield from (("test", one) for one in (*call.args, *(one.value for one in call.keywords)))


def _parts_in(node: ast.expr, reading: Reading) -> Iterator[RowPart]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name | ast.Attribute) and (part := reading.row_parts.get(dotted(one))):
            yield part


def _settle(reading: Reading) -> None:
    """Give the config the shares of the parts, unless another call has said them."""
    purposes = _purposes(reading)
    shares: dict[KeyPath, float] = {TEST: 0.0, VALIDATION: 0.0}
    for place, path in purposes.items():
        shares[path] += reading.parts[place].share
    for path in (TEST, VALIDATION):
        said = [reading.parts[place].said for place, found in purposes.items() if found == path]
        if path in reading.others and path not in reading.of_parts:
            continue
        reading.others.pop(path, None)
        if said:
            # The share for validation is of the rows that the test leaves.
            share = round(shares[path] / (1 - shares[TEST] if path == VALIDATION else 1), 6)
            if 0 < share < 1:
                reading.others[path] = Setting(share, said[0])
                reading.of_parts.add(path)


def _purposes(reading: Reading) -> dict[int, KeyPath]:
    """What the parts that are held back are for, by their places."""
    held = [place for place, part in enumerate(reading.parts) if part.is_held_back]
    if len(held) == 1:
        return {held[0]: _purpose_of_one(reading, reading.parts[held[0]])}
    validating = _validating(reading, held)
    return {place: VALIDATION if place in validating else TEST for place in held}


def _purpose_of_one(reading: Reading, part: RowPart) -> KeyPath:
    """What the only part is for that is held back; one that is called a test is one."""
    names = ",".join(part.names).lower()
    if OF_TEST.search(names):
        source = reading.data.section.get("source") if reading.data else None
        has_test = source in TRAINING_ROWS and part.uses == {"validation"}
        return VALIDATION if has_test else TEST
    if OF_VALIDATION.search(names) or part.uses == {"validation"}:
        return VALIDATION
    return VALIDATION if TEST in reading.others and TEST not in reading.of_parts else part.default


def _validating(reading: Reading, held: Sequence[int]) -> Collection[int]:
    """Which of several parts are for validation; the others are for the test."""
    used = {place: reading.parts[place].uses for place in held}
    names = {place: ",".join(reading.parts[place].names).lower() for place in held}
    known = [
        {place for place in held if "validation" in used[place]},
        {place for place in held if "test" not in used[place]},
        {place for place in held if OF_VALIDATION.search(names[place])},
        {place for place in held if not OF_TEST.search(names[place])},
    ]
    parents = {id(reading.parts[place].whole) for place in held}
    # Of parts of one whole, the test is usually the last one; of splits in a row, the first one.
    by_order = set(held[:-1] if len(parents) == 1 else held[1:])
    return next((one for one in known if 0 < len(one) < len(held)), by_order)
