"""What every loss measures, with its numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log
from typing import Any

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.losses import WITH_ARGUMENTS, summed_axes
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.explanation.words.phrases import percent


@dataclass(frozen=True)
class _Given:
    """A loss, its arguments with Keras's defaults, the data, and whether its targets are standardized."""

    loss: str | WithArguments
    arguments: Mapping[str, Any]
    facts: DataFacts
    standardized: bool


_Words = Callable[[_Given], str]


def loss_sentence(loss: str | WithArguments, facts: DataFacts, standardized: bool = False) -> str:
    """What the loss of a row is, and what its values mean for these data; `standardized` are targets of which
    the loss sees standard deviations from their mean."""
    given = _Given(loss, _arguments(loss), facts, standardized and not facts.classes)
    sentence = LOSSES[name_of(loss)](given)
    if not given.standardized:
        return sentence
    return f"{sentence} Outputs and targets are in standard deviations of the targets from their mean."


def _arguments(loss: str | WithArguments) -> dict[str, Any]:
    if isinstance(loss, WithArguments):
        return dict(loss)
    model = WITH_ARGUMENTS.get(loss)
    return {key: field.default for key, field in model.model_fields.items()} if model else {}


def _crossentropy(given: _Given) -> str:
    classes = len(given.facts.classes)
    return (
        "-log(p) of the probability p that the network gives to the true class of a row: 0 if p is 1, "
        f"{log(classes):.3g} for 1/{classes} to each of {classes} classes, and without limit towards p = 0"
        f"{_from_logits(given, 'softmax')}{_smoothed(given)}."
    )


def _focal(given: _Given) -> str:
    alpha, gamma = given.arguments["alpha"], given.arguments["gamma"]
    return (
        f"-{alpha:g} (1 - p)^{gamma:g} log(p) of the probability p of a row's true class: crossentropy, in "
        "which rows that are nearly right already hardly count"
        f"{_from_logits(given, 'softmax')}{_smoothed(given)}."
    )


def _kl_divergence(given: _Given) -> str:
    return (
        "the sum of t log(t / p) over the classes, of targets t and probabilities p; where a row has one "
        "class, that is -log(p) of that class."
    )


def _binary_crossentropy(given: _Given) -> str:
    no, yes = given.facts.classes
    return (
        f"-log(p) for a row of {yes} and -log(1 - p) for one of {no}, where p is the output: 0 if it is sure "
        f"and right, 0.693 for p = 0.5, and without limit if it is sure and wrong"
        f"{_from_logits(given, 'sigmoid')}{_smoothed(given)}."
    )


def _binary_focal(given: _Given) -> str:
    gamma, alpha = given.arguments["gamma"], given.arguments["alpha"]
    weighed = ""
    if given.arguments["apply_class_balancing"]:
        no, yes = given.facts.classes
        weighed = f", where {yes} weighs {alpha:g} and {no} {1 - alpha:g}"
    return (
        f"binary_crossentropy times (1 - p)^{gamma:g}, where p is the probability of a row's true class: "
        f"rows that are nearly right already hardly count{weighed}{_from_logits(given, 'sigmoid')}"
        f"{_smoothed(given)}."
    )


def _squared_error(given: _Given) -> str:
    return (
        f"the mean of (output - target)^2: an error twice as large counts four times{_in_deviations(given)}."
    )


def _absolute_error(given: _Given) -> str:
    return (
        "the mean of |output - target|: an error twice as large counts twice, so that a few large ones do "
        "not decide."
    )


def _percentage_error(given: _Given) -> str:
    return "100 |output - target| / |target|: errors in percent of the target, which must not be near 0."


def _logarithmic_error(given: _Given) -> str:
    return (
        "(log(1 + output) - log(1 + target))^2: ratios count, not differences, as fits targets of very "
        "different sizes."
    )


def _huber(given: _Given) -> str:
    delta = given.arguments["delta"]
    return (
        f"half the squared error up to an error of {delta:g}, and a straight line beyond: a few large errors "
        "do not decide."
    )


def _log_cosh(given: _Given) -> str:
    return (
        "log(cosh(output - target)): like half the squared error for small errors, and like the error "
        "itself for large ones."
    )


def _poisson(given: _Given) -> str:
    return "output - target log(output): for counts, such as visitors a day; outputs must be above 0."


def _hinge(given: _Given) -> str:
    return (
        "max(0, 1 - t s) of the score s and a target t of -1 or 1: 0 once a row is on the right side by 1 "
        "or more."
    )


def _squared_hinge(given: _Given) -> str:
    return (
        "max(0, 1 - t s)^2 of the score s and a target t of -1 or 1: 0 once a row is on the right side by 1 "
        "or more, and far wrong ones count most."
    )


def _categorical_hinge(given: _Given) -> str:
    return (
        "max(0, 1 + the largest score of a wrong class - the score of the true one): 0 once the true class "
        "leads by 1 or more."
    )


def _cosine_similarity(given: _Given) -> str:
    return (
        "minus the cosine of the angle between outputs and targets: -1 for the same direction, 0 for a "
        "right angle, 1 for the opposite; sizes do not count."
    )


def _dice(given: _Given) -> str:
    return (
        "1 - 2 * overlap / (targets + outputs), where overlap is the sum of targets times outputs: 0 if they "
        f"are the same{_summed(given)}."
    )


def _tversky(given: _Given) -> str:
    alpha, beta = given.arguments["alpha"], given.arguments["beta"]
    return (
        f"1 - overlap / (overlap + {alpha:g} missed + {beta:g} wrong), where overlap is the sum of targets "
        "times outputs, missed what outputs lack of the targets, and wrong what they have beyond them"
        f"{_summed(given)}."
    )


def _summed(given: _Given) -> str:
    axes = summed_axes(given.loss)
    if axes == {1}:
        return "; there is one for each row"
    if axes == {0}:
        return "; there is one for each class of a batch, and the mean of them counts"
    return "; there is one for a whole batch"


def _from_logits(given: _Given, function: str) -> str:
    if not given.arguments.get("from_logits"):
        return ""
    return f". The network outputs logits, of which the loss makes p by {function}"


def _smoothed(given: _Given) -> str:
    share = given.arguments.get("label_smoothing")
    if not share:
        return ""
    return (
        f". Of each target, {percent(share)} is divided among all classes, so that the network need not "
        "become ever more certain"
    )


def _in_deviations(given: _Given) -> str:
    if given.facts.classes:
        return ""
    best = "1" if given.standardized else "the variance of the targets"
    return f", and the best constant answer, the mean, has {best} as its loss"


LOSSES: Mapping[str, _Words] = {
    "categorical_crossentropy": _crossentropy,
    "sparse_categorical_crossentropy": _crossentropy,
    "categorical_focal_crossentropy": _focal,
    "kl_divergence": _kl_divergence,
    "binary_crossentropy": _binary_crossentropy,
    "binary_focal_crossentropy": _binary_focal,
    "mean_squared_error": _squared_error,
    "mean_absolute_error": _absolute_error,
    "mean_absolute_percentage_error": _percentage_error,
    "mean_squared_logarithmic_error": _logarithmic_error,
    "huber": _huber,
    "log_cosh": _log_cosh,
    "poisson": _poisson,
    "hinge": _hinge,
    "squared_hinge": _squared_hinge,
    "categorical_hinge": _categorical_hinge,
    "cosine_similarity": _cosine_similarity,
    "dice": _dice,
    "tversky": _tversky,
}
