"""The training loop: rows on the device, a compiled loop over the steps of a chunk, Keras's own step inside.

It prints nothing and writes nothing: what happens is reported as facts.
"""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.errors import DivergedError
from mlpcli.training.averaging import averaged
from mlpcli.training.tensorflow import tf

# Often enough for a progress bar and a prompt Ctrl-C, seldom enough to cost little.
_CHUNKS_PER_EPOCH = 20
_EVALUATION_BATCH = 1024


@dataclass(frozen=True)
class Arrays:
    """Rows as the model takes them: `inputs` `[rows, ...]` of any number type, `targets` as encoded, and
    `weights` `[rows]` float32 of each row in the loss, or None."""

    inputs: Array
    targets: Array
    weights: Array | None = None

    def __len__(self) -> int:
        return len(self.inputs)


@dataclass(frozen=True)
class Settings:
    """How to go through the rows. `first_epoch` counts from 1."""

    epochs: int
    batch_size: int
    shuffle: bool
    seed: int
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
    run_steps = _steps(model, model.train_step, training)
    score = _Scorer(model, validation) if validation else None
    for epoch in range(settings.first_epoch, settings.epochs + 1):
        began = time.perf_counter()
        figures = _epoch(model, run_steps, len(training), settings, epoch, on_chunk)
        if score:
            with averaged(model):
                figures |= {f"val_{name}": value for name, value in score().items()}
        result = EpochResult(epoch, time.perf_counter() - began, learning_rate(model), figures)
        if not on_epoch(result):
            return


def evaluate(model: Any, rows: Arrays) -> dict[str, float]:
    """The loss and the metrics of the compiled `model` on `rows`, as Keras's evaluate gives them."""
    return _Scorer(model, rows)()


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


def learning_rate(model: Any) -> float:
    """The rate that the next step would use."""
    return float(model.optimizer.learning_rate)


def _epoch(
    model: Any,
    run_steps: Callable[[Any], None],
    rows: int,
    settings: Settings,
    epoch: int,
    on_chunk: OnChunk,
) -> dict[str, float]:
    model.reset_metrics()
    steps = math.ceil(rows / settings.batch_size)
    done = 0
    figures: dict[str, float] = {}
    for chunk in chunks(order(rows, settings, epoch), settings.batch_size):
        run_steps(tf.constant(chunk))
        done += len(chunk)
        figures = {name: float(value) for name, value in model.get_metrics_result().items()}
        if not math.isfinite(figures["loss"]):
            raise _diverged(model, epoch, done, figures["loss"])
        on_chunk(ChunkResult(epoch, done, steps, figures))
    return figures


def order(rows: int, settings: Settings, epoch: int) -> Array:
    """The order of the rows in an epoch: int32, drawn from the seed and the epoch alone."""
    if not settings.shuffle:
        return np.arange(rows, dtype=np.int32)
    generator = np.random.Generator(np.random.PCG64([settings.seed, epoch]))
    return generator.permutation(rows).astype(np.int32)


def chunks(order: Array, batch_size: int) -> Iterator[Array]:
    """The order cut into `[steps, batch_size]` parts, and the smaller last batch as `[1, rest]`."""
    steps = len(order) // batch_size
    whole = order[: steps * batch_size].reshape(steps, batch_size)
    per_chunk = max(1, math.ceil(steps / _CHUNKS_PER_EPOCH))
    for start in range(0, steps, per_chunk):
        yield whole[start : start + per_chunk]
    if rest := len(order) % batch_size:
        yield order[-rest:].reshape(1, rest)


def _diverged(model: Any, epoch: int, step: int, loss: float) -> DivergedError:
    return DivergedError(
        f"the loss became {loss} in epoch {epoch}, step {step}, at learning rate {learning_rate(model):g}",
        "try a learning rate ten times smaller, standardized inputs, or clipnorm: 1.0 on the optimizer",
    )


def _steps(model: Any, step: Callable[[Any], Any], rows: Arrays) -> Callable[[Any], None]:
    """A compiled function that takes rows' numbers `[steps, batch]` int32 and runs `step` on each batch.

    The numbers come in as data. A loop bound or a slice's start as an argument would be compiled anew for
    every value.
    """
    held = [tf.constant(part) for part in (rows.inputs, rows.targets, rows.weights) if part is not None]
    model._symbolic_build(data_batch=_batch(held, tf.zeros([1], tf.int32)))

    def run(numbers: Any) -> None:
        def body(index: Any) -> Any:
            step(_batch(held, numbers[index]))
            return (index + 1,)

        tf.while_loop(lambda index: index < tf.shape(numbers)[0], body, (tf.constant(0),))

    # Not autograph: Keras's own Python must run as it is written.
    compiled: Callable[[Any], None] = tf.function(
        run, autograph=False, input_signature=[tf.TensorSpec([None, None], tf.int32)]
    )
    return compiled


def _batch(held: list[Any], numbers: Any) -> tuple[Any, ...]:
    inputs, *others = (tf.gather(part, numbers) for part in held)
    return (tf.cast(inputs, tf.float32), *others)


class _Scorer:
    """Scores the same rows again and again, compiled once."""

    def __init__(self, model: Any, rows: Arrays) -> None:
        self._model = model
        self._run = _steps(model, model.test_step, rows)
        self._order = np.arange(len(rows), dtype=np.int32)

    def __call__(self) -> dict[str, float]:
        self._model.reset_metrics()
        for chunk in chunks(self._order, min(_EVALUATION_BATCH, len(self._order))):
            self._run(tf.constant(chunk))
        return {name: float(value) for name, value in self._model.get_metrics_result().items()}
