"""The fence that pages and chats put around a config."""

import re

from mlpcli.config.yaml.line_edits import split_lines
from mlpcli.errors import LineEdit, Problem

_FENCE = re.compile(r"\s*(```|~~~)[\w+-]*\s*")


def has_fence(text: str) -> bool:
    """Whether a line of a text is a fence of Markdown."""
    return any(map(_FENCE.fullmatch, split_lines(text)))


def without_fence(text: str, file: str) -> tuple[str, Problem]:
    """What stands in the first fence of a text, and the mistake that the rest is."""
    lines = split_lines(text)
    places = [place for place, line in enumerate(lines) if _FENCE.fullmatch(line)]
    first = places[0]
    last = places[1] if len(places) > 1 else len(lines)
    edits = [LineEdit(file, 1, first + 1, ())]
    if last < len(lines):
        edits.append(LineEdit(file, last + 1, len(lines), ()))
    problem = Problem(
        f"{file}:{first + 1}:1",
        "",
        "this is a fence of Markdown, not YAML",
        "remove the fences, and what stands around them",
        tuple(edits),
    )
    return "".join(f"{line}\n" for line in lines[first + 1 : last]), problem
