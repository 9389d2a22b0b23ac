"""Whether a network is better than its baselines."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mlpcli.baselines.baseline import IN_WORDS, Baseline
from mlpcli.config.config import Config
from mlpcli.config.metrics import figure_of
from mlpcli.config.types.with_arguments import name_of
from mlpcli.network.plan import Plan

LESS_IS_BETTER = ("mae", "rmse")
OF_NUMBERS = (*LESS_IS_BETTER, "r2")
"""The figures of models that predict numbers, and those among them that are errors."""
_CLOSEST_OF_NUMBERS = {
    "mean_absolute_error": "mae",
    "mean_absolute_percentage_error": "mae",
    # Of large errors, which others square, these are the absolute ones: who takes them has outliers.
    "huber": "mae",
    "log_cosh": "mae",
    "r2_score": "r2",
}
_OF_CLASSES = {"f1_score": "macro_f1"}


@dataclass(frozen=True)
class Comparison:
    """A network and the best of its baselines, by the metric called `figure`.

    `best` is the name of that baseline, and `value` its figure; `better` says whether the network's is better
    than that.
    """

    figure: str
    best: str
    value: float
    better: bool


def figure_compared(config: Config, plan: Plan) -> str:
    """The metric to compare by: the one that all models have and that is closest to the figure by which the
    resolved `config` chooses the best epoch, such as `val_loss`."""
    chooses = config.training.checkpoint
    name = chooses.monitor.removeprefix("val_")
    kinds = {figure_of(metric): name_of(metric) for metric in plan.objective.metrics}
    kind = name_of(plan.objective.loss) if name == "loss" else kinds.get(name, name)
    if plan.facts.task == "regression":
        return _CLOSEST_OF_NUMBERS.get(kind, "rmse")
    # Who weights classes wants more than the commonest one to be right.
    usual = "accuracy" if config.training.class_weight is None else "macro_f1"
    return _OF_CLASSES.get(kind, usual)


def compare(
    metrics: Mapping[str, float], baselines: Mapping[str, Baseline], figure: str
) -> Comparison | None:
    """The comparison of a network with these `metrics`; None without baselines that have the figure.

    Of equal baselines the simplest counts as the best. A figure that is not finite is worse than any other.
    """
    values = {name: baselines[name].metrics.get(figure) for name in IN_WORDS if name in baselines}
    finite = {name: value for name, value in values.items() if value is not None and math.isfinite(value)}
    if not finite:
        return None
    sign = -1 if figure in LESS_IS_BETTER else 1
    best = max(finite, key=lambda name: sign * finite[name])
    own = metrics[figure]
    return Comparison(figure, best, finite[best], math.isfinite(own) and sign * own > sign * finite[best])
