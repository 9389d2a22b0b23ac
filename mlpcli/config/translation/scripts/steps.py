"""Numbers of training steps that a script counts from its rows, `5 * len(x) // 128`, or from its batches.

Keras's schedules are made before `fit` says the size of a batch, so that a mark stands for such a number
until all is read.
"""

import ast
import math
import re
from typing import Any

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.calls import TEST, VALIDATION
from mlpcli.config.translation.scripts.counts import count_in, length_of
from mlpcli.config.translation.scripts.row_counts import OF_OTHERS, rows_of
from mlpcli.config.translation.scripts.values import Count, Defined, Reading, Scope, Unread, dotted, unread
from mlpcli.config.yaml.nodes import Plain

STEPS = frozenset({"decay_steps", "first_decay_steps", "warmup_steps", "boundaries"})
"""Arguments of schedules that are numbers of steps."""
# What has a length that is one of rows or batches: `x_train`, `self.rows` and `loaders["train"]`.
_NAMED = re.compile(r"[A-Za-z_][\w.]*(?:\[['\"]?\w+['\"]?\])?")
_BATCHING = re.compile(r"DataLoader|\w*_dataset_from_\w+|flow(?:_from_\w+)?|batch|padded_batch")
# What leaves batches batches.
_SAME = frozenset({"map", "cache", "prefetch", "shuffle", "take", "skip", "with_options"})
_BATCHES_BY_NAME = re.compile(r"loader|_dl$|^dl$|batches|generator|_gen$")


def add_length(reading: Reading, target: ast.expr, value: ast.expr, scope: Scope) -> None:
    """Keep whether the `len` of what a name gets counts batches."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, part in zip(target.elts, value.elts, strict=True):
            add_length(reading, one, part, scope)
        return
    is_batched = _is_batched(value, reading, scope)
    for name in filter(None, (dotted(node) for node in ast.walk(target) if isinstance(node, ast.expr))):
        reading.batched.pop(name, None)
        if is_batched is not None:
            reading.batched[name] = is_batched


def _is_batched(value: ast.expr, reading: Reading, scope: Scope) -> bool | None:
    """Whether a value gives batches, and not rows; None if that is not known."""
    while isinstance(value, ast.Call):
        if _BATCHING.fullmatch(last_name(value.func)):
            return True
        if isinstance(scope.objects.get(dotted(value.func)), Defined):
            return None
        if last_name(value.func) not in _SAME or not isinstance(value.func, ast.Attribute):
            return False
        value = value.func.value
    return reading.batched.get(dotted(value), None if dotted(value) else False)


class StepMark(dict[str, Plain]):
    """What stands in a config for the steps that `text` counts, `said` in `line` of the script."""

    def __init__(self, text: str, said: str, line: int) -> None:
        super().__init__(steps=said)
        self.text, self.said = text, Unread(said, line, is_layer=False)


def marked(node: ast.expr, argument: str, scope: Scope) -> Plain:
    """What stands for the steps that an argument of a schedule is, until all is read.

    Raises Unreadable for anything but a number, or a list of them where it takes one.
    """
    if argument not in STEPS:
        raise Unreadable
    if isinstance(node, ast.List | ast.Tuple) and argument == "boundaries":
        return [
            marked(one, argument, scope) for one in node.elts if not isinstance(one, ast.List | ast.Tuple)
        ]
    if (count := count_in(node, scope)) is None:
        return value_of(node, scope.plain)
    return StepMark(count.text, unread(node, is_layer=False).text, node.lineno)


def with_steps(value: Any, reading: Reading, batch: Plain, validation: Plain) -> tuple[Any, list[Unread]]:
    """A value with the numbers that marks in it stand for, and what is not known of them.

    `batch`: the rows of a batch; `validation`: the share of the training rows that `fit` holds back.
    """
    if isinstance(value, list):
        each = [with_steps(one, reading, batch, validation) for one in value]
        missing = [one for _, more in each for one in more]
        # In a list, each one says something by its place.
        return (None if missing else [one for one, _ in each]), missing
    if isinstance(value, StepMark):
        steps = steps_of(value.text, reading, batch, validation)
        return steps, [] if steps else [value.said]
    if not isinstance(value, dict):
        return value, []
    found = {key: with_steps(one, reading, batch, validation) for key, one in value.items()}
    kept = {key: one for key, (one, missing) in found.items() if one is not None or not missing}
    return kept, [one for _, more in found.values() for one in more]


def steps_of(text: str, reading: Reading, batch: Plain, validation: Plain = 0) -> int | str | None:
    """The number of steps that a count is, or of epochs; None if it is not known. See `with_steps`."""
    node = ast.parse(text, mode="eval").body
    names = {name for one in ast.walk(node) if (name := length_of(one))}
    count = count_in(node, Scope())
    if count is None or len(names) != 1:
        return None
    (name,) = names
    if not _NAMED.fullmatch(name):
        return None
    if OF_OTHERS.search(name.lower()) and "train" not in name.lower():
        return None
    if _counts_batches(name, text, reading):
        return None if count.more else _in_epochs(count.share)
    if (rows := _rows(reading, name)) and (number := _number(node, rows)):
        return number
    return _of_rows(count, name, reading, batch, validation)


def _counts_batches(name: str, text: str, reading: Reading) -> bool:
    if name in reading.batched:
        return reading.batched[name]
    # What is divided by something are rows.
    return bool(_BATCHES_BY_NAME.search(name.lower())) or ("/" not in text and ".shape" not in text)


def _rows(reading: Reading, name: str) -> int:
    """The rows that a name has as far as they are known; 0 if they are not."""
    share = reading.others[VALIDATION].value if VALIDATION in reading.others else 0
    if not share:
        return rows_of(reading, name)
    if "train" not in name.lower() or not isinstance(share, float):
        # It may stand for the rows before some of them were taken, or after that.
        return 0
    rows = rows_of(reading, name)
    # Shares are rounded.
    return rows - math.ceil(rows * share - 0.1)


def _number(node: ast.expr, rows: int) -> int:
    """The steps that an expression counts if there are so many rows; 0 if there are none."""
    try:
        value = value_of(_WithRows(rows).visit(node), {})
    except Unreadable:
        return 0
    return max(0, int(value)) if isinstance(value, int | float) else 0


class _WithRows(ast.NodeTransformer):
    """Writes the number of rows in the place of what counts them."""

    def __init__(self, rows: int) -> None:
        self._rows = rows

    def visit(self, node: ast.AST) -> Any:
        return ast.Constant(self._rows) if length_of(node) else super().visit(node)


def _of_rows(count: Count, name: str, reading: Reading, batch: Plain, validation: Plain) -> str | None:
    """The epochs that a number of steps takes in which each batch has so many rows."""
    if type(batch) is not int or count.more:
        return None
    shares = [validation]
    if "train" not in name.lower():
        shares += [reading.others[path].value for path in (TEST, VALIDATION) if path in reading.others]
    kept = 1.0
    for share in shares:
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share < 1:
            return None
        kept *= 1 - share
    return _in_epochs(count.share * batch / kept)


def _in_epochs(number: float) -> str | None:
    return in_epochs(number) if 1e-6 <= number < 1e6 else None


def in_epochs(number: float) -> str:
    """A number of epochs as a config has it."""
    return f"{round(number, 6):g} epochs"
