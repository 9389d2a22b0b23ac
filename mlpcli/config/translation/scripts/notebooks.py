"""The code in a notebook."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.pasted_code import parsed

# Of the cells that begin with two percent signs, those that hold Python.
_PYTHON = ("%%time", "%%timeit", "%%capture", "%%prun")
_MOST_NAMED, _LONGEST = 3, 30


@dataclass(frozen=True)
class Notebook:
    """The `code` of all cells that are Python, one after the other; `others` has a line of each other one."""

    code: str
    others: Sequence[str] = ()

    @property
    def left_out(self) -> str:
        """What of it is not read, in words; empty if all is."""
        if not self.others:
            return ""
        return f"left out, as they are not Python: the cells with {_first_few(self.others, _MOST_NAMED)}"


def without_outputs(data: bytes, most: int) -> bytes:
    """A notebook of more than `most` bytes without what its cells show, on as many lines; else the file."""
    if len(data) <= most:
        return data
    try:
        cells = json.loads(data)["cells"]
        kept = [{key: cell[key] for key in ("cell_type", "source")} for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        return data
    return json.dumps({"cells": kept}).encode() + b"\n" * data.rstrip(b"\n").count(b"\n") + b" "


def notebook_in(text: str) -> Notebook | None:
    """The notebook that a text is; None if it is not one."""
    if '"cells"' not in text:
        return None
    try:
        cells = json.loads(text)["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    found = [(source, _no_python(source)) for source in sources]
    code = [source for source, line in found if not line]
    return Notebook("\n".join(code), [line for _, line in found if line])


def _no_python(source: str) -> str:
    """The first line of a cell that is no Python; empty if all are."""
    if source.startswith("%%") and not source.startswith(_PYTHON):
        return _first_line(source)
    try:
        parsed(source)
    except Unreadable as error:
        return _first_line(getattr(error.__cause__, "text", None) or source)
    return ""


def _first_line(source: str) -> str:
    line = source.strip().partition("\n")[0]
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."


def _first_few(names: Sequence[str], most: int) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
