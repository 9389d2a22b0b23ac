"""What loops go through; those of a training that is written by hand have epochs, and batches."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.calls import BATCH
from mlpcli.config.translation.scripts.changes import changed_training
from mlpcli.config.translation.scripts.kept import put
from mlpcli.config.translation.scripts.values import Defined, Network, Reading, Scope, Unread, dotted, unread
from mlpcli.config.yaml.nodes import Plain

# What changes weights.
_STEPS = frozenset({"backward", "apply_gradients", "minimize", "train_on_batch"})
# Around what a loop goes through, they show or count how far it is.
_PROGRESS = frozenset({"enumerate", "tqdm", "notebook_tqdm", "track", "progress_bar"})


def is_of_epochs(loop: ast.For, scope: Scope) -> bool:
    """Whether each turn of a loop is an epoch: it says so, or is the outer one that changes weights."""
    if _says_epoch(loop.target, loop.iter):
        return True
    taken = _without_progress(loop.iter)
    if not _is_range(taken) or (isinstance(taken, ast.Call) and len(taken.args) > 2):
        return False
    inner = [node for part in loop.body for node in ast.walk(part) if isinstance(node, ast.For)]
    return _trains(loop.body, scope) and not any(_says_epoch(one.target, one.iter) for one in inner)


def is_of_batches(loop: ast.For, scope: Scope) -> bool:
    """Whether a loop goes through rows in steps of one batch: `for first in range(0, count, 32)`."""
    taken = _without_progress(loop.iter)
    return _is_range(taken) and len(getattr(taken, "args", ())) == 3 and _trains(loop.body, scope)


def add_epochs(reading: Reading, loop: ast.For, scope: Scope) -> Plain:
    """Keep how often a loop over epochs runs, and name steps on all rows; the first number it counts."""
    first: Plain = None
    reading.counts_epochs = True
    taken = _without_progress(loop.iter)
    try:
        numbers = _numbers(taken, scope)
        first = numbers[0] if numbers else None
        if _takes_one_batch(loop):
            reading.notes.append(Unread(f"{len(numbers[:_MOST])} steps of one batch each", loop.lineno))
            return first
        reading.settings.setdefault("epochs", len(numbers[:_MOST]))
    except Unreadable:
        node = taken.args[-1] if isinstance(taken, ast.Call) and taken.args else taken
        reading.notes.append(unread(node, is_layer=False))
    inner = [one for part in loop.body for one in ast.walk(part) if isinstance(one, ast.For)]
    for each in (loop, *(one for one in inner if _trains(one.body, scope))):
        reading.notes += _ends(each.body)
    reading.notes += _some_steps(loop)
    # Conditions on the epoch are only followed for the first one.
    assigned = [one for part in loop.body for one in ast.walk(part) if isinstance(one, ast.Assign)]
    changes = (changed_training(one.targets, one.value) for one in assigned)
    reading.notes += (one for one in changes if one and one not in reading.notes)
    nodes = list(_followed(loop.body, scope))
    if BATCH not in reading.others and not any(isinstance(one, ast.For | ast.While) for one in nodes):
        step = next((one for one in nodes if _is_step(one)), None)
        if step is not None:
            reading.notes.append(Unread("steps on all rows at once", getattr(step, "lineno", loop.lineno)))
    return first


_MOST = 1_000_000_000


def repeated(networks: Sequence[Network], loop: ast.For, scope: Scope) -> Iterator[Unread]:
    """Give networks the epochs of all turns of a loop that calls their `fit`; what is not known of that."""
    for one in networks:
        if not loop.lineno <= one.fitted <= (loop.end_lineno or loop.lineno):
            continue
        try:
            turns = len(_numbers(_without_progress(loop.iter), scope)[:_MOST])
        except Unreadable:
            yield Unread("further trainings in a loop", loop.lineno)
            continue
        if isinstance(epochs := one.settings.get("epochs"), int) and turns:
            one.settings["epochs"] = epochs * turns


def _ends(body: Sequence[ast.stmt]) -> Iterator[Unread]:
    """What ends a training, or an epoch, before its last batch: `if loss < best: break`."""
    for one in body:
        if isinstance(one, ast.If) and any(isinstance(inner, ast.Break) for inner in one.body):
            yield Unread(f"break if {unread(one.test, is_layer=False).text}", one.lineno)
        elif isinstance(one, ast.If):
            yield from _ends([*one.body, *one.orelse])


def _some_steps(loop: ast.For) -> Iterator[Unread]:
    """Steps of an optimizer or a schedule that are not always taken: `if i % 4 == 0: optimizer.step()`."""
    for one in ast.walk(loop):
        if isinstance(one, ast.If) and any(isinstance(inner, ast.Mod) for inner in ast.walk(one.test)):
            steps = (inner.value for inner in one.body if isinstance(inner, ast.Expr))
            called = (dotted(inner.func) for inner in steps if isinstance(inner, ast.Call))
            for name in (name for name in called if name.endswith(".step")):
                yield Unread(f"{name} if {unread(one.test, is_layer=False).text}", one.lineno)


def _takes_one_batch(loop: ast.For) -> bool:
    """Whether each turn takes the next batch, though the loop does not speak of epochs: `next(batches)`."""
    nodes = [node for part in loop.body for node in ast.walk(part)]
    inner = (one for one in nodes if isinstance(one, ast.For))
    if _says_epoch(loop.target, loop.iter) or any(any(map(_is_step, ast.walk(one))) for one in inner):
        return False
    return any(isinstance(one, ast.Call) and last_name(one.func) == "next" for one in nodes)


def _numbers(taken: ast.expr, scope: Scope) -> Sequence[int]:
    if not isinstance(taken, ast.Call) or not _is_range(taken):
        found = value_of(taken, scope.plain)
        if not isinstance(found, list):
            raise Unreadable
        return range(len(found))
    given = [value_of(one, scope.plain) for one in taken.args]
    whole = [one for one in given if type(one) is int]
    if len(whole) != len(given) or not 1 <= len(whole) <= 3 or whole[2:] == [0]:
        raise Unreadable
    return range(*whole)


def add_counted(reading: Reading, loop: ast.While, scope: Scope) -> None:
    """Keep how often a training runs that a condition ends, `while epoch < 5`, or name the condition."""
    if not _says_epoch(loop.test) and not _trains(loop.body, scope):
        return
    reading.counts_epochs = True
    conditions = loop.test.values if isinstance(loop.test, ast.BoolOp) else [loop.test]
    each = [(one, _times(one, loop.body, scope)) for one in conditions]
    is_of_rows = _says_epoch(loop.test) or any(isinstance(one, ast.For) for one in loop.body)
    times = next((found for _, found in each if found is not None), None) if is_of_rows else None
    if times is not None:
        reading.settings.setdefault("epochs", times)
    for one, found in each:
        if found is None or times is None:
            text = f"while {unread(one, is_layer=False).text}"
            reading.notes.append(Unread(text, one.lineno, is_layer=times is not None))


def _times(test: ast.expr, body: Sequence[ast.stmt], scope: Scope) -> int | None:
    """How often a number is counted until a comparison with it fails; None if that is not known."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    sides, compared = [test.left, test.comparators[0]], type(test.ops[0])
    changes = [_change(one, {dotted(side) for side in sides} - {""}) for one in body]
    counted = next((found for found in changes if found), None)
    if counted is None:
        return None
    name, change = counted
    if dotted(sides[1]) == name:
        sides, compared = sides[::-1], _MIRRORED.get(compared, compared)
    try:
        first, end = (value_of(one, scope.plain) for one in sides)
    except Unreadable:
        return None
    if type(first) is not int or type(end) is not int or compared not in _UNTIL:
        return None
    return len(range(first, end + _UNTIL[compared], change)[:_MOST])


_MIRRORED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
_UNTIL: Mapping[type[ast.cmpop], int] = {ast.Lt: 0, ast.LtE: 1, ast.Gt: 0, ast.GtE: -1, ast.NotEq: 0}
"""What is added to the number that ends a count, for the first one that is not counted any more."""


def _change(statement: ast.stmt, names: set[str]) -> tuple[str, int] | None:
    """The one of the names that a statement counts, and in which steps: `epoch += 1`."""
    target: ast.expr
    if isinstance(statement, ast.AugAssign):
        target, how, value = statement.target, statement.op, statement.value
    elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.BinOp):
        target, how, value = statement.targets[0], statement.value.op, statement.value.right
        if dotted(statement.value.left) != dotted(target):
            return None
    else:
        return None
    step = value.value if isinstance(value, ast.Constant) else None
    if dotted(target) not in names or type(step) is not int or step < 1:
        return None
    sign = {ast.Add: 1, ast.Sub: -1}.get(type(how))
    return (dotted(target), sign * step) if sign else None


def add_batches(reading: Reading, taken: ast.expr, scope: Scope) -> None:
    """The size of the batches that a loop takes: `for first in range(0, len(rows), 32)`."""
    taken = _without_progress(taken)
    if isinstance(taken, ast.Call) and _is_range(taken) and len(taken.args) == 3:
        with suppress(Unreadable):
            size = value_of(taken.args[2], scope.plain)
            if type(size) is int and size > 0:
                said = Unread(unread(taken, is_layer=False).text, taken.lineno)
                put(reading, BATCH, size, said)


def _says_epoch(*each: ast.expr) -> bool:
    return any("epoch" in ast.unparse(one).lower() for one in each)


def _is_range(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and last_name(node.func) in ("range", "trange")


def _without_progress(node: ast.expr) -> ast.expr:
    is_shown = isinstance(node, ast.Call) and last_name(node.func) in _PROGRESS
    return node.args[0] if is_shown and isinstance(node, ast.Call) and node.args else node


def _trains(body: Sequence[ast.stmt], scope: Scope) -> bool:
    return any(map(_is_step, _followed(body, scope)))


def _is_step(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _STEPS


def _followed(body: Sequence[ast.stmt], scope: Scope) -> Iterator[ast.AST]:
    """Everything in some statements, and in the functions of the script that they call."""
    for part in body:
        for node in ast.walk(part):
            yield node
            known = scope.objects.get(last_name(node.func)) if isinstance(node, ast.Call) else None
            if isinstance(known, Defined) and isinstance(known.node, ast.FunctionDef):
                yield from (inner for one in known.node.body for inner in ast.walk(one))
