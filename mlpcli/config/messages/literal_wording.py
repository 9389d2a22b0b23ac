"""Mistakes in literal weights, and in numbers too large for float32."""

from collections.abc import Callable
from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.fixes import remove
from mlpcli.config.messages.mistake import Mistake, Words
from mlpcli.config.messages.quoting import shown
from mlpcli.config.yaml.edits import Put
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import one_line

_LARGEST = 3e38


def literal_number(mistake: Mistake) -> Words:
    found = mistake.context["found"]
    message = f"found {'null' if found is None else shown(found)} among literal weights"
    fixed = _each(mistake.value, lambda value: value if _is_finite(value) else 0)
    text = "write finite numbers only, such as 0 in its place"
    return message, Fix(text, (Put(mistake.path, fixed),), is_example=True)


def ragged(mistake: Mistake) -> Words:
    fix = remove(mistake.path, f"{mistake.context['fix']}, or remove {mistake.key}")
    return mistake.message, fix


def too_large(mistake: Mistake) -> Words:
    example = mistake.example
    if isinstance(mistake.value, list | tuple) or example is None:
        example = _each(
            mistake.value, lambda value: max(-_LARGEST, min(_LARGEST, value)) if _is_finite(value) else 0
        )
    shows = f", such as {one_line(example)}" if not isinstance(example, list) else f", up to {_LARGEST:g}"
    return mistake.message, Fix(
        f"write a number closer to 0{shows}", (Put(mistake.path, example),), is_example=True
    )


def _each(value: Any, change: Callable[[Any], Plain]) -> Plain:
    if isinstance(value, list | tuple):
        return [_each(item, change) for item in value]
    return change(value)


def _is_finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
