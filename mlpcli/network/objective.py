"""What the network is trained for: the loss and the metrics, checked against its head and its data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mlpcli.config.facts import DataFacts
from mlpcli.config.layers.base import Layer
from mlpcli.config.nodes import KeyPath
from mlpcli.config.problems import Finding
from mlpcli.config.training import Training
from mlpcli.network.head import DISTRIBUTION, UNIT_INTERVAL, Head, activation_path, head_of
from mlpcli.network.walk.step import Shape, written

Encoding = Literal["index", "one_hot", "column", "numbers"]

# The losses of distributions over classes, of one probability, of numbers, and of either.
CATEGORICAL = frozenset(
    {
        "categorical_crossentropy",
        "sparse_categorical_crossentropy",
        "categorical_focal_crossentropy",
        "kl_divergence",
    }
)
BINARY = frozenset({"binary_crossentropy", "binary_focal_crossentropy"})
EITHER = frozenset({"mean_squared_error", "mean_absolute_error"})

# Those that Keras can compute from class numbers, a byte a row where one-hot rows take four for each class.
_BY_INDEX = frozenset(
    {
        "categorical_crossentropy",
        "sparse_categorical_crossentropy",
        "accuracy",
        "top_k_categorical_accuracy",
    }
)
_OF_CLASSES = frozenset({"accuracy", "mean_squared_error", "mean_absolute_error"})
_OF_MANY_CLASSES = frozenset({"top_k_categorical_accuracy", "categorical_crossentropy"})
_OF_ONE_PROBABILITY = frozenset({"binary_crossentropy", "precision", "recall", "auc"})
_OF_NUMBERS = frozenset(
    {
        "mean_squared_error",
        "mean_absolute_error",
        "mean_absolute_percentage_error",
        "root_mean_squared_error",
        "r2_score",
    }
)


@dataclass(frozen=True)
class Objective:
    """The loss, the metrics, and how targets are handed to them.

    `encoding`: `index` `[rows]` class numbers; `one_hot` `[rows, classes]`; `column` `[rows, 1]` of 0 and 1;
    `numbers` `[rows, targets]`.
    """

    loss: str
    metrics: tuple[str, ...]
    encoding: Encoding


def choose(
    layers: Sequence[Layer], output: Shape, training: Training, facts: DataFacts
) -> tuple[Objective | None, list[Finding]]:
    """The objective, with `auto` decided, and everything about it that does not fit."""
    head = head_of(layers)
    findings = list(_output_misfits(layers, output, facts))
    findings.extend(_activation_misfits(layers, output, head, facts))
    if findings:
        return None, findings
    loss: str = _automatic(output, head, facts) if training.loss == "auto" else training.loss
    findings.extend(_loss_misfits(loss, layers, head, output, facts))
    metrics = _metrics(training, facts)
    findings.extend(_metric_misfits(metrics, output, facts))
    return Objective(loss, metrics, _encoding({loss, *metrics}, output, facts)), findings


def _output_misfits(layers: Sequence[Layer], output: Shape, facts: DataFacts) -> Iterator[Finding]:
    last = len(layers) - 1
    kind = type(layers[last]).__name__
    path: KeyPath = ("layers", last, kind)
    if len(output) != 1:
        fix = "add Flatten or a global pooling layer, then Dense"
        yield Finding(path, f"the last layer gives {written(output)}, expected a vector", fix)
        return
    units = output[0]
    if hasattr(layers[last], "units"):
        path = (*path, "units")
    if facts.task == "regression":
        if units != facts.targets:
            yield Finding(
                path,
                f"the network ends in {units} numbers, and {facts.name} has {facts.targets} to predict",
                f"end in Dense: {{units: {facts.targets}}}",
            )
        return
    classes = len(facts.classes)
    if units == classes or (units == 1 and facts.task == "binary"):
        return
    fix = f"end in Dense: {{units: {classes}, activation: softmax}}"
    if facts.task == "binary":
        fix += ", or in Dense: {units: 1, activation: sigmoid}"
    yield Finding(path, f"the network ends in {units} numbers, and {facts.name} has {classes} classes", fix)


def _activation_misfits(
    layers: Sequence[Layer], output: Shape, head: Head, facts: DataFacts
) -> Iterator[Finding]:
    path = activation_path(layers, head)
    if head.activation == "log_softmax":
        yield Finding(path, "log_softmax gives logarithms, not probabilities", "write activation: softmax")
    elif head.activation in DISTRIBUTION and output == (1,):
        yield Finding(path, f"{head.activation} over one unit is always 1", "write activation: sigmoid")
    elif head.activation in DISTRIBUTION and facts.task == "regression":
        yield Finding(
            path, f"{head.activation} gives shares that sum to 1, not numbers", "leave the activation out"
        )
    elif facts.task != "regression" and head.activation not in UNIT_INTERVAL | DISTRIBUTION:
        wanted = "sigmoid" if output == (1,) else "softmax"
        yield Finding(
            path,
            f"the last activation is {head.activation}, and classes need numbers from 0 to 1",
            f"write activation: {wanted}",
        )
    before = layers[: head.index]
    if head.activation in DISTRIBUTION and before and head_of(before).activation in DISTRIBUTION:
        yield Finding(path, f"{head.activation} of {head_of(before).activation}", "keep one of the two")


def _automatic(output: Shape, head: Head, facts: DataFacts) -> str:
    if facts.task == "regression" or head.activation == "step":
        return "mean_squared_error"
    return "binary_crossentropy" if output == (1,) else "categorical_crossentropy"


def _loss_misfits(
    loss: str, layers: Sequence[Layer], head: Head, output: Shape, facts: DataFacts
) -> Iterator[Finding]:
    path = ("training", "loss")
    if facts.task == "regression":
        if loss in CATEGORICAL | BINARY:
            yield Finding(
                path, f"{loss} compares classes, and {facts.name} has numbers", _instead("mean_squared_error")
            )
        return
    one_unit = output == (1,)
    usual = "binary_crossentropy" if one_unit else "categorical_crossentropy"
    if loss not in CATEGORICAL | BINARY | EITHER:
        yield Finding(path, f"{loss} compares numbers, and {facts.name} has classes", _instead(usual))
    elif loss in CATEGORICAL and one_unit:
        yield Finding(path, f"{loss} compares several units, and the network ends in one", _instead(usual))
    elif loss in BINARY and not one_unit:
        yield Finding(path, f"{loss} compares one unit, and the network ends in {output[0]}", _instead(usual))
    elif loss in CATEGORICAL and head.activation not in DISTRIBUTION:
        yield Finding(
            activation_path(layers, head),
            f"{loss} needs shares that sum to 1, and {head.activation} gives none",
            "write activation: softmax",
        )


def _instead(loss: str) -> str:
    return f"write loss: {loss}, or leave it out"


def _metrics(training: Training, facts: DataFacts) -> tuple[str, ...]:
    if training.metrics is not None:
        return training.metrics
    return ("mean_absolute_error",) if facts.task == "regression" else ("accuracy",)


def _metric_misfits(metrics: Sequence[str], output: Shape, facts: DataFacts) -> Iterator[Finding]:
    if facts.task == "regression":
        fitting, wanted = _OF_NUMBERS, "numbers"
    elif output == (1,):
        fitting, wanted = _OF_CLASSES | _OF_ONE_PROBABILITY, "one probability"
    else:
        fitting, wanted = _OF_CLASSES | _OF_MANY_CLASSES, f"{output[0]} classes"
    for index, metric in enumerate(metrics):
        path = ("training", "metrics", index)
        if metric not in fitting:
            yield Finding(
                path, f"{metric} does not measure {wanted}", f"choose from {', '.join(sorted(fitting))}"
            )
        elif metric in metrics[:index]:
            yield Finding(path, f"{metric} is listed twice", "remove one of them")


def _encoding(compared: set[str], output: Shape, facts: DataFacts) -> Encoding:
    if facts.task == "regression":
        return "numbers"
    if output == (1,):
        return "column"
    return "index" if compared <= _BY_INDEX else "one_hot"
