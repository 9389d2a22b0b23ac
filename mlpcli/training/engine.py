"""The training loop. It prints nothing and writes nothing: what happens is reported as facts."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.errors import DivergedError
from mlpcli.training.averaging import averaged
from mlpcli.training.chunks import cut, epoch_order
from mlpcli.training.loops import Arrays, Loop, resident, streaming
from mlpcli.training.tensorflow import tf

_EVALUATION_BATCH = 1024


@dataclass(frozen=True)
class Settings:
    """How to go through the rows. `first_epoch` counts from 1."""

    epochs: int
    batch_size: int
    shuffle: bool
    seed: int
    steps_per_chunk: int
    jit: bool = False
    stream: bool = False
    first_epoch: int = 1


@dataclass(frozen=True)
class ChunkResult:
    """A part of an epoch: its mean loss and metrics so far."""

    epoch: int
    step: int
    steps: int
    figures: dict[str, float]


@dataclass(frozen=True)
class EpochResult:
    """A whole epoch: `loss`, metrics, and the same of the validation rows as `val_...`."""

    epoch: int
    seconds: float
    learning_rate: float
    figures: dict[str, float]


OnChunk = Callable[[ChunkResult], None]
OnEpoch = Callable[[EpochResult], bool]


def train(
    model: Any,
    training: Arrays,
    validation: Arrays | None,
    settings: Settings,
    on_chunk: OnChunk,
    on_epoch: OnEpoch,
) -> None:
    """Train the compiled `model` in place until `on_epoch` returns False or the epochs are through.

    Raises DivergedError as soon as the loss is not a finite number.
    """
    prepare(model, training)
    feed = streaming if settings.stream else resident
    loop = feed(model.train_step, training, settings.batch_size, settings.jit)
    figures_of = tf.function(model.get_metrics_result, autograph=False)
    score = scorer(model, validation) if validation else None
    for epoch in range(settings.first_epoch, settings.epochs + 1):
        began = time.perf_counter()
        figures = _epoch(model, loop, figures_of, len(training), settings, epoch, on_chunk)
        if score:
            with averaged(model):
                figures |= {f"val_{name}": value for name, value in score().items()}
        result = EpochResult(epoch, time.perf_counter() - began, learning_rate(model), figures)
        if not on_epoch(result):
            return


def scorer(model: Any, rows: Arrays) -> Callable[[], dict[str, float]]:
    """A function that gives the loss and the metrics of the model on `rows`, as Keras's evaluate does."""
    prepare(model, rows)
    batch_size = min(_EVALUATION_BATCH, len(rows))
    loop = resident(model.test_step, rows, batch_size, jit=False)
    order = np.arange(len(rows), dtype=np.int32)

    def score() -> dict[str, float]:
        model.reset_metrics()
        for _ in loop(cut(order, batch_size, len(rows))):
            pass
        return {name: float(value) for name, value in model.get_metrics_result().items()}

    return score


def predict(model: Any, inputs: Array) -> Array:
    """The model's outputs for `inputs`: `[rows, outputs]` float32."""

    def outputs(batch: Any) -> Any:
        return model(tf.cast(batch, tf.float32), training=False)

    compiled = tf.function(outputs, autograph=False, reduce_retracing=True)
    parts = [
        compiled(tf.constant(inputs[start : start + _EVALUATION_BATCH])).numpy()
        for start in range(0, len(inputs), _EVALUATION_BATCH)
    ]
    return np.concatenate(parts).astype(np.float32)


def prepare(model: Any, rows: Arrays) -> None:
    """Make the variables of the loss and the metrics, which cannot be made inside a compiled loop."""
    inputs, *others = (tf.constant(part[:1]) for part in rows.parts)
    model._symbolic_build(data_batch=(tf.cast(inputs, tf.float32), *others))


def learning_rate(model: Any) -> float:
    """The rate that the next step would use."""
    return float(model.optimizer.learning_rate.numpy())


def _epoch(
    model: Any,
    loop: Loop,
    figures_of: Callable[[], dict[str, Any]],
    rows: int,
    settings: Settings,
    epoch: int,
    on_chunk: OnChunk,
) -> dict[str, float]:
    model.reset_metrics()
    steps = math.ceil(rows / settings.batch_size)
    order = epoch_order(rows, settings.shuffle, settings.seed, epoch)
    done = 0
    figures: dict[str, float] = {}
    for count in loop(cut(order, settings.batch_size, settings.steps_per_chunk)):
        done += count
        figures = {name: float(value) for name, value in figures_of().items()}
        if not math.isfinite(figures["loss"]):
            raise _diverged(model, epoch, done, figures["loss"])
        on_chunk(ChunkResult(epoch, done, steps, figures))
    return figures


def _diverged(model: Any, epoch: int, step: int, loss: float) -> DivergedError:
    return DivergedError(
        f"the loss became {loss} in epoch {epoch}, step {step}, at learning rate {learning_rate(model):g}",
        "try a learning rate ten times smaller, standardized inputs, or clipnorm: 1.0 on the optimizer",
    )
