"""A sentence on a layer, and words that many of them have."""

from collections.abc import Callable
from math import prod
from typing import Any

from mlpcli.explanation.words.phrases import sides

Shape = tuple[int, ...]
Sentence = Callable[[Any, Shape, Shape], str]
"""What a layer does to a row: from the layer, the shape that it gets and the shape that it gives."""

IDLE = "After training it does nothing."
IDLE_IN_JAPANESE = "学習のときだけ働き、予測のときは何も変えません。"


def values(shape: Shape) -> str:
    """`the 784 values`, `the 28x28x1 values`."""
    return "the one value" if prod(shape) == 1 else f"the {_number(shape)} values"


def _number(shape: Shape) -> str:
    return f"{shape[0]:,}" if len(shape) == 1 else sides(shape)
