"""Decisions from monitored figures: the best epoch, early stopping, and reducing the learning rate."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mlpcli.config.training import EarlyStopping, Mode, ReduceLrOnPlateau


@dataclass(frozen=True)
class MonitorState:
    """The state of a monitored figure: its best value and the epoch of that, the epochs waited since, and the
    remaining cooldown epochs."""

    value: float | None = None
    epoch: int | None = None
    waited: int = 0
    resting: int = 0

    def improves(self, value: float, mode: Mode, min_delta: float = 0.0) -> bool:
        """Whether a value beats the best by more than `min_delta`; a non-finite value never does."""
        if not math.isfinite(value):
            return False
        if self.value is None:
            return True
        return (value - self.value if mode == "max" else self.value - value) > min_delta


@dataclass(frozen=True)
class Progress:
    """All monitor states, as stored in a checkpoint: of the best epoch, early stopping, and the learning
    rate reduction."""

    best: MonitorState = MonitorState()
    stopping: MonitorState = MonitorState()
    plateau: MonitorState = MonitorState()


def note_best(seen: MonitorState, mode: Mode, value: float, epoch: int) -> MonitorState:
    """The state after an epoch with that value; its `epoch` is the best epoch."""
    return MonitorState(value, epoch) if seen.improves(value, mode) else seen


def note_stopping(
    seen: MonitorState, settings: EarlyStopping, figures: Mapping[str, float], epoch: int
) -> MonitorState:
    """The state of early stopping after an epoch, by the rule of `keras.callbacks.EarlyStopping`."""
    if epoch <= settings.start_from_epoch:
        return seen
    value = figures[settings.monitor]
    if not seen.improves(value, settings.mode, settings.min_delta):
        return replace(seen, waited=seen.waited + 1)
    if MonitorState(settings.baseline).improves(value, settings.mode, settings.min_delta):
        return MonitorState(value, epoch)
    # Still worse than the baseline: Keras goes on waiting, but does not stop while values improve.
    return MonitorState(value, epoch, min(seen.waited + 1, max(1, settings.patience) - 1))


def has_stopped(seen: MonitorState, settings: EarlyStopping | None) -> bool:
    """Whether early stopping ends the training."""
    return settings is not None and seen.waited >= max(1, settings.patience)


def note_plateau(
    seen: MonitorState, settings: ReduceLrOnPlateau, figures: Mapping[str, float], epoch: int, rate: float
) -> tuple[MonitorState, float]:
    """The state after an epoch at learning rate `rate`, and the rate for the next epoch.

    Follows the rule of `keras.callbacks.ReduceLROnPlateau`.
    """
    if seen.resting:
        seen = replace(seen, resting=seen.resting - 1, waited=0)
    value = figures[settings.monitor]
    if seen.improves(value, settings.mode, settings.min_delta):
        return replace(seen, value=value, epoch=epoch, waited=0), rate
    if seen.resting:
        return seen, rate
    seen = replace(seen, waited=seen.waited + 1)
    if seen.waited < max(1, settings.patience) or rate <= settings.min_lr:
        return seen, rate
    rested = replace(seen, waited=0, resting=settings.cooldown)
    return rested, max(rate * settings.factor, settings.min_lr)
