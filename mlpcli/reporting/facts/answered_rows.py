"""Held-back rows with the network's answers, from which the page's facts are computed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array, Split
from mlpcli.data.stores.disk_rows import AnyRows

MOST_ROWS = 20_000
"""Of more rows a sample is taken: curves of so many look the same, and they are computed in a moment."""

_MOST_BYTES = 256 * 2**20

Answers = Callable[[Array, NDArray[np.intp]], Array]
"""The outputs `[n, outputs]` for the rows `[n, *shape]` with these numbers `[n]` in the split."""


@dataclass(frozen=True)
class AnsweredRows:
    """Rows of the split called `split`, which has `total` of them.

    `numbers` `[n]`: their places in the split, in order. `inputs` `[n, *shape]`: as the network takes them.
    `targets`: `[n]` int32 class numbers or `[n, targets]` float32. `outputs`: `[n, classes]` probabilities,
    or `[n, targets]` numbers, all finite; `unanswered` counts the rows left out because theirs are not.
    """

    split: str
    numbers: NDArray[np.intp]
    inputs: Array
    targets: Array
    outputs: Array
    total: int
    unanswered: int = 0

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def is_sample(self) -> bool:
        """Whether the split has more rows than these."""
        return len(self) + self.unanswered < self.total

    def first(self, count: int) -> "AnsweredRows":
        """The first of the rows."""
        return self.at(np.arange(min(count, len(self))))

    def at(self, places: NDArray[np.intp]) -> "AnsweredRows":
        """The rows at these places among them `[m]`."""
        return AnsweredRows(
            self.split,
            self.numbers[places],
            self.inputs[places],
            self.targets[places],
            self.outputs[places],
            self.total,
        )


def answered_rows(
    name: str, split: Split, answers: Answers, seed: int, most: int = MOST_ROWS
) -> AnsweredRows:
    """All rows of a split with their answers, or `most` of them drawn with `seed`; fewer of large rows."""
    numbers = _drawn(split, seed, most)
    inputs = _taken(split.inputs, numbers)
    outputs = answers(inputs, numbers)
    targets = _taken(split.targets, numbers)
    known: NDArray[np.bool_] = np.isfinite(outputs).all(axis=1)  # type: ignore[assignment]
    lost = int(np.sum(~known))
    if lost:
        numbers, inputs, outputs, targets = numbers[known], inputs[known], outputs[known], targets[known]
    return AnsweredRows(name, numbers, inputs, targets, outputs, len(split), lost)


def _drawn(split: Split, seed: int, most: int) -> NDArray[np.intp]:
    total = len(split)
    row_bytes = max(1, split.inputs.nbytes // max(1, total))
    most = max(1, min(most, MOST_ROWS, _MOST_BYTES // row_bytes))
    if total <= most:
        return np.arange(total)
    return np.sort(np.random.default_rng(seed).choice(total, most, replace=False))


def _taken(rows: AnyRows, numbers: NDArray[np.intp]) -> Array:
    return rows[:] if len(rows) == len(numbers) else rows[numbers]
