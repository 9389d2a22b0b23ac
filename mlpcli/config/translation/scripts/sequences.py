"""Lists that a script counts through, cuts and pairs, by Python's own functions and indices."""

import ast
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.scripts.binding import bind
from mlpcli.config.translation.scripts.values import MOST_ITEMS, Scope, dotted

_Value = Callable[[ast.expr], Any]


def _range(*given: Any) -> list[Any]:
    if not 1 <= len(given) <= 3 or not all(type(one) is int for one in given) or given[2:] == (0,):
        raise Unreadable
    numbers = range(*given)
    # Not len, which has no number for the longest ranges.
    if numbers[MOST_ITEMS:]:
        raise Unreadable
    return list(numbers)


def _zip(*lists: Any) -> list[Any]:
    return [list(each) for each in zip(*map(_list, lists), strict=False)]


def _enumerate(items: Any, start: Any = 0) -> list[Any]:
    if type(start) is not int:
        raise Unreadable
    return [[place, item] for place, item in enumerate(_list(items), start)]


def _list(items: Any = ()) -> list[Any]:
    if not isinstance(items, list | tuple):
        raise Unreadable
    return list(items)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "range": _range,
    "zip": _zip,
    "enumerate": _enumerate,
    "reversed": lambda items: _list(items)[::-1],
    "pairwise": lambda items: [list(pair) for pair in pairwise(_list(items))],
    "list": _list,
    "tuple": _list,
    # PyTorch's list of layers that are not joined yet.
    "ModuleList": _list,
    "len": lambda items: len(_list(items)),
}
COUNTED = frozenset(_FUNCTIONS)
"""Functions of lists that are followed."""


def counted(name: str, given: list[Any]) -> Any:
    """What one of these functions makes of what it is given. Raises Unreadable for anything but lists."""
    try:
        return _FUNCTIONS[name](*given)
    except TypeError:
        # It is given more or fewer than it takes.
        raise Unreadable from None


def part_of(items: list[Any], index: ast.expr, value: _Value) -> Any:
    """The item or the items that an index takes of a list; `value` says what stands in it.

    Raises Unreadable.
    """
    if isinstance(index, ast.Slice):
        sides = [value(one) if one else None for one in (index.lower, index.upper, index.step)]
        if not all(one is None or type(one) is int for one in sides) or sides[2] == 0:
            raise Unreadable
        return items[slice(*sides)]
    place = value(index)
    if type(place) is not int or not -len(items) <= place < len(items):
        raise Unreadable
    return items[place]


def of_mapping(known: dict[str, Any], method: str) -> list[Any]:
    """What `items`, `keys` or `values` gives of a mapping. Raises Unreadable for other methods."""
    if method == "items":
        return [[key, one] for key, one in known.items()]
    if method not in ("keys", "values"):
        raise Unreadable
    return list(known if method == "keys" else known.values())


def turns(
    loops: Sequence[ast.comprehension],
    scope: Scope,
    items: Callable[[ast.expr, Scope], list[Any]],
    holds: Callable[[ast.expr, Scope], bool | None],
) -> Iterator[Scope]:
    """The names in each turn of the loops of a comprehension. Raises Unreadable if they are not known."""
    if not loops:
        yield scope
        return
    for item in items(loops[0].iter, scope):
        inner = Scope(scope)
        bind(loops[0].target, item, inner)
        met = [holds(test, inner) for test in loops[0].ifs]
        if None in met:
            raise Unreadable
        if all(met):
            yield from turns(loops[1:], inner, items, holds)


def listed(node: ast.expr) -> list[ast.expr]:
    """The items of a list, or of `OrderedDict([("a", Flatten()), ...])` without their names; else itself."""
    if isinstance(node, ast.List | ast.Tuple):
        return node.elts
    if not isinstance(node, ast.Call) or not dotted(node.func).endswith("OrderedDict") or len(node.args) != 1:
        return [node]
    if isinstance(node.args[0], ast.Dict):
        return node.args[0].values
    pairs = listed(node.args[0])
    items = [one.elts[1] for one in pairs if isinstance(one, ast.Tuple) and len(one.elts) == 2]
    return items if len(items) == len(pairs) else [node]
