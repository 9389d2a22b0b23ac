"""Learning rates far from the usual of their optimizer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
# Networks of fewer weights bear larger steps, unless they predict numbers, whose errors have no bound.
_SMALL, _MORE = 1_000, 10.0
# Along a steady slope the steps of momentum are longer, and those of 0.1 with 0.9 of it are usual.
_OF_MOMENTUM = 4.0


def unusual_learning_rate(seen: Seen) -> Iterator[Finding]:
    """The highest rate at which most weights learn, against the usual ones of the optimizer."""
    if not seen.learns:
        return
    optimizer = seen.config.optimizer
    usual, rate = USUAL[type(optimizer)], _rate(seen)
    kind = type(optimizer).__name__
    path = ("optimizer", kind, "learning_rate")
    is_small = seen.plan.stack.trainable_parameters <= _SMALL and seen.plan.facts.task != "regression"
    highest = usual.highest * (_MORE if is_small else 1.0)
    if isinstance(optimizer, optimizers.SGD):
        highest *= min(1.0, _OF_MOMENTUM * (1 - optimizer.momentum))
    why = f": {usual.why}" if usual.why else ""
    own = str(usual.usual)
    write = f"write learning_rate: {own}"
    if rate == 0:
        yield Finding(path, "with a learning rate of 0 no weight changes", write)
    elif rate < usual.lowest:
        message = f"{rate:.3g} is {usual.usual / rate:,.0f} times less than the usual {own} of {kind}"
        yield Finding(path, f"{message}{why}; it may learn next to nothing in the epochs given", write)
    elif rate > highest:
        message = f"{rate:.3g} is {rate / usual.usual:,.0f} times the usual {own} of {kind}"
        yield Finding(path, f"{message}{why}; the loss may rise, or become NaN", write)


def _rate(seen: Seen) -> float:
    """The highest rate of the layer with most weights, with its own factor."""
    pairs = zip(seen.layers, seen.plan.stack.layers, strict=True)
    largest, _ = max(pairs, key=lambda pair: pair[1].trainable_parameters)
    return highest_rate(seen.config.optimizer.learning_rate) * largest.rate_factor
