"""The simpler models beside a network: which of them is as good as it, or clearly better."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlpcli.baselines.baseline import FITTED, GUESSES, IN_WORDS, MACRO_RECALL
from mlpcli.diagnosis.held_back import HeldBack

OF_NUMBERS = "r2"
# Less is chance: wine's 36 test rows tell models apart that differ by 10 % of accuracy.
_CLEARLY_BETTER = 0.03
_CLEARLY_LESS_LEFT = 1.2
_FEWEST_ROWS = 30


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


def guess_as_good(held: HeldBack, figure: str) -> BetterModel | None:
    """A guess that is as good as the network, chance considered; of few rows nothing is known."""
    if held.rows < _FEWEST_ROWS:
        return None
    ours = held.figure(figure)
    chance = 0.0 if figure == OF_NUMBERS else _error(held, figure, ours)
    for name in GUESSES:
        guessed = held.of_baseline(name, figure)
        if math.isfinite(guessed) and not ours > guessed + chance:
            return BetterModel(name, figure, guessed, ours)
    return None


def better_fitted(held: HeldBack, figure: str) -> BetterModel | None:
    """The best of the fitted baselines, if it is clearly better."""
    if held.rows < _FEWEST_ROWS:
        return None
    best = max((name for name in FITTED if name in held.baselines), key=_by(held, figure), default=None)
    ours, theirs = held.figure(figure), math.nan if best is None else held.of_baseline(best, figure)
    if best is None or not theirs > ours:
        return None
    if figure == OF_NUMBERS:
        is_clear = 1 - ours > _CLEARLY_LESS_LEFT * (1 - theirs)
    else:
        chance = 2 * math.hypot(_error(held, figure, ours), _error(held, figure, theirs))
        is_clear = theirs - ours > max(_CLEARLY_BETTER, chance)
    return BetterModel(best, figure, theirs, ours) if is_clear else None


def _error(held: HeldBack, figure: str, value: float) -> float:
    """The standard error of an accuracy, or of a mean recall, of these rows."""
    if held.rows <= 0:
        return 0.0
    of_a_row = max(0.0, value * (1 - value))
    if figure == MACRO_RECALL and held.confusion is not None:
        rows = held.confusion.sum(axis=1)
        rows = rows[rows > 0]
        # The classes of few rows are as much of it as the others.
        return math.sqrt(of_a_row * float((1 / rows).sum())) / len(rows) if len(rows) else 0.0
    return math.sqrt(of_a_row / held.rows)


def _by(held: HeldBack, figure: str) -> Callable[[str], float]:
    return lambda name: np.nan_to_num(held.of_baseline(name, figure), nan=-math.inf)
