"""Metrics by Keras's names, alone or with arguments: `precision`, or `precision: {thresholds: 0.7}`."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from mlpcli.config.dataset_facts import Encoding
from mlpcli.config.losses import SHORT, arguments_of
from mlpcli.config.types.names_or_arguments import NamesOrArguments, class_names, names
from mlpcli.config.types.with_arguments import WithArguments

MetricName = Literal[
    "accuracy",
    "top_k_categorical_accuracy",
    "categorical_crossentropy",
    "kl_divergence",
    "cosine_similarity",
    "binary_crossentropy",
    "f1_score",
    "precision",
    "recall",
    "auc",
    "true_positives",
    "false_positives",
    "true_negatives",
    "false_negatives",
    "mean_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "root_mean_squared_error",
    "r2_score",
]
SHORT_METRICS = {**SHORT, "rmse": "root_mean_squared_error", "acc": "accuracy"}

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
# Columns of metrics.csv, and figures that every evaluation has.
_TAKEN = frozenset(
    {"loss", "epoch", "seconds", "learning_rate", "macro_f1", "macro_recall", "mae", "rmse", "r2"}
)


def _free(name: str) -> str:
    if _NAME.fullmatch(name) and not name.startswith("val_") and name not in _TAKEN | {*get_args(MetricName)}:
        return name
    fixed = re.sub(r"[^a-z0-9_]", "_", f"my_{name.lower()}")[:64]
    raise PydanticCustomError(
        "metric_name",
        "{name} cannot be the name of a metric: expected small letters, digits and underscores, and no name "
        "that another figure has",
        {"name": name, "fix": f"write name: {fixed}", "value": fixed},
    )


_Threshold = Annotated[float, Field(ge=0, le=1)]


class _Metric(WithArguments):
    name: Annotated[str, AfterValidator(_free)] | None = None


class TopKCategoricalAccuracy(_Metric):
    """Whether the target is among the `k` most probable classes."""

    keras = "top_k_categorical_accuracy"
    k: Annotated[int, Field(ge=1)] = 5


class F1Score(_Metric):
    """Harmonic mean of precision and recall, of each class or over all; a class is predicted above
    `threshold`, or if it is the most probable (null, for a single output 0.5)."""

    keras = "f1_score"
    average: Literal["macro", "micro", "weighted"] = "macro"
    threshold: Annotated[float, Field(gt=0, le=1)] | None = None


class _Counted(_Metric):
    thresholds: _Threshold = 0.5


class Precision(_Counted):
    """Share of class 1 among the rows with an output above `thresholds`."""


class Recall(_Counted):
    """Share of outputs above `thresholds` among the rows of class 1."""


class TruePositives(_Counted):
    """Number of rows of class 1 with an output above `thresholds`."""


class FalsePositives(_Counted):
    """Number of rows of class 0 with an output above `thresholds`."""


class TrueNegatives(_Counted):
    """Number of rows of class 0 with an output of at most `thresholds`."""


class FalseNegatives(_Counted):
    """Number of rows of class 1 with an output of at most `thresholds`."""


class AUC(_Metric):
    """Area under the `curve`: `ROC`, or `PR` of precision over recall, as average precision."""

    curve: Literal["ROC", "PR"] = "ROC"


COUNTS = (TruePositives, FalsePositives, TrueNegatives, FalseNegatives)
WITH_ARGUMENTS: Mapping[str, type[_Metric]] = {
    model.keras_name(): model for model in (TopKCategoricalAccuracy, F1Score, Precision, Recall, AUC, *COUNTS)
}

ONE_METRIC = NamesOrArguments(
    "metric",
    WITH_ARGUMENTS,
    other_names=class_names(WITH_ARGUMENTS),
    plain=names(MetricName, get_args(MetricName), SHORT_METRICS),
)
Metric = Annotated[str | WithArguments, ONE_METRIC]


def figure_of(metric: str | WithArguments) -> str:
    """What the metric's figure is called."""
    return metric if isinstance(metric, str) else getattr(metric, "name", None) or metric.keras_name()


def measured_with(metric: str | WithArguments, encoding: Encoding) -> dict[str, Any]:
    """All arguments of a metric by Keras's names, without its name, for targets in this encoding."""
    model = WITH_ARGUMENTS.get(metric) if isinstance(metric, str) else None
    arguments = arguments_of(model() if model else metric)
    arguments.pop("name", None)
    if encoding == "column" and "threshold" in arguments and arguments["threshold"] is None:
        # Of a single output none is the most probable.
        arguments["threshold"] = 0.5
    return arguments
