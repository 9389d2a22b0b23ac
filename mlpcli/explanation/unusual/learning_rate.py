"""Learning rates far from the usual of their optimizer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from mlpcli.config import optimizers
from mlpcli.config.messages.finding import Finding
from mlpcli.config.optimizers import Optimizer
from mlpcli.explanation.unusual.seen import Seen
from mlpcli.explanation.words.schedules import highest_rate


@dataclass(frozen=True)
class _Rates:
    """The usual rate, the lowest and the highest that are not unusual, and why it is this one."""

    usual: float
    lowest: float
    highest: float
    why: str = ""


_ADAPTIVE = _Rates(0.001, 1e-5, 0.03)
_GROWING = "its steps only become smaller, and Keras's default of 0.001 is a tenth of the usual"
USUAL: Mapping[type[Optimizer], _Rates] = {
    # At 0.6, MNIST with three hidden layers ends at 1.6 times the loss of 0.1, and a regression at 6 times.
    optimizers.SGD: _Rates(0.01, 1e-4, 0.5),
    optimizers.Adam: _ADAPTIVE,
    optimizers.AdamW: _ADAPTIVE,
    optimizers.Adamax: _Rates(0.002, 2e-5, 0.06),
    optimizers.Nadam: _ADAPTIVE,
    optimizers.Lamb: _Rates(0.001, 1e-5, 0.1),
    optimizers.RMSprop: _ADAPTIVE,
    # Zeiler 2012, arXiv 1212.5701, has no learning rate: 1.0 gives the same steps.
    optimizers.Adadelta: _Rates(
        1.0, 0.05, 10.0, "its paper has no learning rate, which is one of 1.0, and Keras's default is 0.001"
    ),
    # Duchi and others 2011; PyTorch's default is 0.01.
    optimizers.Adagrad: _Rates(0.01, 0.0015, 1.0, _GROWING),
    optimizers.Ftrl: _Rates(0.01, 0.0015, 1.0, _GROWING),
    # Shazeer and Stern 2018, arXiv 1804.04235: steps relative to the weights, at most 1 % of them.
    optimizers.Adafactor: _Rates(
        0.01, 0.0015, 0.3, "a step is that share of the weights: its paper has 0.01, and Keras 0.001"
    ),
    # Chen and others 2023, arXiv 2302.06675: 3 to 10 times less than AdamW, since every step has that size.
    optimizers.Lion: _Rates(1e-4, 1e-6, 5e-3, "every step of every weight has exactly this size"),
    optimizers.Muon: _Rates(0.001, 1e-5, 0.1),
    optimizers.ScheduleFreeAdamW: _Rates(0.0025, 2.5e-5, 0.08),
}
# Networks of fewer weights bear larger steps.
_SMALL, _MORE = 1_000, 10.0
# Along a steady slope the steps of momentum are longer, and those of 0.1 with 0.9 of it are usual.
_OF_MOMENTUM = 4.0
# So many times less than the usual is a choice, unless all steps together are as short as so few usual ones:
# rings at Adam 1e-5 are where they began after 480 steps.
_MUCH_LESS, _FEW_STEPS = 10.0, 30


def unusual_learning_rate(seen: Seen) -> Iterator[Finding]:
    """The highest rate at which most weights learn, against the usual ones of the optimizer."""
    if not seen.learns:
        return
    optimizer = seen.config.optimizer
    usual, rate = USUAL[type(optimizer)], _rate(seen)
    kind = type(optimizer).__name__
    path = ("optimizer", kind, "learning_rate")
    why = f": {usual.why}" if usual.why else ""
    own = str(usual.usual)
    write = f"write learning_rate: {own}"
    if rate == 0:
        yield Finding(path, "with a learning rate of 0 no weight changes", write)
    elif rate < usual.lowest or _hardly_moves(seen, rate, usual.usual):
        message = f"{rate:.3g} is {usual.usual / rate:,.0f} times less than the usual {own} of {kind}"
        yield Finding(path, f"{message}{why}; it may learn next to nothing in the epochs given", write)
    elif rate > _highest(seen, usual):
        message = f"{rate:.3g} is {rate / usual.usual:,.0f} times the usual {own} of {kind}"
        scaled = ", and standardize_targets: true in data" if _is_far_to_go(seen, usual.usual) else ""
        yield Finding(path, f"{message}{why}; the loss may rise, or become NaN", f"{write}{scaled}")


def _hardly_moves(seen: Seen, rate: float, usual: float) -> bool:
    """Whether all steps together are as short as a few of the usual ones."""
    return seen.steps is not None and rate < usual / _MUCH_LESS and rate * seen.steps < usual * _FEW_STEPS


def _highest(seen: Seen, usual: _Rates) -> float:
    """The highest rate that the network bears."""
    optimizer, is_small = seen.config.optimizer, seen.plan.stack.trainable_parameters <= _SMALL
    if isinstance(optimizer, optimizers.SGD):
        # Its steps grow with the errors, and those of numbers have no bound.
        times = _MORE if is_small and seen.plan.facts.task != "regression" else 1.0
        return usual.highest * times * min(1.0, _OF_MOMENTUM * (1 - optimizer.momentum))
    if seen.has_raw_targets and not seen.hidden:
        # Every other step has the size of the rate: the larger the numbers, the further the weights of a
        # single layer have to go.
        return usual.highest * max(_MORE, seen.largest_target or inf)
    return usual.highest * (_MORE if is_small else 1.0)


def _is_far_to_go(seen: Seen, usual: float) -> bool:
    """Whether steps of the usual size do not reach the targets, which could be standardized."""
    has_key = getattr(seen.config.data, "standardize_targets", None) is not None
    if not (seen.has_raw_targets and has_key) or isinstance(seen.config.optimizer, optimizers.SGD):
        return False
    return seen.steps is not None and (seen.largest_target or 0.0) > usual * seen.steps


def _rate(seen: Seen) -> float:
    """The highest rate of the layer with most weights, with its own factor."""
    pairs = zip(seen.layers, seen.plan.stack.layers, strict=True)
    largest, _ = max(pairs, key=lambda pair: pair[1].trainable_parameters)
    return highest_rate(seen.config.optimizer.learning_rate) * largest.rate_factor
