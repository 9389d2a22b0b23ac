"""The simple models and their scores."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_FREQUENT = "most_frequent"
MEAN = "mean"
LAST = "last_value"
SEASONAL = "seasonal_value"
LOGISTIC = "logistic_regression"
LINEAR = "linear_regression"
BOOSTING = "gradient_boosting"
GUESSES = (MOST_FREQUENT, MEAN)
"""The baselines that ignore the inputs."""
REPEATED = (LAST, SEASONAL)
"""The baselines of forecasts that answer what was before."""
FITTED = (LOGISTIC, LINEAR, BOOSTING)
"""The baselines that use the inputs."""

IN_WORDS: Mapping[str, str] = {
    MOST_FREQUENT: "always giving the commonest class",
    MEAN: "always giving the mean",
    LAST: "always giving the last value",
    SEASONAL: "giving the value one season ago",
    LOGISTIC: "logistic regression",
    LINEAR: "linear regression",
    BOOSTING: "gradient boosting",
}
"""The names of all baselines, the simplest first."""

MACRO_RECALL = "macro_recall"
"""The mean recall of the classes that have rows: evaluations have it of the baselines alone, because the
network's follows from its confusion matrix."""

NONE_FITTED = "no models were fitted to compare with"
COULD_NOT_BE_FITTED = "could not be fitted"
"""What notices say of all of them, and of one."""


@dataclass(frozen=True)
class Baseline:
    """The scores of a simple model on one split.

    `metrics` holds `accuracy`, `macro_f1` and `macro_recall`, or `mae`, `rmse` and `r2`; None for what is not
    finite. The model was fitted on `rows` of the training rows, and its metrics are those of `scored` rows of
    the split. `seconds` is the processor time that fitting and scoring it took, on all splits.
    """

    metrics: Mapping[str, float | None]
    rows: int
    scored: int
    seconds: float


@dataclass(frozen=True)
class Fitted:
    """The baselines that were fitted for a run, by split and by name, and notices about those that failed."""

    baselines: Mapping[str, Mapping[str, Baseline]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
