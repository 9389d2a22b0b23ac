"""Batches, epochs and what depends on their number."""

from collections.abc import Iterator
from math import inf, log

from mlpcli.config.config import Config
from mlpcli.config.layers.normalization import BatchNormalization
from mlpcli.config.messages.finding import Finding
from mlpcli.config.schedules import ExponentialDecay, InverseTimeDecay, StepCount
from mlpcli.config.types.section import Named
from mlpcli.explanation.unusual.seen import Seen
from mlpcli.explanation.words.phrases import counted, percent
from mlpcli.network.config_checks import holds_back

# Mean and variance of so few rows say little of the others.
_SMALL_BATCH = 4
_FEW_STEPS = 30
# So much of where the averages of BatchNormalization began may be left at the end.
_LEFT = 0.2
# A schedule that ends before this share of the steps, or is not done by more than so many trainings.
_EARLY, _LATE = 0.5, 3.0
# Of the first rate: smaller ones change no weight that could be seen.
_NOTHING = 1e-3


def unusual_steps(seen: Seen) -> Iterator[Finding]:
    """Batches too small, rows in the same order, too few steps, and waiting longer than the training."""
    if not seen.learns:
        return
    yield from _batch_statistics(seen)
    training = seen.config.training
    if not training.shuffle and (seen.rows is None or seen.rows > training.batch_size):
        yield Finding(
            ("training", "shuffle"),
            "every epoch has the same batches in the same order: rows that are sorted, such as by class, are "
            "then forgotten one after the other",
            "write shuffle: true, or leave it out",
        )
    if seen.steps is not None and seen.steps < _FEW_STEPS:
        yield Finding(
            ("training", "batch_size"),
            f"{counted(seen.steps, 'step')} in all, {counted(training.epochs, 'epoch')} of {seen.rows:,} "
            f"rows in batches of {training.batch_size:,}: the weights move no more often than that",
            "write a smaller batch_size, or more epochs",
        )
    yield from _patience(seen.config)
    yield from _schedule(seen)


def _batch_statistics(seen: Seen) -> Iterator[Finding]:
    size, steps = seen.config.training.batch_size, seen.steps
    for index, layer in seen.each(BatchNormalization):
        assert isinstance(layer, BatchNormalization)  # noqa: S101
        if size <= _SMALL_BATCH:
            yield Finding(
                seen.path(index),
                f"BatchNormalization in batches of {size}: mean and variance of {counted(size, 'row')} are "
                "mostly chance, and not those in use",
                "write batch_size: 16 or more, or use LayerNormalization",
            )
            return
        if steps and layer.momentum**steps > _LEFT:
            left = percent(layer.momentum**steps)
            yield Finding(
                seen.path(index),
                f"after {counted(steps, 'step')}, {left} of its averages are still what they began as "
                f"(momentum {layer.momentum:g}), so that it computes otherwise in use than in training",
                "write momentum: 0.9, or train for more steps",
            )
            return


def _patience(config: Config) -> Iterator[Finding]:
    training = config.training
    stopping, plateau = training.early_stopping, training.reduce_lr_on_plateau
    if stopping and stopping.patience >= training.epochs:
        yield Finding(
            ("training", "early_stopping", "patience"),
            f"waits {counted(stopping.patience, 'epoch')} and there are {training.epochs}: it never stops",
            "write a smaller patience, or more epochs",
        )
    if plateau and plateau.patience >= training.epochs:
        yield Finding(
            ("training", "reduce_lr_on_plateau", "patience"),
            f"waits {counted(plateau.patience, 'epoch')} and there are {training.epochs}: it never lowers it",
            "write a smaller patience, or more epochs",
        )
    elif plateau and stopping and plateau.patience >= stopping.patience:
        yield Finding(
            ("training", "reduce_lr_on_plateau", "patience"),
            f"waits {counted(plateau.patience, 'epoch')}, and early_stopping ends the training after "
            f"{stopping.patience}, before the rate is lowered",
            f"write a patience of less than {stopping.patience}",
        )
    if stopping and not holds_back(config) and stopping.monitor == "loss":
        yield Finding(
            ("training", "early_stopping"),
            "follows the loss of the training rows, which goes on falling when the network learns them by "
            "heart",
            "hold rows back with data.validation",
        )


def _schedule(seen: Seen) -> Iterator[Finding]:
    rate, steps, rows = seen.config.optimizer.learning_rate, seen.steps, seen.rows
    count = getattr(rate, "decay_steps", None)
    if not isinstance(rate, Named) or steps is None or rows is None or not isinstance(count, StepCount):
        return
    kind = type(rate).__name__
    training = seen.config.training
    per_epoch = -(-rows // training.batch_size)
    path = ("optimizer", type(seen.config.optimizer).__name__, "learning_rate", kind, "decay_steps")
    length = count.steps(per_epoch)
    if isinstance(rate, ExponentialDecay | InverseTimeDecay):
        if (last := _steps_to_nothing(rate, length)) < _EARLY * steps:
            yield Finding(
                path,
                f"{kind} has lowered the rate to a thousandth after {last:,.0f} of {steps:,} steps: in the "
                "rest of the training next to nothing is learned",
                f"write decay_steps: {_epochs_meant(rate, count, steps, training.epochs):g} epochs",
            )
    elif length < _EARLY * steps and not getattr(rate, "cycle", False):
        yield Finding(
            path,
            f"{kind} ends after {length:,} of {steps:,} steps: for the rest of the training the rate is at "
            "its lowest",
            f"write decay_steps: {training.epochs} epochs",
        )
    elif length > _LATE * steps:
        yield Finding(
            path,
            f"{kind} takes {length:,} steps, and the training has {steps:,}: the rate hardly falls",
            f"write decay_steps: {training.epochs} epochs",
        )


def _steps_to_nothing(rate: ExponentialDecay | InverseTimeDecay, length: int) -> float:
    """After how many steps a rate is a thousandth of its first; infinite if it does not fall so far."""
    if isinstance(rate, InverseTimeDecay):
        return length * (1 / _NOTHING - 1) / rate.decay_rate if rate.decay_rate > 0 else inf
    return length * log(_NOTHING) / log(rate.decay_rate) if 0 < rate.decay_rate < 1 else inf


def _epochs_meant(
    rate: ExponentialDecay | InverseTimeDecay, count: StepCount, steps: int, epochs: int
) -> float:
    """How many epochs were probably meant: the number that is there, if the rate lasts so."""
    length = round(count.number * steps / epochs)
    lasts = _steps_to_nothing(rate, length) >= _EARLY * steps
    return count.number if lasts and not count.in_epochs and count.number <= epochs else epochs
