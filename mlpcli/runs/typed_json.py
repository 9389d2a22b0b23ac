"""Frozen dataclasses from JSON values, checked against the declared types, without conversions.

pydantic's TypeAdapter was tried instead. In strict mode it accepts a list for a tuple and an object for a
dataclass only from JSON text, where it rejects lone surrogates, which file names can contain, and keeps the
last of two equal keys. To accept them from Python values, its core schema must be rewritten, whose form
pydantic does not guarantee, and `Literal[1]` then accepts true. With our messages that is as long as this
module. Its import time, 3 of the 290 ms of a prediction, would not matter.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from mlpcli.runs.strict_json import LIMIT, read_json
from mlpcli.runs.untrusted_files import broken

T = TypeVar("T")

# The limit of NumPy and other libraries; Python's integers have none.
_WHOLE = 2**63

LATER = {"later": True}
"""The metadata of a field with a default, which files of older versions do not have."""

_PLAIN: Mapping[Any, str] = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
}


def read_typed(kind: type[T], path: Path, limit: int = LIMIT) -> T:
    """The dataclass `kind` from a JSON file with exactly its fields as keys; LATER fields are optional.

    Fields may be str, int of 64 bits, float (whole numbers pass), bool, Literal, `X | None`, `tuple[X, ...]`,
    `Mapping[str, X]`, dataclasses of such fields, and `X | Y` of dataclasses that a Literal field
    distinguishes. Raises RunError naming the file and the key, also if `kind` itself raises ValueError
    because values do not fit together.
    """
    return build_from(kind, read_json(path, limit), path)


def build_from(
    kind: type[T], value: object, path: Path, migrate: Callable[[object], object] = lambda value: value
) -> T:
    """The dataclass `kind` from the JSON object of a file, after `migrate` updated it to this version.

    Raises RunError as `read_typed` does, and if `migrate` raises ValueError.
    """
    try:
        return build(kind, migrate(value))
    except ValueError as error:
        raise broken(path, f"is not one that this version of mlpcli writes: {error}") from error


def build(kind: type[T], value: object) -> T:
    """The dataclass `kind` from a JSON object. Raises ValueError as `read_typed` describes."""
    if not isinstance(value, dict):
        raise ValueError(f"expected an object, found {_shown(value)}")
    declared: Any = kind
    types = _field_types(declared)
    later = {field.name for field in fields(declared) if field.metadata == LATER}
    missing = [name for name in types if name not in value and name not in later]
    if missing:
        raise ValueError(f"the key {missing[0]!r} is missing")
    unknown = [key for key in value if key not in types]
    if unknown:
        raise ValueError(f"the key {_cut(repr(unknown[0]))} is unknown")
    return kind(**{name: _convert(types[name], value[name], name) for name in types if name in value})


@cache
def _field_types(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _convert(kind: Any, value: object, where: str) -> object:
    origin = get_origin(kind)
    if origin in (UnionType, Union):
        return _one_of(get_args(kind), value, where)
    if origin is Literal:
        return _choice(get_args(kind), value, where)
    if origin is tuple:
        return _items(get_args(kind)[0], value, where)
    if origin is Mapping:
        return _values(get_args(kind)[1], value, where)
    if is_dataclass(kind):
        return _nested(kind, value, where)
    return _plain(kind, value, where)


def _one_of(kinds: tuple[Any, ...], value: object, where: str) -> object:
    if value is None and NoneType in kinds:
        return None
    first, *others = (kind for kind in kinds if kind is not NoneType)
    return _tagged((first, *others), value, where) if others else _convert(first, value, where)


def _tagged(kinds: tuple[Any, ...], value: object, where: str) -> object:
    """The dataclass selected by the value of the field that is a Literal in all of them."""
    types = [_field_types(kind) for kind in kinds]
    tag = next(name for name in types[0] if all(get_origin(one.get(name)) is Literal for one in types))
    if not isinstance(value, dict):
        raise ValueError(f"{where}: expected an object, found {_shown(value)}")
    if tag not in value:
        raise ValueError(f"{where}: the key {tag!r} is missing")
    by_tag = {name: kind for kind, one in zip(kinds, types, strict=True) for name in get_args(one[tag])}
    return _nested(by_tag[_choice(tuple(by_tag), value[tag], f"{where}: {tag}")], value, where)


def _plain(kind: Any, value: object, where: str) -> object:
    # A Python bool is an int, but JSON's true is not a number, so the types must be identical.
    if kind is float and type(value) is int:
        try:
            return float(value)
        except OverflowError as error:
            raise ValueError(f"{where}: the number is too large") from error
    if type(value) is not kind:
        raise ValueError(f"{where}: expected {_PLAIN[kind]}, found {_shown(value)}")
    if isinstance(value, int) and not -_WHOLE <= value < _WHOLE:
        raise ValueError(f"{where}: the number is too large")
    return value


def _choice(choices: tuple[object, ...], value: object, where: str) -> object:
    # In Python, 1 == True == 1.0.
    if any(value == choice and type(value) is type(choice) for choice in choices):
        return value
    raise ValueError(f"{where}: expected {', '.join(map(str, choices))}, found {_shown(value)}")


def _items(kind: Any, value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{where}: expected a list, found {_shown(value)}")
    return tuple(_convert(kind, item, f"{where}[{position}]") for position, item in enumerate(value))


def _values(kind: Any, value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"{where}: expected an object, found {_shown(value)}")
    return {key: _convert(kind, item, f"{where}.{_cut(key)}") for key, item in value.items()}


def _nested(kind: Any, value: object, where: str) -> object:
    try:
        return build(kind, value)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return _cut(json.dumps(value, ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
