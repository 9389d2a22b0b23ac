"""What a dataset is, known before any row is read."""

from dataclasses import dataclass
from typing import Literal

InputKind = Literal["image", "vector", "signal"]
Task = Literal["classification", "binary", "regression"]
Encoding = Literal["index", "one_hot", "column", "numbers"]
"""How Keras is handed the targets: mlpcli.network.objective.Objective says what each is."""


@dataclass(frozen=True)
class DataFacts:
    """The shape and the meaning of a dataset, as far as a stack of layers must fit them.

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
