"""How a script scales the pixels that a call gives it, from whichever name to whichever name they go."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.row_calls import AS_THEY_ARE, FACTS, HELD_BACK, is_named_like_rows
from mlpcli.config.translation.scripts.signatures import given_arguments, given_to, returned_by
from mlpcli.config.translation.scripts.traces import Pixels, each_value
from mlpcli.config.translation.scripts.values import Defined, Reading, Scope, dotted, unread
from mlpcli.config.yaml.nodes import Plain

_Scaled = TypeVar("_Scaled", bound=Pixels)
_SOURCES = frozenset({"mnist", "fashion_mnist", "cifar10", "cifar100", "digits"})
_LOADERS = frozenset({"load_data", "load_digits", "fetch_openml"})
# Those of scikit-learn's digits are from 0 to 16.
_SIXTEENTHS = 16 / 255
# What is no inputs of what has these.
_OTHERS = frozenset(
    "target targets label labels target_names feature_names DESCR shape size ndim dtype 1".split()
)
# Smaller factors are those of pixels from 0 to 255.
_SMALL = 0.1
_TYPES = frozenset({"int", "float", "float16", "float32", "float64", "array", "constant", "uint8"})
# What leaves the scale of pixels as it is, and is named elsewhere if it is not as here.
_OF_ONE_SCALE = frozenset(
    """
    stack concatenate concat vstack hstack repeat pad rint round batch map filter take skip
    """.split()
)
_FUNCTIONS: Mapping[str, ast.operator] = {
    **{"divide": ast.Div(), "true_divide": ast.Div(), "multiply": ast.Mult()},
    **{"subtract": ast.Sub(), "add": ast.Add()},
}


def add_pixels(reading: Reading, targets: Sequence[ast.expr], value: ast.expr, scope: Scope) -> ast.expr:
    """Keep what an assignment makes of pixels; its value without the arithmetic of theirs."""
    section = reading.data.section if reading.data else {}
    if section.get("source") not in _SOURCES:
        return value
    if isinstance(value, ast.Call) and last_name(value.func) in _LOADERS:
        loaded = Pixels(_SIXTEENTHS if section["source"] == "digits" else 1.0)
        reading.traces.pixels |= {name: loaded for one in targets for name in _inputs(one)}
        return value
    for target in targets:
        for one, part in each_value(target, returned_by(target, value, scope)):
            _assign(reading, one, part, scope)
    return without_arithmetic(reading, value)


def fitted_pixels(reading: Reading) -> Pixels | None:
    """The pixels that a network is given, as far as that is known."""
    if reading.traces.fitted_pixels:
        return reading.traces.fitted_pixels
    named = (name for name in reading.traces.pixels if is_named_like_rows(name, reading))
    last = [reading.traces.pixels[name] for name in named if not HELD_BACK.search(name.lower())]
    return last[-1] if last else None


def add_fitted_pixels(reading: Reading, inputs: ast.expr, scope: Scope) -> None:
    """Keep which pixels `fit` is given."""
    reading.traces.fitted_pixels = (
        _scaled(inputs, reading.traces.pixels, scope) or reading.traces.fitted_pixels
    )


def without_arithmetic(reading: Reading, value: ast.expr) -> ast.expr:
    """An expression of pixels without what is added to them, and multiplied with."""
    if isinstance(value, ast.Tuple):
        elements = [without_arithmetic(reading, one) for one in value.elts]
        return ast.copy_location(ast.Tuple(elements, value.ctx), value)
    if isinstance(value, ast.BinOp):
        for side in (value.left, value.right):
            if any(
                dotted(one) in reading.traces.pixels for one in ast.walk(side) if isinstance(one, ast.Name)
            ):
                return without_arithmetic(reading, side)
    return value


def _assign(reading: Reading, target: ast.expr, value: ast.expr, scope: Scope) -> None:
    found = _scaled(value, reading.traces.pixels, scope)
    for name in _inputs(target):
        reading.traces.pixels.pop(name, None)
        if found:
            reading.traces.pixels[name] = found


def _inputs(target: ast.expr) -> Iterator[str]:
    """The names that get inputs, or inputs and targets together: the first ones of each pair."""
    if not isinstance(target, ast.Tuple | ast.List):
        yield dotted(target)
    elif any(isinstance(one, ast.Tuple | ast.List) for one in target.elts):
        for one in target.elts:
            yield from _inputs(one)
    else:
        yield from map(dotted, target.elts[:1])


def _scaled(node: ast.expr, known: Mapping[str, Pixels], scope: Scope) -> Pixels | None:
    """The pixels that an expression makes of others; None if it makes none."""
    if (name := dotted(node)) in known:
        return known[name]
    if isinstance(node, ast.Attribute):
        return None if node.attr in _OTHERS else _scaled(node.value, known, scope)
    if isinstance(node, ast.Subscript):
        index = ast.unparse(node.slice).strip("'")
        return None if index in _OTHERS else _scaled(node.value, known, scope)
    if isinstance(node, ast.BinOp):
        return _combined(node, [node.left, node.right], node.op, known, scope)
    if isinstance(node, ast.UnaryOp | ast.Compare | ast.BoolOp | ast.IfExp):
        inside = (
            known[dotted(one)] for one in ast.walk(node) if isinstance(one, ast.Name) and one.id in known
        )
        found = next(inside, None)
        return _unknown(node, found) if found else None
    return _called(node, known, scope) if isinstance(node, ast.Call) else None


def _unknown(node: ast.expr, first: Pixels, *others: Pixels) -> Pixels:
    """Pixels of which something else is made, which is named."""
    said = unread(node)
    before = (one for each in (first, *others) for one in each.unread if not one.is_part_of(said))
    return replace(first, unread=(*dict.fromkeys(before), said))


def _combined(
    node: ast.expr,
    sides: Sequence[ast.expr],
    how: ast.operator,
    known: Mapping[str, Pixels],
    scope: Scope,
) -> Pixels | None:
    """The pixels of an operation on two sides."""
    left, right = (_scaled(side, known, scope) for side in sides)
    pixels = left or right
    number = number_in(sides[1] if left else sides[0], scope)
    if pixels is None:
        return None
    if (left and right) or number is None:
        return _unknown(node, *(one for one in (left, right) if one))
    return computed(pixels, how, number, is_left=left is not None) or _unknown(node, pixels)


def computed(one: _Scaled, how: ast.operator, number: float, *, is_left: bool) -> _Scaled | None:
    """Pixels, or other numbers, with a number; `is_left`: they stand before it. None for other operators."""
    if isinstance(how, ast.Add):
        return replace(one, offset=one.offset + number)
    if isinstance(how, ast.Sub):
        sign = 1 if is_left else -1
        return replace(one, factor=sign * one.factor, offset=sign * (one.offset - number))
    if isinstance(how, ast.Mult):
        return replace(one, factor=one.factor * number, offset=one.offset * number)
    if isinstance(how, ast.Div) and is_left and number:
        return replace(one, factor=one.factor / number, offset=one.offset / number)
    return None


def number_in(node: ast.expr, scope: Scope) -> float | None:
    """The number that an expression stands for, of whatever type; None if it is not known."""
    if isinstance(node, ast.Call) and last_name(node.func) in _TYPES and node.args:
        return number_in(node.args[0], scope)
    try:
        found = value_of(node, scope.plain)
    except Unreadable:
        return None
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _called(call: ast.Call, known: Mapping[str, Pixels], scope: Scope) -> Pixels | None:
    name = last_name(call.func)
    function = scope.objects.get(dotted(call.func))
    if name in FACTS:
        return None
    if isinstance(function, Defined) and isinstance(function.node, ast.FunctionDef):
        return _returned(function.node, call, known, scope)
    if name in _FUNCTIONS and len(call.args) > 1:
        return _combined(call, call.args[:2], _FUNCTIONS[name], known, scope)
    owner = [call.func.value] if isinstance(call.func, ast.Attribute) else []
    each = [*owner, *call.args, *(one.value for one in call.keywords)]
    each = [inner for one in each for inner in (one.elts if isinstance(one, ast.Tuple | ast.List) else [one])]
    inside = [found for one in each if (found := _scaled(one, known, scope))]
    if not inside:
        return None
    is_same = (name in AS_THEY_ARE | _OF_ONE_SCALE) and all(one == inside[0] for one in inside)
    return inside[0] if is_same else _unknown(call, *inside)


def _returned(
    function: ast.FunctionDef, call: ast.Call, known: Mapping[str, Pixels], scope: Scope
) -> Pixels | None:
    """The pixels that a function of the script makes of those that it is given, in one statement after the
    other."""
    given = given_arguments(function, call).items()
    inner = {name: found for name, node in given if (found := _scaled(node, known, scope))}
    if not inner:
        return None
    # Functions that call others could go on without end.
    names = Scope()
    names.plain = scope.plain
    first = next(iter(inner.values()))
    for statement in function.body:
        if isinstance(statement, ast.Return) and statement.value:
            value = statement.value
            return _scaled(value.elts[0] if isinstance(value, ast.Tuple) else value, inner, names)
        if isinstance(statement, ast.AugAssign) and (name := dotted(statement.target)) in inner:
            operation = ast.BinOp(ast.Name(name, ast.Load()), statement.op, statement.value)
            inner[name] = _scaled(ast.copy_location(operation, statement), inner, names) or first
        elif isinstance(statement, ast.Assign):
            found = _scaled(statement.value, inner, names)
            inner |= {name: found for one in statement.targets for name in _inputs(one)} if found else {}
        elif not isinstance(statement, ast.Expr):
            return _unknown(call, first)
    return None


def arguments_of_pixels(
    reading: Reading, defined: Defined, call: ast.Call | None, scope: Scope
) -> dict[str, Pixels]:
    """The pixels that a call gives a function of the script, by the names that they have in it."""
    return {
        name: found
        for name, node in given_to(defined, call).items()
        if (found := _scaled(node, reading.traces.pixels, scope))
    }


def with_scale(layers: Sequence[Plain], pixels: Pixels | None) -> tuple[list[Plain], bool]:
    """The layers after one that scales pixels as a script does, and whether they get pixels as they are."""
    # A network that scales its inputs itself is given others than those from 0 to 1.
    is_raw = "Rescaling" in (next(iter(one)) for one in layers if isinstance(one, dict))
    if not pixels or _is_raw(pixels):
        return list(layers), is_raw
    is_raw = is_raw or abs(255 * pixels.factor) < _SMALL
    scale, offset = (float(f"{one:.9g}") for one in (pixels.factor * (1 if is_raw else 255), pixels.offset))
    layer: Plain = {"Rescaling": {"scale": scale, "offset": offset} if offset else {"scale": scale}}
    return [*([] if (scale, offset) == (1, 0) else [layer]), *layers], is_raw


def is_scaled(pixels: Pixels | None) -> bool:
    """Whether anything is known to be done to pixels."""
    return pixels is not None and (bool(pixels.unread) or not _is_raw(pixels))


def _is_raw(pixels: Pixels) -> bool:
    return pixels.factor in (1, _SIXTEENTHS) and not pixels.offset
