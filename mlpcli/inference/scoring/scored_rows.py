"""A network's outputs and their targets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mlpcli.config.dataset_facts import Encoding
from mlpcli.data.dataset import Array

# Rows computed at once, so that intermediate results stay small compared with the outputs.
_BATCH = 1024


@dataclass(frozen=True)
class ScoredRows:
    """Rows of outputs and targets, at least one.

    `outputs`: `[rows, outputs]` float32.
    `targets`: as read, `[rows]` int32 class numbers or `[rows, outputs]` float32.
    `logits`: `[rows, outputs]` float32, the inputs of the softmax or sigmoid that the network ends in; None
    if it ends in anything else. Keras computes crossentropies from the logits if it has them:
    `_get_logits` in keras/src/backend/tensorflow/nn.py.
    """

    outputs: Array
    targets: Array
    encoding: Encoding
    logits: Array | None = None

    def __len__(self) -> int:
        return len(self.outputs)

    @cached_property
    def expected(self) -> Array:
        """The outputs of a perfect network: `[rows, outputs]` float32."""
        if self.encoding in ("column", "numbers"):
            return self.targets.reshape(self.outputs.shape).astype(np.float32)
        one_hot: Array = np.zeros(self.outputs.shape, np.float32)
        one_hot[np.arange(len(self)), self.targets] = 1
        return one_hot

    def of_target(self, values: Array) -> Array:
        """The entry of `values` `[rows, classes]` for each row's target class: `[rows]`."""
        own: Array = np.take_along_axis(values, self.targets[:, None], axis=1)[:, 0]
        return own

    def batches(self) -> Iterator["ScoredRows"]:
        """The rows in order, up to 1024 at a time."""
        for start in range(0, len(self), _BATCH):
            some = slice(start, start + _BATCH)
            logits = None if self.logits is None else self.logits[some]
            yield ScoredRows(self.outputs[some], self.targets[some], self.encoding, logits)


# A number for every row: `[rows]`.
Rowwise = Callable[[ScoredRows], Array]
# One number for all rows.
Figure = Callable[[ScoredRows], float]


def mean_of(values: Rowwise) -> Figure:
    """The mean of `values` over all rows: `Mean` in keras/src/metrics/reduction_metrics.py."""

    def mean(rows: ScoredRows) -> float:
        total = sum(float(np.sum(values(batch), dtype=np.float64)) for batch in rows.batches())
        # Keras sums in float32, where too large a sum is infinite.
        return float(np.float32(total)) / len(rows)

    return mean
