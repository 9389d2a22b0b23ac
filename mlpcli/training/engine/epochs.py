"""The training loop. It prints and writes nothing, and reports progress to callbacks."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np

from mlpcli.data.average_precision import average_precision
from mlpcli.data.dataset import Array
from mlpcli.data.roc_auc import area_under_curve
from mlpcli.data.stores.disk_rows import AnyRows
from mlpcli.errors import DivergedError
from mlpcli.training.building.precision import for_inference
from mlpcli.training.engine.chunk_size import Pace
from mlpcli.training.engine.compiled_loops import CompletedChunk, EncodedRows
from mlpcli.training.engine.feeds import ALONE, Feed, Share, feed
from mlpcli.training.engine.loss_of_all_rows import scorer_of_all_rows
from mlpcli.training.engine.validation import Score, Validation
from mlpcli.training.tensorflow import keras, tf

# The most steps per chunk if the pace is steady, and if it is learned.
_EVALUATION_STEPS = (4, 64)
_PREDICTED_AT_ONCE = 1024


@dataclass(frozen=True)
class Settings:
    """How to iterate over the rows. `first_epoch` counts from 1; `first_step` of its steps are already done,
    and the model's metrics have their sums. `can_pause` is that of the Placement, and `usual_rate` the
    optimizer's default."""

    epochs: int
    batch_size: int
    shuffle: bool
    seed: int
    steps_per_chunk: int
    evaluation_batch: int = _PREDICTED_AT_ONCE
    jit: bool = False
    stream: bool = False
    pool: int | None = None
    share: Share = ALONE
    first_epoch: int = 1
    first_step: int = 0
    can_pause: bool = True
    usual_rate: float = math.inf


@dataclass(frozen=True)
class ChunkResult:
    """A part of an epoch: the mean loss and metrics so far."""

    epoch: int
    step: int
    steps: int
    figures: dict[str, float]


@dataclass(frozen=True)
class EpochResult:
    """A whole epoch: the learning rate of its last step, and `loss`, metrics, and the same for the validation
    rows as `val_...`."""

    epoch: int
    seconds: float
    learning_rate: float
    figures: dict[str, float]


OnChunk = Callable[[ChunkResult], None]
OnEpoch = Callable[[EpochResult], bool]


class Predict(Protocol):
    """What `predictor` returns."""

    def __call__(self, inputs: AnyRows, between: Callable[[], None] = ...) -> Array: ...


def train(
    model: Any,
    training: EncodedRows,
    validation: EncodedRows | None,
    settings: Settings,
    on_chunk: OnChunk,
    on_epoch: OnEpoch,
    is_due: Callable[[], bool] = lambda: False,
) -> None:
    """Train the compiled `model` in place until `on_epoch` returns False or all epochs are done.

    If `is_due` returns True between two chunks of a validation, `on_chunk` is called again with the last
    result of the epoch, and with the model in that state. The variables of the metrics must exist, see
    `prepare`. Raises DivergedError as soon as a loss or, at the end of an epoch, a weight is NaN or infinite.
    """
    source = feed(
        model.train_step,
        training,
        settings.batch_size,
        xla_steps=settings.steps_per_chunk if settings.jit else None,
        stream=settings.stream,
        pool=settings.pool,
        share=settings.share,
    )
    figures_of = tf.function(model.get_metrics_result, autograph=False)
    score = _validation(model, validation, settings) if validation else None
    # Under XLA the rounding depends on the chunk sizes, and several workers need the same chunk sizes.
    pace = Pace(settings.steps_per_chunk, steady=settings.jit or not settings.can_pause)
    for epoch in range(settings.first_epoch, settings.epochs + 1):
        began = time.perf_counter()
        figures = _epoch(model, source, figures_of, settings, pace, epoch, on_chunk)
        if score:
            steps = math.ceil(len(training) / settings.batch_size)
            trained = ChunkResult(epoch, steps, steps, figures)
            figures = figures | score.figures(is_due, partial(on_chunk, trained))
        if not math.isfinite(figures.get("val_loss", 0.0)) or not is_sound(model):
            raise _diverged(model, settings, epoch, figures.get("val_loss", figures["loss"]))
        result = EpochResult(epoch, time.perf_counter() - began, _last_rate(model), figures)
        if not on_epoch(result):
            return


def _validation(model: Any, rows: EncodedRows, settings: Settings) -> Validation:
    score = scorer(
        model,
        rows,
        settings.evaluation_batch,
        settings.stream,
        steady=not settings.can_pause,
        share=settings.share,
    )
    return Validation(model, score, settings.can_pause)


def scorer(
    model: Any,
    rows: EncodedRows,
    batch_size: int,
    stream: bool = False,
    steady: bool = False,
    share: Share = ALONE,
) -> Score:
    """A function that returns the loss and the metrics of the model on `rows`, as Keras's evaluate does,
    except that `auc` is exact, and that a loss of a whole batch is that of one batch with all rows.

    It evaluates `batch_size` rows per step. Unless `steady`, the chunks of steps have a bounded duration.
    """
    prepare(model, rows)
    batch_size = min(batch_size, len(rows))
    source = feed(model.test_step, rows, batch_size, stream=stream, share=share)
    pace = Pace(_EVALUATION_STEPS[0 if steady else 1], steady)
    outputs = predictor(model, batch_size)
    areas = {
        metric.name: average_precision if metric.get_config()["curve"] == "PR" else area_under_curve
        for metric in model._compile_metrics.metrics
        if isinstance(metric, keras.metrics.AUC)
    }

    of_all_rows = getattr(model.loss, "of_all_rows", None)
    loss_of_all = of_all_rows and scorer_of_all_rows(model, rows, of_all_rows, batch_size)

    def score(between: Callable[[], None]) -> dict[str, float]:
        model.reset_metrics()
        with for_inference(model):
            for chunk in source.run(None, 0, pace):
                pace.note(chunk.steps, chunk.seconds)
                between()
            figures = _figures(model.get_metrics_result)
            if areas:
                # Keras's value from 200 thresholds is inaccurate if the outputs cluster.
                answers, positive = outputs(rows.inputs, between)[:, 0], rows.targets[:][:, 0] != 0
                figures |= {name: area(answers, positive) for name, area in areas.items()}
            if loss_of_all:
                # Keras's is the mean over batches, which depends on their size.
                figures["loss"] = loss_of_all(between)
        return figures

    return score


def predictor(model: Any, at_once: int = _PREDICTED_AT_ONCE) -> Predict:
    """A function from `[rows, ...]` inputs to the model's outputs `[rows, outputs]`, float32.

    It computes `at_once` rows at a time, and calls `between` after each part.
    """

    def outputs(batch: Any) -> Any:
        return model(tf.cast(batch, tf.float32), training=False)

    compiled = tf.function(outputs, autograph=False, reduce_retracing=True)

    def predict(inputs: AnyRows, between: Callable[[], None] = lambda: None) -> Array:
        parts = []
        for start in range(0, len(inputs), at_once):
            parts.append(compiled(tf.constant(inputs[start : start + at_once])).numpy())
            between()
        return np.concatenate(parts).astype(np.float32)

    return predict


def prepare(model: Any, rows: EncodedRows) -> None:
    """Create the variables of the loss and the metrics, which cannot be created in a compiled loop."""
    inputs, *others = (tf.constant(part[:1]) for part in rows.parts)
    model._symbolic_build(data_batch=(tf.cast(inputs, tf.float32), *others))


def learning_rate(model: Any) -> float:
    """The learning rate of the next step."""
    return float(model.optimizer.learning_rate.numpy())


def _last_rate(model: Any) -> float:
    """The learning rate of the last step; a schedule may have another one for the next."""
    optimizer = getattr(model.optimizer, "inner_optimizer", model.optimizer)
    schedule = optimizer._learning_rate
    if not isinstance(schedule, keras.optimizers.schedules.LearningRateSchedule):
        return learning_rate(model)
    # Keras counts the steps of a schedule in batches, of which several may make one update.
    return float(schedule(int(optimizer._iterations.numpy()) - 1))


def _epoch(
    model: Any,
    source: Feed,
    figures_of: Callable[[], dict[str, Any]],
    settings: Settings,
    pace: Pace,
    epoch: int,
    on_chunk: OnChunk,
) -> dict[str, float]:
    done = settings.first_step if epoch == settings.first_epoch else 0
    if not done:
        model.reset_metrics()
    steps = math.ceil(len(source.rows) / settings.batch_size)
    seed = (settings.seed, epoch) if settings.shuffle else None
    figures: dict[str, float] = {}
    for chunk in source.run(seed, done, pace):
        pace.note(chunk.steps, chunk.seconds)
        figures = _figures(figures_of)
        if not math.isfinite(figures["loss"]):
            raise _diverged(model, settings, epoch, figures["loss"], _batch(done, chunk, steps))
        done += chunk.steps
        on_chunk(ChunkResult(epoch, done, steps, figures))
    # Empty if training was interrupted after the last chunk of the epoch.
    return figures or _figures(figures_of)


def _batch(done: int, chunk: CompletedChunk, steps: int) -> str:
    """Where in the epoch the loss became NaN or infinite, as precisely as the chunk tells."""
    if chunk.sound < chunk.steps:
        return f", batch {done + chunk.sound + 1} of {steps}"
    return f", by batch {done + chunk.steps} of {steps}"


def _figures(figures_of: Callable[[], dict[str, Any]]) -> dict[str, float]:
    return {name: float(value) for name, value in figures_of().items()}


def is_sound(model: Any) -> bool:
    """Whether all weights are finite. The loss does not tell: it is computed before its step's update."""
    return all(np.isfinite(variable.numpy()).all() for variable in model.weights)


def _diverged(model: Any, settings: Settings, epoch: int, loss: float, batch: str = "") -> DivergedError:
    what = f"the loss became {loss}" if not math.isfinite(loss) else "weights became NaN or infinite"
    rate = learning_rate(model)
    # A tenth of a rate that is far too high diverges again.
    lower = min(rate / 10, settings.usual_rate)
    return DivergedError(
        f"{what} in epoch {epoch}{batch}, at learning rate {rate:g}",
        f"try a learning rate of {lower:g}, standardized inputs, or clipnorm: 1.0 on the optimizer",
        rate,
    )
