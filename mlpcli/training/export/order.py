"""What every format is given, and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlpcli.data.dataset import Array
from mlpcli.training.convert import Quantization

Outputs = Callable[[Array], Array]
"""From rows as they were read, `[n, *shape]`, to a network's outputs `[n, outputs]`, float32."""


@dataclass(frozen=True)
class Order:
    """A network to write to `path`.

    `model` is of Keras's own classes alone, computes in float32, and begins with the preprocessing.
    `metadata` is what JSON can hold; its `classes` are the class names. `calibration` are rows as they were
    read, for int8.
    """

    model: Any
    path: Path
    metadata: Mapping[str, Any]
    quantization: Quantization | None = None
    calibration: Array | None = None
