"""A sentence on a layer, and words that many of them have."""

import re
from collections.abc import Callable
from math import prod
from typing import Any

from mlpcli.config.layers.base import Layer, TrainingOnly
from mlpcli.explanation.words.phrases import sides

Shape = tuple[int, ...]
Sentence = Callable[[Any, Shape, Shape], str]
"""What a layer does to a row: from the layer, the shape that it gets and the shape that it gives."""

IDLE = "After training it does nothing."
IDLE_IN_JAPANESE = "学習のときだけ働き、予測のときは何も変えません。"

_ARGUMENT = re.compile(r"`(\w+)`")
_FEW = 4


def told_by_schema(layer: Layer, before: Shape, after: Shape) -> str:
    """The sentence of a layer that has none of its own: what the reference says of it, with its arguments."""
    numbers = {key: _numbers(value) for key, value in layer}
    told = _ARGUMENT.sub(lambda name: name[1] + numbers.get(name[1], ""), layer.summary()).replace("`", "")
    return f"{told} {IDLE}" if isinstance(layer, TrainingOnly) else told


def _numbers(value: object) -> str:
    """` (0.25)`, ` (0, 0.5)`: an argument of few numbers; empty for others."""
    numbers = value if isinstance(value, tuple) else (value,)
    are_few = len(numbers) <= _FEW and all(type(one) in (int, float) for one in numbers)
    return f" ({', '.join(f'{one:g}' for one in numbers)})" if are_few else ""


def values(shape: Shape) -> str:
    """`the 784 values`, `the 28x28x1 values`."""
    return "the one value" if prod(shape) == 1 else f"the {_number(shape)} values"


def _number(shape: Shape) -> str:
    return f"{shape[0]:,}" if len(shape) == 1 else sides(shape)
