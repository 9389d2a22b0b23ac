"""Every small change to a JSON value that its writer could have made with intent."""

import copy
from collections.abc import Iterator
from typing import Any

Place = tuple[str | int, ...]

_NUMBERS = (0, -1, 1, 2, 3, 17, 255, 10**5, 10**9, 2**31, 2**63, 10**30, 10**400)
_FLOATS = (0.5, -0.5, -0.0, 1e-320, 1e-40, 3e38, 1e39, 1e300, -1e300)
_OTHERS: tuple[object, ...] = (None, True, False, "", "x", 7, [], {}, [[]], [None], {"step": "resize"})
# What the words of a model.json may be, each in the wrong place as well.
_WORDS = (
    *("image", "vector", "signal", "classification", "binary", "regression", "bright"),
    *("scale", "robust_scale", "pixels", "resize", "impute", "one_hot", "shift", "os.system"),
    *("\ud800", "\x1b[31m", "../../x", "x" * 50_000),
)
_COLUMN = {"value": 0.0, "indicator": True}
_STEPS: tuple[dict[str, object], ...] = (
    {"step": "pixels"},
    *(
        {"step": "resize", "height": n, "width": n, "channels": c}
        for n in (8, 60_000, 10**12)
        for c in (1, 3)
    ),
    *({"step": "resize", "height": 8, "width": 8, "channels": 1, "keep": k} for k in ("fit", "fill", "no")),
    *({"step": "scale", "mean": [x], "deviation": [y]} for x, y in ((0.5, 2.0), (1e308, 5e-324))),
    {"step": "robust_scale", "median": [0.0], "spread": [5e-324]},
    *({"step": "impute", "columns": [_COLUMN] * n} for n in (5, 10, 16)),
    {"step": "one_hot", "columns": [{"names": [str(n) for n in range(9_000)], "other": True}]},
)


def places(value: object, place: Place = ()) -> Iterator[Place]:
    """Where each value within `value` is, itself included."""
    yield place
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*place, key))


def at(value: Any, place: Place) -> object:
    for key in place:
        value = value[key]
    return value


def changed(value: object, place: Place, new: object) -> object:
    """`value` with another value in one place."""
    if not place:
        return new
    whole: Any = copy.deepcopy(value)
    *way, last = place
    inner: Any = at(whole, tuple(way))
    inner[last] = new
    return whole


def instead_of(value: object) -> Iterator[object]:
    """What stands for `value` after a change to it."""
    yield from _OTHERS
    match value:
        case bool():
            yield not value
        case int() | float():
            yield from (*_NUMBERS, *_FLOATS, value + 1, value * 2, -value)
        case str():
            yield from (*_WORDS, value * 2, value[:-1])
        case list():
            yield from _lists(value)
        case dict():
            yield from _objects(value)


def _lists(value: list[object]) -> Iterator[object]:
    yield from (value[1:], value[:-1], value[::-1], value * 2, value * 1_000, [value])
    for step in _STEPS:
        yield from ([step, *value], [*value, step], [step], [step] * 200)


def _objects(value: dict[str, object]) -> Iterator[object]:
    yield from (value | {"module": "os"}, value | {"x" * 50_000: 0})
    for key in value:
        others = {name: item for name, item in value.items() if name != key}
        yield from (others, others | {f"{key} ": value[key]})
    yield from _STEPS
