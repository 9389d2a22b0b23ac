"""The facts of a dataset, known before any row is read."""

import math
from dataclasses import dataclass, field
from typing import Literal

InputKind = Literal["image", "vector", "signal"]
Task = Literal["classification", "binary", "regression"]
ColumnKind = Literal["number", "category", "boolean", "date"]
"""What a column of a table's features holds."""
Encoding = Literal["index", "one_hot", "column", "numbers"]
"""How targets are passed to Keras: see mlpcli.network.loss_and_metrics.Objective."""

# Larger batches are not faster: MNIST's CNN takes 0.5 s for 10,000 rows in batches of 64 or 256. A million
# numbers are 4 MB as float32, and a convolution needs a multiple of that.
_ROWS = 256
_NUMBERS = 1_000_000

LARGEST_ROW = 100_000_000
"""The most values in a row, 400 MB as float32: a larger row is a mistake, or an attack on memory."""


@dataclass(frozen=True)
class DataFacts:
    """The shape and meaning of a dataset, which the layers and the rows to predict must fit.

    `shape` is the shape of one row, without the batch: `(height, width, channels)` for images, `(steps,
    channels)` for signals, `(features,)` for vectors. `task` is `binary` for exactly two classes. `targets`
    is the number of targets per row of a regression, and 0 otherwise. `pixels` says that values in the file
    are 0 to 255. `one_hot` are the widths of the groups of one-hot columns that a vector ends with; the
    features before them are numbers.
    """

    name: str
    kind: InputKind
    shape: tuple[int, ...]
    task: Task
    classes: tuple[str, ...] = ()
    targets: int = 0
    pixels: bool = False
    # Descriptions of older runs do not have the key.
    one_hot: tuple[int, ...] = field(default=(), metadata={"later": True})

    @property
    def count(self) -> int:
        """The number of values in one row."""
        return math.prod(self.shape)

    @property
    def wanted(self) -> str:
        """The input that a network for this data takes, as a noun phrase for messages."""
        size = " x ".join(map(str, self.shape))
        if self.kind == "image":
            return f"images of {size} (height x width x channels)"
        if self.kind == "signal":
            return f"signals of {size} (steps x channels)"
        return f"{self.count} number{'s' if self.count > 1 else ''}"


def rows_at_once(shape: tuple[int, ...]) -> int:
    """The inference batch size for rows of `shape`: larger rows get smaller batches, to bound memory."""
    return max(1, min(_ROWS, _NUMBERS // math.prod(shape)))
