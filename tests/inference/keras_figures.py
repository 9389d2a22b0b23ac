"""What Keras finds with the objects that the training engine gives it, and rows to find it on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import Encoding
from mlpcli.config.losses import in_words
from mlpcli.config.types.with_arguments import WithArguments
from mlpcli.inference.scoring.scored_rows import ScoredRows
from mlpcli.network.loss_and_metrics import Objective
from mlpcli.training.building.losses_metrics import build_loss, build_metrics, encode
from mlpcli.training.tensorflow import keras, tf

Array = NDArray[Any]
Figures = dict[str, float]
# Keras is slow to ask, and one example holds thousands of rows.
FEWER = settings(max_examples=settings().max_examples // 4)
ROWS = st.integers(1, 40) | st.integers(1000, 4000)
# TensorFlow takes subnormal numbers for 0.
PROBABILITIES = st.floats(0, 1, width=32, allow_subnormal=False) | st.sampled_from(
    [0.0, 1e-30, 1e-8, 1e-7, 0.5, 0.99999994, 1.0]
)
LOGITS = st.floats(-200, 200, width=32, allow_subnormal=False)
NUMBERS = st.floats(-1e6, 1e6, width=32, allow_subnormal=False) | st.sampled_from(
    [0.0, 1e-9, -1e-9, 1.0, 1e18, -1e30]
)
_HEADS: dict[str, Callable[[Any], Any]] = {
    "linear": tf.identity,
    "softmax": keras.activations.softmax,
    "sigmoid": keras.activations.sigmoid,
}
_OUTPUTS = {"index": 7, "one_hot": 7, "column": 1, "numbers": 2}
_BATCH = 1024


@dataclass(frozen=True)
class Reference:
    """Losses and metrics of Keras for a network that ends in the activation `head`."""

    encoding: Encoding
    head: str = "linear"
    losses: tuple[str | WithArguments, ...] = ()
    metrics: tuple[str | WithArguments, ...] = ()

    def __str__(self) -> str:
        return f"{self.encoding}-{self.head}"

    def figures(self, values: Array, targets: Array) -> tuple[Figures, ScoredRows]:
        """The losses and metrics, and what they were found on: `values` `[rows, outputs]` after the head."""
        step, metrics = self._compiled
        for metric in metrics:
            metric.reset_state()
        encoded, outputs = encode(targets, self.encoding, values.shape[1]), []
        for start in range(0, len(values), _BATCH):
            batch = slice(start, start + _BATCH)
            outputs.append(step(tf.constant(values[batch]), tf.constant(encoded[batch])).numpy())
        logits = None if self.head == "linear" else values
        rows = ScoredRows(np.concatenate(outputs), targets, self.encoding, logits)
        return {metric.name: float(metric.result()) for metric in metrics}, rows

    @cached_property
    def _compiled(self) -> tuple[Callable[..., Any], list[Any]]:
        losses = [build_loss(Objective(loss, (), self.encoding)) for loss in self.losses]
        means = [keras.metrics.Mean(in_words(loss)) for loss in self.losses]
        metrics = build_metrics(Objective("", self.metrics, self.encoding))

        def step(values: Any, targets: Any) -> Any:
            outputs = _HEADS[self.head](values)
            for loss, mean in zip(losses, means, strict=True):
                # As Keras's trainer does.
                mean.update_state(loss(targets, outputs), sample_weight=tf.shape(targets)[0])
            for metric in metrics:
                metric.update_state(targets, outputs)
            return outputs

        return tf.function(step, autograph=False, reduce_retracing=True), means + metrics


@st.composite
def arrays(draw: st.DrawFn, rows: int, columns: int, values: st.SearchStrategy[float]) -> Array:
    """`[rows, columns]` float32 of a few drawn values, so that there are ties."""
    few = draw(st.lists(values, min_size=1, max_size=12))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return generator.choice(np.array(few, np.float32), (rows, columns))


@st.composite
def compared(
    draw: st.DrawFn,
    reference: Reference,
    values: st.SearchStrategy[float],
    targets: st.SearchStrategy[float] | None = None,
) -> tuple[Figures, ScoredRows]:
    """Keras's figures, and the rows they are of; `targets` are those of a regression."""
    rows, outputs = draw(ROWS), _OUTPUTS[reference.encoding]
    drawn = draw(arrays(rows, outputs, values))
    if targets is not None:
        return reference.figures(drawn, draw(arrays(rows, outputs, targets)))
    classes = st.integers(0, max(outputs, 2) - 1).map(float)
    return reference.figures(drawn, draw(arrays(rows, 1, classes))[:, 0].astype(np.int32))


def same(figures: Figures) -> Any:
    """Equal to 1e-6."""
    return pytest.approx(figures, rel=1e-6, abs=1e-6, nan_ok=True)
