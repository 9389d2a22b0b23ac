"""What a dataset is, known before any row is read."""

import math
from dataclasses import dataclass
from typing import Literal

InputKind = Literal["image", "vector", "signal"]
Task = Literal["classification", "binary", "regression"]
Encoding = Literal["index", "one_hot", "column", "numbers"]
"""How Keras is handed the targets: mlpcli.network.loss_and_metrics.Objective says what each is."""

# Beyond, batches gain no speed: MNIST's CNN does 10,000 rows in 0.5 s by 64 as by 256. 4 MB as float32, of
# which a convolution makes a multiple.
_ROWS = 256
_NUMBERS = 1_000_000

LARGEST_ROW = 100_000_000
"""Numbers of the largest row, 400 MB as float32: one of more is a mistake, or an attack on memory."""


@dataclass(frozen=True)
class DataFacts:
    """The shape and the meaning of a dataset, as far as a stack of layers and a row to predict must fit them.

    `shape` is one row's, without the batch: `(height, width, channels)` for images, `(steps, channels)`
    for signals, `(features,)` for vectors. `task` is `binary` for exactly two classes. `targets` counts the
    numbers to predict for one row of a regression and is 0 otherwise. `pixels` says that values run from
    0 to 255 in the file.
    """

    name: str
    kind: InputKind
    shape: tuple[int, ...]
    task: Task
    classes: tuple[str, ...] = ()
    targets: int = 0
    pixels: bool = False

    @property
    def count(self) -> int:
        """How many numbers one row holds."""
        return math.prod(self.shape)

    @property
    def wanted(self) -> str:
        """What to give a network for such data, as the object of a sentence."""
        size = " x ".join(map(str, self.shape))
        if self.kind == "image":
            return f"images of {size} (height x width x channels)"
        if self.kind == "signal":
            return f"signals of {size} (steps x channels)"
        return f"{self.count} number{'s' if self.count > 1 else ''}"


def rows_at_once(shape: tuple[int, ...]) -> int:
    """How many rows go through a network at once: no more memory for large rows than for small ones."""
    return max(1, min(_ROWS, _NUMBERS // math.prod(shape)))
