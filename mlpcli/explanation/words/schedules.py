"""How every schedule changes the learning rate, and its highest one."""

from collections.abc import Callable, Mapping
from typing import Any

from mlpcli.config import schedules
from mlpcli.config.schedules import RatesByEpoch, StepCount
from mlpcli.config.types.section import Named
from mlpcli.explanation.words.phrases import counted, listed

Rate = float | RatesByEpoch | Named


def rate_sentence(rate: Rate) -> str:
    """The learning rate: a number, or how it changes."""
    if isinstance(rate, RatesByEpoch):
        first, *later = rate.rates
        parts = [f"{first[1]:g}", *(f"{value:g} from epoch {epoch} on" for epoch, value in later)]
        return f"The learning rate is {listed(parts)}."
    if isinstance(rate, Named):
        return f"The learning rate {SCHEDULES[type(rate)](rate)}."
    return f"The learning rate is {rate:g} throughout."


def highest_rate(rate: Rate) -> float:
    """The highest learning rate of the training."""
    if isinstance(rate, RatesByEpoch):
        return max(value for _, value in rate.rates)
    if isinstance(rate, schedules.PiecewiseConstantDecay):
        return max(rate.values)
    if isinstance(rate, schedules.CosineDecay):
        return max(rate.initial_learning_rate, rate.warmup_target or 0.0)
    if isinstance(rate, schedules.CosineLogDecay):
        return rate.peak_learning_rate
    if isinstance(rate, Named):
        return float(getattr(rate, "initial_learning_rate"))  # noqa: B009 - of every other schedule
    return rate


def _cosine(rate: schedules.CosineDecay) -> str:
    end = rate.alpha * (rate.initial_learning_rate if rate.warmup_target is None else rate.warmup_target)
    falls = f"falls along half a cosine to {end:.3g} in {_length(rate.decay_steps)}"
    if rate.warmup_target is None:
        return f"begins with {rate.initial_learning_rate:g} and {falls}"
    return (
        f"rises from {rate.initial_learning_rate:g} to {rate.warmup_target:g} in "
        f"{_length(rate.warmup_steps)}, then {falls}"
    )


def _cosine_log(rate: schedules.CosineLogDecay) -> str:
    return (
        f"swings {counted(rate.cycles, 'time')} between 0 and {rate.peak_learning_rate:g} in "
        f"{_length(rate.decay_steps)}, each time for twice as long, and ends at 0"
    )


def _cosine_restarts(rate: schedules.CosineDecayRestarts) -> str:
    return (
        f"falls from {rate.initial_learning_rate:g} to {rate.alpha * rate.initial_learning_rate:.3g} in "
        f"{_length(rate.first_decay_steps)} and begins anew, each time {rate.t_mul:g} times as long and with "
        f"{rate.m_mul:g} times the rate"
    )


def _exponential(rate: schedules.ExponentialDecay) -> str:
    return (
        f"begins with {rate.initial_learning_rate:g} and is multiplied by {rate.decay_rate:g} every "
        f"{_length(rate.decay_steps)}{_in_between(rate.staircase)}"
    )


def _inverse_time(rate: schedules.InverseTimeDecay) -> str:
    return (
        f"is {rate.initial_learning_rate:g} divided by 1 + {rate.decay_rate:g} for every "
        f"{_length(rate.decay_steps)} that passed{_in_between(rate.staircase)}"
    )


def _piecewise(rate: schedules.PiecewiseConstantDecay) -> str:
    later = [
        f"{value:g} after {_length(end)}" for value, end in zip(rate.values[1:], rate.boundaries, strict=True)
    ]
    return f"is {listed([f'{rate.values[0]:g}', *later])}"


def _polynomial(rate: schedules.PolynomialDecay) -> str:
    along = "in a straight line" if rate.power == 1 else f"along a power of {rate.power:g}"
    again = ", and begins anew with a longer fall" if rate.cycle else ""
    return (
        f"falls from {rate.initial_learning_rate:g} to {rate.end_learning_rate:g} {along} in "
        f"{_length(rate.decay_steps)}{again}"
    )


def _in_between(staircase: bool) -> str:
    return ", all at once" if staircase else ", a little at every step"


def _length(count: StepCount) -> str:
    if not count.in_epochs:
        return counted(int(count.number), "step")
    return str(count) if count.number != 1 else "epoch"


SCHEDULES: Mapping[type[Named], Callable[[Any], str]] = {
    schedules.CosineDecay: _cosine,
    schedules.CosineLogDecay: _cosine_log,
    schedules.CosineDecayRestarts: _cosine_restarts,
    schedules.ExponentialDecay: _exponential,
    schedules.InverseTimeDecay: _inverse_time,
    schedules.PiecewiseConstantDecay: _piecewise,
    schedules.PolynomialDecay: _polynomial,
}
