"""How a script scales the numbers of a table, all columns at once, under whichever names they go."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.calls import STANDARDIZE
from mlpcli.config.translation.scripts.kept import put
from mlpcli.config.translation.scripts.pixels import computed, number_in
from mlpcli.config.translation.scripts.row_calls import FACTS, HELD_BACK, is_named_like_rows
from mlpcli.config.translation.scripts.scaling import is_targets
from mlpcli.config.translation.scripts.signatures import given_to, known_of_returned
from mlpcli.config.translation.scripts.traces import Numbers, Traces, each_value
from mlpcli.config.translation.scripts.values import Defined, Reading, Scope, Unread, dotted, unread
from mlpcli.config.yaml.nodes import Plain

_FIGURES: Mapping[str, str] = {
    **{"mean": "mean", "std": "std", "min": "min", "max": "max"},
    **{"amin": "min", "amax": "max", "average": "mean"},
}
# What figures are called whose values are not followed.
_CALLED = {"mean": re.compile(r"\w*mean\w*|mu"), "std": re.compile(r"\w*std\w*|sigma")}
# What is added to a deviation, so that it is not 0.
_TINY = 1e-3
_NUMPY = frozenset({"np", "numpy"})
_OF_ROWS = frozenset({"0", "'index'", "'rows'"})
_SCALED = frozenset({"fit_transform", "transform"})
_ARRAYS = frozenset({"values", "to_numpy", "array", "asarray"})
_LISTS = (ast.Tuple, ast.List)
# What takes inputs before their targets.
_WITH_TARGETS = frozenset({"from_tensor_slices", "TensorDataset", "DataLoader", "zip", "fit"})
# What of a table is none of its numbers.
_OTHERS = frozenset({"columns", "index", "shape", "size", "ndim", "dtypes", "dtype"})


def add_numbers(reading: Reading, targets: Sequence[ast.expr], value: ast.expr, scope: Scope) -> ast.expr:
    """Keep what an assignment makes of a table's numbers; its value without arithmetic that is followed."""
    if not _is_table(reading):
        return value
    plain = _without_followed(reading, targets, value, scope)
    for target in targets:
        for several, part in each_value(target, value):
            names = several.elts if isinstance(several, _LISTS) else [several]
            each = known_of_returned(part, reading.traces.returned_numbers, scope)
            if len(each) != len(names):
                each = [_numbers(part, reading, scope)] * len(names)
            figure = _figure(part, reading, scope)
            for name, found in zip(map(dotted, names), each, strict=True):
                _assign(reading.traces, name, found, figure)
    return plain


def add_returned_numbers(reading: Reading, statement: ast.Return, scope: Scope) -> None:
    """Keep which numbers a function of the script returns, one after the other."""
    value = statement.value
    if value is not None and _is_table(reading):
        each = value.elts if isinstance(value, ast.Tuple) else [value]
        reading.traces.returned_numbers[statement.lineno] = [_numbers(one, reading, scope) for one in each]


def arguments_of_numbers(
    reading: Reading, defined: Defined, call: ast.Call | None, scope: Scope
) -> dict[str, Numbers]:
    """The numbers that a call gives a function of the script, by the names that they have in it."""
    return {
        name: found
        for name, node in given_to(defined, call).items()
        if (found := _numbers(node, reading, scope))
    }


def add_fitted_numbers(
    reading: Reading, inputs: ast.expr, targets: ast.expr | None, scope: Scope, *, is_network: bool
) -> ast.expr:
    """Keep which numbers a network is given; the inputs of `fit` without the arithmetic that is followed."""
    if not _is_table(reading):
        return inputs
    if is_network:
        of_targets = _numbers(targets, reading, scope) if targets else None
        reading.traces.fitted_numbers = (_numbers(inputs, reading, scope), of_targets)
    return _without_followed(reading, [ast.Name("x")], inputs, scope)


@dataclass(frozen=True)
class Scaling:
    """What is left out of how a script scales its inputs and targets. `is_known`: inputs are known to be
    scaled; `is_replaced`: here they are standardized instead.
    """

    unread: tuple[Unread, ...] = ()
    is_known: bool = False
    is_replaced: bool = False


def with_numbers(
    layers: Sequence[Plain], reading: Reading, *, is_regression: bool, line: int
) -> tuple[list[Plain], Scaling]:
    """The layers after one that scales a table's numbers as a script does, and what is left out of that.

    What the config says of it is put there.
    """
    inputs, targets = _fitted(reading)
    left_out = list(_pending(inputs))
    if inputs.kind == "standardized" and inputs.said:
        put(reading, STANDARDIZE, True, inputs.said)
    # A scaler takes back what was multiplied and added before.
    is_plain = not inputs.kind and STANDARDIZE not in reading.others and not left_out
    is_scaled = (inputs.factor, inputs.offset) != (1, 0) and (is_plain or bool(inputs.kind))
    is_raw = "Rescaling" in (next(iter(one)) for one in layers if isinstance(one, dict))
    if is_plain and (is_scaled or is_raw):
        put(reading, STANDARDIZE, False, inputs.said or Unread("", line))
    if targets.kind == "standardized" and targets.said and is_regression:
        put(reading, ("data", "standardize_targets"), True, targets.said)
    elif is_regression or targets.kind == "standardized":
        left_out = _with_targets(left_out, targets)
    is_replaced = any(_pending(inputs)) and reading.others.get(STANDARDIZE) is None
    known = Scaling(tuple(left_out), inputs.said is not None, is_replaced)
    return [*([_rescaling(inputs)] if is_scaled else []), *layers], known


def _with_targets(left_out: Sequence[Unread], targets: Numbers) -> list[Unread]:
    """What is left out of the scaling of the inputs, and that of the targets too."""
    of_targets = list(_pending(targets)) or [one for one in (targets.said,) if one]
    found = [one for one in left_out if one not in of_targets]
    for one in of_targets:
        what = "features and target" if one in left_out else "the target"
        found.append(replace(one, text=f"the scaling of {what} by {one.text}"))
    return found


def _rescaling(numbers: Numbers) -> Plain:
    scale, offset = (float(f"{one:.9g}") for one in (numbers.factor, numbers.offset))
    return {"Rescaling": {"scale": scale, "offset": offset} if offset else {"scale": scale}}


def _pending(numbers: Numbers) -> Iterator[Unread]:
    """What is done to numbers that a config cannot say; a mean that nothing divides is subtracted in vain."""
    yield from numbers.unread
    if numbers.minus and numbers.said:
        yield numbers.said


def _fitted(reading: Reading) -> tuple[Numbers, Numbers]:
    """The inputs and the targets of a training; if it is not known which, the last ones that sound so."""
    known = reading.traces.numbers
    named = [
        name for name in known if is_named_like_rows(name, reading) and not HELD_BACK.search(name.lower())
    ]
    of_targets = [name for name in named if is_targets(ast.Name(name))]
    of_inputs = [name for name in named if name not in of_targets]
    inputs, targets = reading.traces.fitted_numbers
    inputs = inputs or (known[of_inputs[-1]] if of_inputs else Numbers())
    return inputs, targets or (known[of_targets[-1]] if of_targets else Numbers())


def _is_table(reading: Reading) -> bool:
    return reading.data is not None and reading.data.section.get("source") == "table"


def _assign(traces: Traces, name: str, found: Numbers | None, figure: str) -> None:
    traces.numbers.pop(name, None)
    traces.figures.pop(name, None)
    if name and found:
        traces.numbers[name] = found
    elif name and figure:
        traces.figures[name] = figure


def _numbers(node: ast.expr, reading: Reading, scope: Scope) -> Numbers | None:
    """The numbers of a table in an expression; None if there are none."""
    if (name := dotted(node)) in reading.traces.numbers:
        return reading.traces.numbers[name]
    if isinstance(node, ast.BinOp):
        return _combined(node, reading, scope)
    if isinstance(node, _LISTS):
        return next((one for part in node.elts if (one := _numbers(part, reading, scope))), None)
    if isinstance(node, ast.Subscript):
        return _numbers(node.value, reading, scope)
    if isinstance(node, ast.Attribute) and node.attr not in _OTHERS:
        found = _numbers(node.value, reading, scope)
        return replace(found, is_array=True) if found and node.attr in _ARRAYS else found
    return _called(node, reading, scope) if isinstance(node, ast.Call) else None


def _called(call: ast.Call, reading: Reading, scope: Scope) -> Numbers | None:
    name = last_name(call.func)
    if isinstance(scope.objects.get(dotted(call.func)), Defined):
        return next(iter(known_of_returned(call, reading.traces.returned_numbers, scope)), None)
    if name in FACTS:
        return None
    if name in ("loadtxt", "genfromtxt"):
        return Numbers(is_array=True)
    if name.startswith("read_"):
        return Numbers()
    owner = [call.func.value] if isinstance(call.func, ast.Attribute) else []
    given = (*owner, *call.args, *(one.value for one in call.keywords))
    parts = [one for part in given for one in (part.elts if isinstance(part, _LISTS) else [part])]
    found = [one for part in parts if (one := _numbers(part, reading, scope))]
    if found and name in _SCALED:
        # A scaler takes back what was multiplied and added.
        return Numbers(kind="scaled", is_array=True)
    if not found or name in _WITH_TARGETS or all(_is_same(one, found[0]) for one in found):
        return replace(found[0], is_array=found[0].is_array or name in _ARRAYS) if found else None
    return _unknown(found[0], unread(call))


def _is_same(one: Numbers, other: Numbers) -> bool:
    """Whether two columns are scaled in the same way."""
    return replace(one, said=None, is_array=False) == replace(other, said=None, is_array=False)


def _combined(node: ast.BinOp, reading: Reading, scope: Scope) -> Numbers | None:
    """The numbers of an operation on two sides."""
    left, right = (_numbers(side, reading, scope) for side in (node.left, node.right))
    one = left or right
    if one is None:
        return None
    said = unread(node, is_layer=False).as_left_out()
    other = node.right if left else node.left
    number = None if left and right else number_in(other, scope)
    if number is not None and not one.minus:
        found = computed(one, node.op, number, is_left=left is not None)
        return replace(found, said=said) if found else _unknown(one, said)
    figure = _figure(other, reading, scope) if left and not right else ""
    if isinstance(node.op, ast.Sub) and figure in ("mean", "min") and not one.minus:
        return replace(one, minus=figure, said=said)
    if isinstance(node.op, ast.Div) and figure == "std" and one.minus == "mean":
        return replace(one, factor=1.0, offset=0.0, minus="", kind="standardized", said=said)
    return _unknown(one, said)


def _unknown(one: Numbers, said: Unread) -> Numbers:
    """Numbers of which something else is made, which is named."""
    before = (step for step in _pending(one) if not step.is_part_of(said))
    return replace(one, minus="", said=said, unread=(*dict.fromkeys(before), said))


def _figure(node: ast.expr, reading: Reading, scope: Scope) -> str:
    """Which figure of each column an expression is: a key of `_FIGURES`; empty for anything else."""
    if isinstance(node, ast.Attribute) and node.attr == "values":
        return _figure(node.value, reading, scope)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        added = number_in(node.right, scope)
        return _figure(node.left, reading, scope) if added is not None and 0 < added < _TINY else ""
    if isinstance(node, ast.Subscript):
        # Of those that `describe` gives.
        index = node.slice.value if isinstance(node.slice, ast.Constant) else ""
        return _FIGURES.get(str(index), "")
    if isinstance(node, ast.Call):
        figure = _FIGURES.get(last_name(node.func), "")
        return figure if _is_of_each_column(node, reading, scope) else ""
    name = dotted(node)
    called = (figure for figure, pattern in _CALLED.items() if pattern.fullmatch(name.lower()))
    return reading.traces.figures.get(name, next(called, ""))


def _is_of_each_column(call: ast.Call, reading: Reading, scope: Scope) -> bool:
    """Whether a figure is one of each column, and not of rows, or of all numbers of an array together."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    is_function = owner is None or dotted(owner) in _NUMPY
    given = [*call.args[is_function:], *(one.value for one in call.keywords if one.arg == "axis")]
    if given:
        return ast.unparse(given[0]) in _OF_ROWS
    numbers = None if is_function or owner is None else _numbers(owner, reading, scope)
    return not is_function and not (numbers and numbers.is_array)


def _without_followed(
    reading: Reading, targets: Sequence[ast.expr], value: ast.expr, scope: Scope
) -> ast.expr:
    """A value without the arithmetic on numbers that is followed to the training, and told there."""
    if isinstance(value, ast.Tuple):
        names = targets[0].elts if targets and isinstance(targets[0], ast.Tuple) else []
        if len(names) != len(value.elts):
            return value
        pairs = zip(names, value.elts, strict=True)
        parts = [_without_followed(reading, [name], part, scope) for name, part in pairs]
        return ast.copy_location(ast.Tuple(parts, value.ctx), value)
    found = _numbers(value, reading, scope) if isinstance(value, ast.BinOp) else None
    if not found or found.unread or not all(isinstance(one, ast.Name) for one in targets):
        return value
    if any(map(is_targets, targets)) and found.kind != "standardized" and found.minus != "mean":
        return value
    while isinstance(value, ast.BinOp):
        is_right = _names_numbers(value.right, reading) and not _names_numbers(value.left, reading)
        value = value.right if is_right else value.left
    return value


def _names_numbers(node: ast.expr, reading: Reading) -> bool:
    return any(dotted(one) in reading.traces.numbers for one in ast.walk(node) if isinstance(one, ast.expr))
