"""Python expressions as values, and their text, formatted like Ruff and Black."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

WIDTH = 88
_INDENT = 4


@dataclass(frozen=True)
class Name:
    """Text that is written unchanged."""

    text: str


@dataclass(frozen=True)
class Call:
    """`function(*positional, **keywords)`"""

    function: str
    positional: Sequence[object] = ()
    keywords: Mapping[str, object] = field(default_factory=dict)


_BREAKABLE = (Call, list, tuple, Mapping)


def assigned(name: str, value: object) -> str:
    """`name = value`, or the bare value for an empty name."""
    before = f"{name} = " if name else ""
    return before + written(value, taken=len(before))


def written(value: object, indent: int = 0, taken: int = 0) -> str:
    """The text of a value, for a line indented by `indent` with `taken` characters of other text.

    Values are strings, paths, numbers, booleans, None, lists, tuples, mappings, Name and Call; raises
    TypeError for others.
    """
    line = _in_one_line(value)
    if not isinstance(value, _BREAKABLE) or indent + taken + len(line) <= WIDTH:
        return line
    opening, closing, items = _parts(value)
    inner = indent + _INDENT
    lines = [
        f"{' ' * inner}{before}{written(item, inner, taken=len(before) + 1)},\n" for before, item in items
    ]
    return f"{opening}\n{''.join(lines)}{' ' * indent}{closing}"


def _in_one_line(value: object) -> str:
    if isinstance(value, Name):
        return value.text
    if isinstance(value, str | Path):
        return _quoted(str(value))
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    opening, closing, items = _parts(value)
    text = ", ".join(before + _in_one_line(item) for before, item in items)
    comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
    return f"{opening}{text}{comma}{closing}"


def _parts(value: object) -> tuple[str, str, list[tuple[str, object]]]:
    """The brackets of a value, and the items between them, each with the text before it."""
    if isinstance(value, Call):
        keywords = [(f"{name}=", item) for name, item in value.keywords.items()]
        return f"{value.function}(", ")", [*(("", item) for item in value.positional), *keywords]
    if isinstance(value, Mapping):
        return "{", "}", [(f"{_in_one_line(key)}: ", item) for key, item in value.items()]
    if isinstance(value, list | tuple):
        opening, closing = "[]" if isinstance(value, list) else "()"
        return opening, closing, [("", item) for item in value]
    raise TypeError(f"no way to write {type(value).__name__}")


def _quoted(text: str) -> str:
    """The text in double quotes, as Ruff writes it, unless that needs more backslashes."""
    single = repr(text)
    return single if '"' in text or single[0] == '"' else f'"{single[1:-1]}"'
