"""The simpler models beside a network: which of them is as good as it, or clearly better."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlpcli.baselines.baseline import FITTED, GUESSES, IN_WORDS, MACRO_RECALL, MEAN
from mlpcli.baselines.comparison import LESS_IS_BETTER, OF_NUMBERS, figure_compared
from mlpcli.config.config import Config
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.diagnosis.phrases import number
from mlpcli.network.plan import Plan

# Less is chance: wine's 36 test rows tell models apart that differ by 10 % of accuracy.
_CLEARLY_BETTER = 0.03
# Of what is left to learn of numbers, by the squares of errors.
_CLEARLY_LESS_LEFT = 1.2
_FEWEST_ROWS = 30
# Figures in which the classes of few rows count as much as the others.
_OF_EVERY_CLASS = (MACRO_RECALL, "macro_f1")
_FIGURES_IN_WORDS = {MACRO_RECALL: "the mean recall of the classes"}


@dataclass(frozen=True)
class BetterModel:
    """A simpler model called `name` among the baselines, its `figure` and the network's."""

    name: str
    figure: str
    theirs: float
    ours: float

    @property
    def in_words(self) -> str:
        return IN_WORDS[self.name]

    @property
    def is_guess(self) -> bool:
        return self.name in GUESSES

    def shown(self, value: float) -> str:
        """One of the two figures without its name."""
        return _shown(self.figure, value)


def told(figure: str, value: float) -> str:
    """A figure with its name in words."""
    return f"{_FIGURES_IN_WORDS.get(figure, figure)} {_shown(figure, value)}"


def _shown(figure: str, value: float) -> str:
    """A figure, with as many digits as tell two of them apart: errors can be of any size."""
    return number(value) if figure in LESS_IS_BETTER else f"{value:.3f}"


def figure_of_models(config: Config, plan: Plan) -> str:
    """The figure that networks and simpler models are compared by: that of the evaluations, but for class
    weights, which cost accuracy on purpose, and precision, which is in macro F1 too."""
    if plan.facts.classes and config.training.class_weight is not None:
        return MACRO_RECALL
    return figure_compared(config, plan)


def skill_of_accuracy(accuracy: float, guessed: float) -> float:
    """How far an accuracy is from that of guessing, 0, to perfection, 1; nan if guessing is perfect."""
    return (accuracy - guessed) / (1 - guessed) if guessed < 1 else math.nan


def skill_of_numbers(held: HeldBack, figure: str, value: float) -> float:
    """How far a figure of numbers is from that of always giving the mean, 0, to perfection, 1; nan if that
    is not known.

    Of an error it is 1 less the square of its share of the mean's: of the root mean squared error, r2.
    """
    if figure not in LESS_IS_BETTER:
        return value
    guessed = held.of_baseline(MEAN, figure)
    share = value / guessed if guessed > 0 else math.nan
    # Not squared by a power, which raises an error if it overflows.
    return 1 - share * share


def guess_as_good(held: HeldBack, figure: str) -> BetterModel | None:
    """A guess that is as good as the network, chance considered; of few rows nothing is known."""
    if held.rows < _FEWEST_ROWS:
        return None
    ours, sign = held.figure(figure), _sign(figure)
    chance = 0.0 if figure in OF_NUMBERS else _error(held, figure, ours)
    for name in GUESSES:
        guessed = held.of_baseline(name, figure)
        if math.isfinite(guessed) and not sign * ours > sign * guessed + chance:
            return BetterModel(name, figure, guessed, ours)
    return None


def better_fitted(held: HeldBack, figure: str) -> BetterModel | None:
    """The best of the fitted baselines, if it is clearly better."""
    if held.rows < _FEWEST_ROWS:
        return None
    best = max((name for name in FITTED if name in held.baselines), key=_by(held, figure), default=None)
    ours, theirs = held.figure(figure), math.nan if best is None else held.of_baseline(best, figure)
    if best is None or not _sign(figure) * theirs > _sign(figure) * ours:
        return None
    if figure in OF_NUMBERS:
        is_clear = _left(figure, ours) > _CLEARLY_LESS_LEFT * _left(figure, theirs)
    else:
        chance = 2 * math.hypot(_error(held, figure, ours), _error(held, figure, theirs))
        is_clear = theirs - ours > max(_CLEARLY_BETTER, chance)
    return BetterModel(best, figure, theirs, ours) if is_clear else None


def _sign(figure: str) -> int:
    return -1 if figure in LESS_IS_BETTER else 1


def _left(figure: str, value: float) -> float:
    """What is left to learn, of r2 and of the errors that it is made of in the same unit."""
    return value * value if figure in LESS_IS_BETTER else 1 - value


def _error(held: HeldBack, figure: str, value: float) -> float:
    """The standard error of an accuracy, or of a mean over the classes, of these rows."""
    if held.rows <= 0:
        return 0.0
    of_a_row = max(0.0, value * (1 - value))
    if figure in _OF_EVERY_CLASS and held.confusion is not None:
        rows = held.confusion.sum(axis=1)
        rows = rows[rows > 0]
        # The classes of few rows are as much of it as the others.
        return math.sqrt(of_a_row * float((1 / rows).sum())) / len(rows) if len(rows) else 0.0
    return math.sqrt(of_a_row / held.rows)


def _by(held: HeldBack, figure: str) -> Callable[[str], float]:
    return lambda name: np.nan_to_num(_sign(figure) * held.of_baseline(name, figure), nan=-math.inf)
