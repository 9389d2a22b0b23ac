"""Plain values written as YAML: on one line, or as the lines of a block."""

import json
import re
from collections.abc import Iterator

from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.scalars import resolve

_PLAIN = re.compile(r"[A-Za-z_~/.][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+-]+)*")
_WIDEST = 100


def one_line(value: Plain) -> str:
    """`{Dense: {units: 10}}`: the same in blocks and in brackets."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key_text(key)}: {one_line(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(one_line, value))}]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float) and not abs(value) < float("inf"):
        return {float("inf"): ".inf", -float("inf"): "-.inf"}.get(value, ".nan")
    return _text(value) if isinstance(value, str) else str(value)


def item_text(value: Plain) -> str:
    """An item of a block list on one line, `Dense: {units: 10}`."""
    if isinstance(value, dict) and len(value) == 1:
        ((key, item),) = value.items()
        return f"{key_text(key)}: {one_line(item)}"
    return one_line(value)


def entry_lines(key: str, value: Plain, indent: int) -> Iterator[str]:
    """A key and its value as lines of a block that is indented by `indent` spaces."""
    start = " " * indent + f"{key_text(key)}:"
    line = f"{start} {one_line(value)}"
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        yield start
        yield from (" " * (indent + 2) + f"- {item_text(item)}" for item in value)
    elif isinstance(value, dict) and value and (len(line) > _WIDEST or indent == 0):
        yield start
        for name, item in value.items():
            yield from entry_lines(name, item, indent + 2)
    else:
        yield line


def key_text(key: str) -> str:
    """A key as it is written: quoted only if it has to be."""
    if re.fullmatch(r"[A-Za-z0-9_.-]+", key) and key != "<<":
        return key
    return json.dumps(key, ensure_ascii=not key.isprintable())


def _text(value: str) -> str:
    if _PLAIN.fullmatch(value) and isinstance(resolve(value), str) and value not in ("---", "..."):
        return value
    if "\\" in value and "'" not in value and value.isprintable():
        # Backslashes stay single, as in paths of Windows.
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=not value.isprintable())
