"""What the baselines of an evaluation were fitted on, and what it means if the network is not better."""

from collections.abc import Mapping

from mlpcli.baselines.baseline import (
    BOOSTING,
    FITTED,
    GUESSES,
    IN_WORDS,
    LAST,
    LINEAR,
    LOGISTIC,
    MEAN,
    MOST_FREQUENT,
    SEASONAL,
)
from mlpcli.baselines.comparison import Comparison, compare
from mlpcli.cli.display.terminal import say
from mlpcli.cli.display.text import figure
from mlpcli.workflows.run.evaluation import Evaluation

# Inputs that should be standardized are an illness that a training names itself.
_NOTHING_LEARNED = "try another learning rate, or more epochs"
_NOT_YET_LEARNED = "try more epochs, or another learning rate; or use that model"
_TRY: Mapping[str, str] = {
    MOST_FREQUENT: _NOTHING_LEARNED,
    MEAN: _NOTHING_LEARNED,
    LAST: _NOT_YET_LEARNED,
    SEASONAL: _NOT_YET_LEARNED,
    LOGISTIC: _NOT_YET_LEARNED,
    LINEAR: _NOT_YET_LEARNED,
    BOOSTING: "try more epochs, or wider layers with Dropout; or use that model",
}


def show_baselines(evaluation: Evaluation, advise: bool = True) -> None:
    """Say what the fitted baselines saw and took, and whether the network is no better than the best; with
    what to try, unless something else says so."""
    facts = [
        f"{IN_WORDS[name]} of {one.rows:,} rows in {one.seconds:.1f} s"
        for name in FITTED
        if (one := evaluation.baselines.get(name))
    ]
    if facts:
        say(f"baselines: {', '.join(facts)}")
    if evaluation.comparison and not evaluation.comparison.better:
        say(_no_better(evaluation, evaluation.comparison, advise), "yellow")


def _no_better(evaluation: Evaluation, than: Comparison, advise: bool) -> str:
    own = evaluation.metrics[than.figure]
    best = f"{IN_WORDS[than.best]} ({than.figure} {figure(than.value)})"
    if own == than.value == _PERFECT[than.figure]:
        return f"No better than {best}: neither makes a mistake, so the simpler one is enough"
    if not advise:
        return f"No better than {best}"
    # A network below the guess has another trouble than one below the best model.
    guesses = {name: one for name, one in evaluation.baselines.items() if name in GUESSES}
    guess = compare(evaluation.metrics, guesses, than.figure)
    advice = _TRY[guess.best if guess and not guess.better else than.best]
    return f"No better than {best}: {advice}"


_PERFECT: Mapping[str, float] = {"accuracy": 1.0, "macro_f1": 1.0, "r2": 1.0, "mae": 0.0, "rmse": 0.0}
