"""What gives batches of rows, and what it does unasked: PyTorch's loaders, and Keras's of series."""

import ast
from collections.abc import Iterator

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.calls import BATCH, FIT, OF_SERIES, SHUFFLE, KnownCall
from mlpcli.config.translation.scripts.kept import note, put
from mlpcli.config.translation.scripts.values import Reading, Unread, unread

# What gives batches of rows, of which only those for the training count.
OF_ROWS = OF_SERIES | {"DataLoader", "batch"}
# In the names of what is not trained on.
_HELD_BACK = ("test", "val", "eval", "predict", "dev")


def is_of_others(call: ast.Call, names: str) -> bool:
    """Whether batches are of rows that are not trained on, by the names that they get or are taken from."""
    if last_name(call.func) == "DataLoader" and call.args and "train" not in names.lower():
        names = f"{names} {last_name(call.args[0])}"
    return any(one in names.lower() for one in _HELD_BACK)


def batched_windows(value: ast.expr) -> Iterator[ast.Call]:
    """The calls that make rows of windows over a series, `flat_map(lambda w: w.batch(5))`, and no batches."""
    for function in (node for node in ast.walk(value) if isinstance(node, ast.Lambda)):
        for node in ast.walk(function.body):
            if isinstance(node, ast.Call) and last_name(node.func) == "batch":
                yield node


def add_defaults(reading: Reading, call: ast.Call, known: KnownCall | None) -> None:
    """Keep what a call does unasked: both tools stretch images, PyTorch's loader gives single rows."""
    if known and (said := _stretches(call, known)):
        put(reading, FIT, "stretch", said)
    if last_name(call.func) in OF_SERIES:
        put(reading, BATCH, 128, Unread("batch_size=128", call.lineno))
        if "shuffle" not in {one.arg for one in call.keywords}:
            put(reading, SHUFFLE, False, Unread("shuffle=False", call.lineno))
    if last_name(call.func) != "DataLoader":
        return
    samplers = (one for one in call.keywords if one.arg in ("sampler", "batch_sampler"))
    for one in samplers:
        note(reading, Unread(f"{one.arg}={unread(one.value, is_layer=False).text}", call.lineno))
    _add_order(reading, call)
    if BATCH in reading.others:
        return
    if _is_by_one(call):
        put(reading, BATCH, 1, Unread("batch_size=1", call.lineno))
    for one in call.keywords:
        if one.arg is None and len(call.args) < 2:
            note(reading, unread(one.value, is_layer=False))


def _stretches(call: ast.Call, known: KnownCall) -> Unread | None:
    """What to say of a call that gives images another shape, where no image has one; None for other calls."""
    if FIT in known.paths.values():
        return Unread(last_name(call.func), call.lineno)
    size = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "size")]
    # One number is that of the shorter side. With two, their size is named in any case.
    is_whole = last_name(call.func) == "Resize" and isinstance(next(iter(size), None), ast.Tuple | ast.List)
    return Unread("", call.lineno) if is_whole else None


def _add_order(reading: Reading, call: ast.Call) -> None:
    """Keep that PyTorch's loader gives rows in their order, as it does unless it or another one shuffles."""
    given = {one.arg: one.value for one in call.keywords}
    if None in given or {"sampler", "batch_sampler"} & given.keys() or SHUFFLE in reading.of_training:
        return
    shuffles = given.get("shuffle") or (call.args[2] if len(call.args) > 2 else None)
    if shuffles is None:
        put(reading, SHUFFLE, False, Unread("rows in their order", call.lineno))
    elif ast.unparse(shuffles) != "False":
        reading.others.pop(SHUFFLE, None)
        reading.of_training.add(SHUFFLE)


def _is_by_one(call: ast.Call) -> bool:
    """Whether a loader of PyTorch's gives one row at a time, as it does unless it is told otherwise."""
    return len(call.args) < 2 and not {"batch_size", "batch_sampler", None} & {
        one.arg for one in call.keywords
    }
