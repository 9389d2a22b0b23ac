"""The objective: the loss and the metrics, checked against the network's last layer and its data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mlpcli.config.dataset_facts import DataFacts, Encoding
from mlpcli.config.layers.activation import Softmax
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import Activation
from mlpcli.config.messages.locations import Finding
from mlpcli.config.training import Mode, Training
from mlpcli.config.yaml.nodes import KeyPath
from mlpcli.network.output_layer import DISTRIBUTION, UNIT_INTERVAL, Head, activation_path, head_of
from mlpcli.network.shape_inference.step import Shape, counted, written

Outputs = Literal["classes", "probability", "numbers"]
"""What the last layer outputs: a probability per class, the probability of the second class, or numbers."""

_ALL: tuple[Outputs, ...] = ("classes", "probability", "numbers")
# The outputs that a loss compares with targets.
LOSSES: Mapping[str, tuple[Outputs, ...]] = {
    "categorical_crossentropy": ("classes",),
    "sparse_categorical_crossentropy": ("classes",),
    "categorical_focal_crossentropy": ("classes",),
    "kl_divergence": ("classes",),
    "binary_crossentropy": ("probability",),
    "binary_focal_crossentropy": ("probability",),
    "mean_squared_error": _ALL,
    "mean_absolute_error": _ALL,
    "mean_absolute_percentage_error": ("numbers",),
    "mean_squared_logarithmic_error": ("numbers",),
    "huber": ("numbers",),
    "log_cosh": ("numbers",),
    "poisson": ("numbers",),
}
# Whether a lower or a higher value of a metric is better, and the outputs that it applies to.
METRICS: Mapping[str, tuple[Mode, tuple[Outputs, ...]]] = {
    "accuracy": ("max", ("classes", "probability")),
    "top_k_categorical_accuracy": ("max", ("classes",)),
    "categorical_crossentropy": ("min", ("classes",)),
    "binary_crossentropy": ("min", ("probability",)),
    "precision": ("max", ("probability",)),
    "recall": ("max", ("probability",)),
    "auc": ("max", ("probability",)),
    "mean_squared_error": ("min", _ALL),
    "mean_absolute_error": ("min", _ALL),
    "mean_absolute_percentage_error": ("min", ("numbers",)),
    "root_mean_squared_error": ("min", ("numbers",)),
    "r2_score": ("max", ("numbers",)),
}
# Keras can compute these from class numbers: four bytes per row, while one-hot rows take four per class.
# The loss alone decides: the crossentropies of the two encodings differ if a layer follows the softmax.
_BY_INDEX = frozenset({"categorical_crossentropy", "sparse_categorical_crossentropy"})


@dataclass(frozen=True)
class Objective:
    """The loss, the metrics, and the encoding of their targets.

    `encoding`: `index` `[rows]` class indices; `one_hot` `[rows, classes]`; `column` `[rows, 1]` of 0 and 1;
    `numbers` `[rows, targets]`.
    """

    loss: str
    metrics: tuple[str, ...]
    encoding: Encoding


def choose(
    layers: Sequence[Layer], output: Shape, training: Training, facts: DataFacts
) -> tuple[Objective | None, list[Finding]]:
    """The objective with `auto` resolved, and everything in it that does not fit."""
    head = head_of(layers)
    # Checked first, because the right activation depends on the number of outputs.
    findings = list(_output_misfits(layers, output, facts)) or list(
        _activation_misfits(layers, output, head, facts)
    )
    if findings:
        return None, findings
    loss: str = _automatic(output, head, facts) if training.loss == "auto" else training.loss
    findings.extend(_loss_misfits(loss, layers, head, output, facts))
    metrics = _metrics(training, facts)
    findings.extend(_metric_misfits(metrics, output, facts))
    return Objective(loss, metrics, _encoding(loss, output, facts)), findings


def _output_misfits(layers: Sequence[Layer], output: Shape, facts: DataFacts) -> Iterator[Finding]:
    last = len(layers) - 1
    kind = type(layers[last]).__name__
    path: KeyPath = ("layers", last, kind)
    if len(output) != 1:
        fix = "add Flatten or a global pooling layer, then Dense"
        yield Finding(path, f"the last layer outputs {written(output)}, expected a vector", fix)
        return
    units = output[0]
    if hasattr(layers[last], "units"):
        path = (*path, "units")
    if facts.task == "regression":
        if units != facts.targets:
            found = f"the network has {counted(units, 'output')}"
            message = f"{found}, but {facts.name} has {facts.targets} to predict"
            yield Finding(path, message, f"end in Dense: {{units: {facts.targets}}}")
        return
    classes = len(facts.classes)
    if units == classes or (units == 1 and facts.task == "binary"):
        return
    fix = f"end in Dense: {{units: {classes}, activation: softmax}}"
    if facts.task == "binary":
        fix += ", or in Dense: {units: 1, activation: sigmoid}"
    message = f"the network has {counted(units, 'output')}, but {facts.name} has {classes} classes"
    yield Finding(path, message, fix)


def _activation_misfits(
    layers: Sequence[Layer], output: Shape, head: Head, facts: DataFacts
) -> Iterator[Finding]:
    path, wanted = activation_path(layers, head), "sigmoid" if output == (1,) else "softmax"
    if head.activation == "sparsemax":
        # Keras 3.15 sums all cumulative sums instead of the last one: keras/src/backend/tensorflow/nn.py.
        fix = "leave the activation out" if facts.task == "regression" else f"write activation: {wanted}"
        yield Finding(path, "the outputs of sparsemax do not sum to 1 in Keras", fix)
    elif facts.task == "regression":
        if head.activation in DISTRIBUTION:
            message = f"{head.activation} outputs probabilities, not the numbers to predict"
            yield Finding(path, message, "leave the activation out")
    elif head.activation == "log_softmax":
        yield Finding(
            path, "log_softmax outputs logarithms, not probabilities", f"write activation: {wanted}"
        )
    elif head.activation in DISTRIBUTION and output == (1,):
        yield Finding(path, f"{head.activation} of one unit is always 1", "write activation: sigmoid")
    elif head.activation not in UNIT_INTERVAL | DISTRIBUTION:
        message = f"the last activation is {head.activation}, but classes need outputs from 0 to 1"
        yield Finding(path, message, _activate(layers[head.index], wanted))
    yield from _applied_twice(layers, head)


def _activate(layer: Layer, activation: str) -> str:
    if hasattr(layer, "activation"):
        return f"write activation: {activation}"
    return f"add a layer after it: Activation: {{activation: {activation}}}"


def _applied_twice(layers: Sequence[Layer], head: Head) -> Iterator[Finding]:
    before = layers[: head.index]
    is_alone = isinstance(layers[head.index], Activation | Softmax)
    if not before or head.activation not in DISTRIBUTION or not is_alone:
        return
    first = head_of(before)
    if first.activation in DISTRIBUTION:
        message = f"{head.activation} is applied twice: layers[{first.index}] already has {first.activation}"
        yield Finding(activation_path(layers, head), message, "keep one of the two")


def _automatic(output: Shape, head: Head, facts: DataFacts) -> str:
    if facts.task == "regression" or head.activation == "step":
        return "mean_squared_error"
    return _crossentropy(output)


def _crossentropy(output: Shape) -> str:
    return "binary_crossentropy" if output == (1,) else "categorical_crossentropy"


def _outputs(output: Shape, facts: DataFacts) -> Outputs:
    if facts.task == "regression":
        return "numbers"
    return "probability" if output == (1,) else "classes"


def _loss_misfits(
    loss: str, layers: Sequence[Layer], head: Head, output: Shape, facts: DataFacts
) -> Iterator[Finding]:
    outputs = _outputs(output, facts)
    if outputs not in LOSSES[loss]:
        usual = "mean_squared_error" if outputs == "numbers" else _crossentropy(output)
        message = f"{loss} needs {_mismatch(LOSSES[loss], outputs, output, facts)}"
        yield Finding(("training", "loss"), message, f"write loss: {usual}, or leave it out")
    elif LOSSES[loss] == ("classes",) and head.activation not in DISTRIBUTION:
        yield Finding(
            activation_path(layers, head),
            f"{loss} needs probabilities that sum to 1, but the last activation is {head.activation}",
            "write activation: softmax",
        )


def _mismatch(compared: tuple[Outputs, ...], outputs: Outputs, output: Shape, facts: DataFacts) -> str:
    if outputs == "numbers":
        return f"classes, but {facts.name} has numeric targets"
    if compared == ("numbers",):
        return f"numeric targets, but {facts.name} has classes"
    if outputs == "probability":
        return "one output per class, but the network has one output"
    return f"one output, but the network has {output[0]}"


def _metrics(training: Training, facts: DataFacts) -> tuple[str, ...]:
    if training.metrics is not None:
        return training.metrics
    return ("mean_absolute_error",) if facts.task == "regression" else ("accuracy",)


def _metric_misfits(metrics: Sequence[str], output: Shape, facts: DataFacts) -> Iterator[Finding]:
    outputs = _outputs(output, facts)
    in_words = {
        "numbers": "numeric targets",
        "probability": "a single output",
        "classes": f"{output[0]} classes",
    }
    fitting = sorted(name for name, (_, measured) in METRICS.items() if outputs in measured)
    for index, metric in enumerate(metrics):
        path = ("training", "metrics", index)
        if metric not in fitting:
            yield Finding(
                path,
                f"{metric} does not apply to {in_words[outputs]}",
                f"choose from {', '.join(fitting)}",
            )
        elif metric in metrics[:index]:
            yield Finding(path, f"{metric} is listed twice", "remove one of them")


def _encoding(loss: str, output: Shape, facts: DataFacts) -> Encoding:
    if facts.task == "regression":
        return "numbers"
    if output == (1,):
        return "column"
    return "index" if loss in _BY_INDEX else "one_hot"
