"""JSON for people: indented, but with the numbers of a list in one line."""

import json
from collections.abc import Mapping


def indented(value: object, margin: str = "") -> str:
    """`value`, of mappings with texts as keys, lists, tuples and plain values, as JSON.

    A matrix has a line per row; a line per number would be several times as long. Raises ValueError for NaN
    and infinities.
    """
    if not isinstance(value, Mapping | list | tuple) or not value:
        return _plain(value)
    inner = f"{margin}  "
    if isinstance(value, Mapping):
        items = [f"{_plain(key)}: {indented(item, inner)}" for key, item in value.items()]
        opening, closing = "{}"
    elif all(isinstance(item, int | float) for item in value):
        return _plain(value)
    else:
        items = [indented(item, inner) for item in value]
        opening, closing = "[]"
    lines = f",\n{inner}".join(items)
    return f"{opening}\n{inner}{lines}\n{margin}{closing}"


def _plain(value: object) -> str:
    return json.dumps(value, allow_nan=False, ensure_ascii=False)
