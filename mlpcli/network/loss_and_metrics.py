"""The objective: the loss and the metrics, checked against the network's last layer and its data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts, Encoding
from mlpcli.config.layers.base import Layer
from mlpcli.config.losses import arguments_of, summed_axes
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.metrics import figure_of
from mlpcli.config.training import Mode, Training
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.config.yaml.edits import Put, Remove
from mlpcli.config.yaml.nodes import KeyPath
from mlpcli.network.ensemble_checks import has_members
from mlpcli.network.last_layer_checks import (
    activate,
    activation_misfits,
    output_misfits,
    without_activation,
)
from mlpcli.network.output_layer import DISTRIBUTION, UNIT_INTERVAL, Head, activation_path, head_of
from mlpcli.network.shape_inference.layer_rule import Shape

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
    "hinge": ("probability",),
    "squared_hinge": ("probability",),
    "categorical_hinge": ("classes",),
    "cosine_similarity": ("classes", "numbers"),
    "dice": ("classes", "probability"),
    "tversky": ("classes", "probability"),
}
OF_SCORES = frozenset({"hinge", "squared_hinge", "categorical_hinge"})
"""Losses of scores of any size, instead of probabilities."""
# Whether a lower or a higher value of a metric is better, and the outputs that it applies to.
METRICS: Mapping[str, tuple[Mode, tuple[Outputs, ...]]] = {
    "accuracy": ("max", ("classes", "probability")),
    "top_k_categorical_accuracy": ("max", ("classes",)),
    "categorical_crossentropy": ("min", ("classes",)),
    "kl_divergence": ("min", ("classes",)),
    "cosine_similarity": ("max", ("classes", "numbers")),
    "binary_crossentropy": ("min", ("probability",)),
    "f1_score": ("max", ("classes", "probability")),
    "true_positives": ("max", ("probability",)),
    "false_positives": ("min", ("probability",)),
    "true_negatives": ("max", ("probability",)),
    "false_negatives": ("min", ("probability",)),
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
    `numbers` `[rows, targets]`. `activation` follows the last layer if that outputs scores, which the loss
    compares: it makes them probabilities.
    """

    loss: str | WithArguments
    metrics: tuple[str | WithArguments, ...]
    encoding: Encoding
    activation: Literal["softmax", "sigmoid"] | None = None


def choose(
    layers: Sequence[Layer], output: Shape, training: Training, facts: DataFacts
) -> tuple[Objective | None, list[Finding]]:
    """The objective with `auto` resolved, and everything in it that does not fit."""
    head = head_of(layers)
    # Checked first, because the right activation depends on the number of outputs.
    findings = list(output_misfits(layers, output, facts)) or list(
        _score_misfits(training.loss, layers, output, head)
        if takes_scores(training.loss) and facts.task != "regression"
        else activation_misfits(layers, output, head, facts)
    )
    if findings:
        return None, findings
    loss = _automatic(output, head, facts) if training.loss == "auto" else training.loss
    findings.extend(_loss_misfits(loss, layers, head, output, facts))
    metrics = _metrics(training, facts)
    findings.extend(_metric_misfits(metrics, output, facts))
    return Objective(loss, metrics, _encoding(loss, output, facts), _probabilities(loss, output)), findings


def numbers_taken_as_classes(config: Config, facts: DataFacts) -> Finding | None:
    """A loss of numbers alone, where the data's whole numbers were taken as classes unless the config says
    what they are: what else is wrong follows from that."""
    loss = config.training.loss
    is_open = getattr(config.data, "task", None) == "auto" and len(facts.classes) > 2
    if loss == "auto" or LOSSES[name_of(loss)] != ("numbers",) or not is_open:
        return None
    if not all(one.removeprefix("-").isdecimal() for one in facts.classes):
        return None
    message = f"the {len(facts.classes)} whole numbers to predict are taken as classes, but {name_of(loss)}"
    fix = Fix("write task: regression below data:", (Put(("data", "task"), "regression"),))
    return Finding(("training", "loss"), f"{message} needs numbers", fix)


def takes_scores(loss: str | WithArguments) -> bool:
    """Whether the loss compares scores of any size, such as logits, instead of probabilities."""
    return name_of(loss) in OF_SCORES or bool(arguments_of(loss).get("from_logits"))


def _probabilities(loss: str | WithArguments, output: Shape) -> Literal["softmax", "sigmoid"] | None:
    if not takes_scores(loss):
        return None
    return "sigmoid" if output == (1,) else "softmax"


def _score_misfits(
    loss: str | WithArguments, layers: Sequence[Layer], output: Shape, head: Head
) -> Iterator[Finding]:
    name = name_of(loss)
    if has_members(layers):
        yield _scores_of_members(name, layers, output, head)
        return
    fitting = ("linear", "tanh") if name in OF_SCORES else ("linear",)
    if head.activation in fitting:
        return
    probabilities = UNIT_INTERVAL if output == (1,) else DISTRIBUTION
    if name not in OF_SCORES and head.activation in probabilities:
        path: KeyPath = ("training", "loss", name, "from_logits")
        message = f"the network outputs probabilities, not logits: its last activation is {head.activation}"
        yield Finding(path, message, Fix("write from_logits: false", (Put(path, False),)))
        return
    what, path = "scores" if name in OF_SCORES else "logits", activation_path(layers, head)
    message = f"{name} needs {what}, but the last activation is {head.activation}"
    yield Finding(path, message, without_activation(layers, head, path))


def _scores_of_members(name: str, layers: Sequence[Layer], output: Shape, head: Head) -> Finding:
    path, wanted = activation_path(layers, head), "sigmoid" if output == (1,) else "softmax"
    edits = (Put(path, wanted), Put(("training", "loss"), "auto"))
    return Finding(
        path,
        f"{name} of scores is no loss for members, of whose probabilities the mean is taken",
        Fix(f"leave the loss out, and write activation: {wanted}", edits),
    )


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
    loss: str | WithArguments, layers: Sequence[Layer], head: Head, output: Shape, facts: DataFacts
) -> Iterator[Finding]:
    outputs, name = _outputs(output, facts), name_of(loss)
    path: KeyPath = ("training", "loss")
    if outputs not in LOSSES[name]:
        usual = "mean_squared_error" if outputs == "numbers" else _crossentropy(output)
        message = f"{name} needs {_mismatch(LOSSES[name], outputs, output, facts)}"
        yield Finding(path, message, Fix(f"write loss: {usual}, or leave it out", (Put(path, usual),)))
    elif name == "cosine_similarity" and output == (1,):
        message = f"{name} compares directions, which takes two numbers to predict or more"
        usual = "mean_squared_error"
        yield Finding(path, message, Fix(f"write loss: {usual}, or leave it out", (Put(path, usual),)))
    elif summed_axes(loss) == {1} and output == (1,):
        path = (*path, name, "axis")
        message = f"{name} of each row needs one output per class, but the network has one output"
        yield Finding(path, message, Fix("remove axis, for the loss of a whole batch", (Remove(path),)))
    elif LOSSES[name] == ("classes",) and head.activation not in DISTRIBUTION and not takes_scores(loss):
        yield Finding(
            activation_path(layers, head),
            f"{name} needs probabilities that sum to 1, but the last activation is {head.activation}",
            activate(layers, head, activation_path(layers, head), "softmax"),
        )


def _mismatch(compared: tuple[Outputs, ...], outputs: Outputs, output: Shape, facts: DataFacts) -> str:
    if outputs == "numbers":
        return f"classes, but {facts.name} has numeric targets"
    if compared == ("numbers",):
        return f"numeric targets, but {facts.name} has classes"
    if outputs == "probability":
        return "one output per class, but the network has one output"
    return f"one output, but the network has {output[0]}"


def _metrics(training: Training, facts: DataFacts) -> tuple[str | WithArguments, ...]:
    if training.metrics is not None:
        return training.metrics
    return ("mean_absolute_error",) if facts.task == "regression" else ("accuracy",)


def _metric_misfits(
    metrics: Sequence[str | WithArguments], output: Shape, facts: DataFacts
) -> Iterator[Finding]:
    outputs = _outputs(output, facts)
    in_words = {
        "numbers": "numeric targets",
        "probability": "a single output",
        "classes": f"{output[0]} classes",
    }
    fitting = sorted(name for name, (_, measured) in METRICS.items() if outputs in measured)
    if output == (1,) and outputs == "numbers":
        # It compares directions.
        fitting.remove("cosine_similarity")
    figures = [figure_of(metric) for metric in metrics]
    for index, metric in enumerate(metrics):
        path, name = ("training", "metrics", index), name_of(metric)
        if name not in fitting:
            fix = Fix(f"remove it, or choose from {', '.join(fitting)}", (Remove(path),))
            yield Finding(path, f"{name} does not apply to {in_words[outputs]}", fix)
        elif figures[index] in figures[:index]:
            text = "remove one of them"
            if metric not in metrics[:index]:
                text += f", or give one a name, such as name: {figures[index]}_2"
            yield Finding(path, f"{figures[index]} is listed twice", Fix(text, (Remove(path),)))


def _encoding(loss: str | WithArguments, output: Shape, facts: DataFacts) -> Encoding:
    if facts.task == "regression":
        return "numbers"
    if output == (1,):
        return "column"
    is_smoothed = arguments_of(loss).get("label_smoothing")
    return "index" if name_of(loss) in _BY_INDEX and not is_smoothed else "one_hot"
