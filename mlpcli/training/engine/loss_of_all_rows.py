"""The loss of one batch with all rows, for losses that are not the mean over rows."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.training.engine.compiled_loops import EncodedRows
from mlpcli.training.tensorflow import tf


class LossOfAllRows(Protocol):
    """The loss for targets as the model takes them, and outputs: both `[rows, outputs]` float32."""

    def __call__(self, targets: Array, outputs: Array) -> float: ...


def scorer_of_all_rows(
    model: Any, rows: EncodedRows, loss: LossOfAllRows, at_once: int
) -> Callable[[Callable[[], None]], float]:
    """A function that returns the loss of the model for all rows, with what its regularizers add to it.

    It computes `at_once` rows at a time, and calls its argument after each part.
    """

    def answer(batch: Any) -> tuple[Any, Any]:
        outputs = model(tf.cast(batch, tf.float32), training=False)
        penalties = model.losses
        return outputs, tf.add_n(penalties) if penalties else tf.zeros([])

    compiled = tf.function(answer, autograph=False, reduce_retracing=True)

    def score(between: Callable[[], None]) -> float:
        outputs, penalty = [], 0.0
        for start in range(0, len(rows), at_once):
            part, added = compiled(tf.constant(rows.inputs[start : start + at_once]))
            outputs.append(part.numpy())
            penalty += float(added) * len(outputs[-1]) / len(rows)
            between()
        return loss(rows.targets, np.concatenate(outputs).astype(np.float32)) + penalty

    return score
