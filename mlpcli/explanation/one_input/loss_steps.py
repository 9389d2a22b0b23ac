"""The loss of one input, step by step.

The formulas are those of mlpcli/inference/scoring/losses.py, which has their sources.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mlpcli.config.losses import arguments_of
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.data.dataset import Array
from mlpcli.data.preprocessing import TargetUnits
from mlpcli.inference.scoring.losses import loss_figure
from mlpcli.inference.scoring.scored_rows import ScoredRows

_SMALLEST = 1e-7


@dataclass(frozen=True)
class LossStep:
    """A step and its numbers: one, or one for each output."""

    text: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class _Row:
    """One row in float64: its outputs, the perfect ones, the scores that outputs were made of, and the loss's
    arguments."""

    outputs: Array
    expected: Array
    scores: Array | None
    arguments: Mapping[str, Any]

    @property
    def p(self) -> float:
        """The probability of the true class."""
        if self.outputs.size == 1:
            return float(self.outputs[0] if self.expected[0] else 1 - self.outputs[0])
        return float(np.sum(self.expected * self.outputs) / np.sum(self.outputs))

    def argument(self, name: str, default: float) -> float:
        return float(self.arguments.get(name, default))


_Steps = Callable[[_Row], Iterator[tuple[str, Any]]]


def loss_steps(
    loss: str | WithArguments, row: ScoredRows, units: TargetUnits | None = None
) -> tuple[LossStep, ...]:
    """The steps to the loss of one row; the last one is the loss, as `evaluate` has it.

    With `units`, it is that of standardized numbers. Penalties of regularizers, which do not depend on the
    row's target, are not in it.
    """
    first: tuple[LossStep, ...] = ()
    if units and units.standardizes:
        row = replace(row, outputs=units.standardized(row.outputs), targets=units.standardized(row.targets))
        first = (
            _step("output, in standard deviations from the mean of the training rows", row.outputs[0]),
            _step("target, in the same", row.expected[0]),
        )
    with np.errstate(all="ignore"):
        steps = formula_steps(loss, row)
        figure = loss_figure(loss, row.encoding)(row)
    # Keras computes some from scores, which is more exact where a probability is nearly 0 or 1.
    return (*first, *steps[:-1], LossStep(steps[-1].text, (float(figure),)))


def formula_steps(loss: str | WithArguments, row: ScoredRows) -> tuple[LossStep, ...]:
    """The steps alone, in float64, of one row as the loss sees it."""
    wide = _Row(
        row.outputs[0].astype(np.float64),
        row.expected[0].astype(np.float64),
        None if row.logits is None else row.logits[0].astype(np.float64),
        arguments_of(loss),
    )
    return tuple(_step(text, values) for text, values in STEPS[name_of(loss)](wide))


def _step(text: str, values: Any) -> LossStep:
    return LossStep(text, tuple(map(float, np.atleast_1d(values))))


def _crossentropy(row: _Row) -> Iterator[tuple[str, Any]]:
    if share := row.argument("label_smoothing", 0):
        targets = row.expected * (1 - share) + share / row.outputs.size
        logs = np.log(row.outputs / row.outputs.sum())
        yield f"targets t, of which {share:g} is divided among all classes", targets
        yield "log of each probability p", logs
        yield "loss: minus the sum of t log(p)", -np.sum(targets * logs)
        return
    yield "probability p of the true class", row.p
    yield "loss: -log(p)", -np.log(row.p)


def _focal(row: _Row) -> Iterator[tuple[str, Any]]:
    alpha, gamma = row.argument("alpha", 0.25), row.argument("gamma", 2)
    if share := row.argument("label_smoothing", 0):
        targets = row.expected * (1 - share) + share / row.outputs.size
        shares = row.outputs / row.outputs.sum()
        losses = -targets * np.log(shares)
        factors = alpha * (1 - shares) ** gamma
        yield f"targets t, of which {share:g} is divided among all classes", targets
        yield "-t log(p) of every class", losses
        yield f"factors {alpha:g} (1 - p)^{gamma:g}", factors
        yield "loss: the sum of their products", np.sum(losses * factors)
        return
    yield "probability p of the true class", row.p
    yield "-log(p)", -np.log(row.p)
    yield f"factor {alpha:g} (1 - p)^{gamma:g}", alpha * (1 - row.p) ** gamma
    yield "loss: their product", alpha * (1 - row.p) ** gamma * -np.log(row.p)


def _divergence(row: _Row) -> Iterator[tuple[str, Any]]:
    targets, outputs = (np.clip(part, _SMALLEST, 1) for part in (row.expected, row.outputs))
    parts = targets * np.log(targets / outputs)
    yield "t log(t / p) of every class, for targets t and probabilities p", parts
    yield "loss: their sum", np.sum(parts)


def _binary(row: _Row) -> Iterator[tuple[str, Any]]:
    yield from _binary_parts(row)
    yield "loss: -log(p)" if not row.arguments.get("label_smoothing") else _MIXED, _binary_loss(row)


_MIXED = "loss: -t log(p) - (1 - t) log(1 - p)"


def _binary_parts(row: _Row) -> Iterator[tuple[str, Any]]:
    if row.arguments.get("label_smoothing"):
        yield "output p, the probability of the second class", row.outputs
        yield "target t, half of the smoothing away from 0 or 1", _bits(row)
    else:
        yield "probability p of the true class", row.p


def _bits(row: _Row) -> Array:
    share = row.argument("label_smoothing", 0)
    bits: Array = row.expected * (1 - share) + 0.5 * share
    return bits


def _binary_loss(row: _Row) -> float:
    target, output = _bits(row), np.clip(row.outputs, _SMALLEST, 1 - _SMALLEST)
    return float(np.mean(-target * np.log(output) - (1 - target) * np.log(1 - output)))


def _binary_focal(row: _Row) -> Iterator[tuple[str, Any]]:
    gamma = row.argument("gamma", 2)
    target = _bits(row)
    given = target * row.outputs + (1 - target) * (1 - row.outputs)
    yield from _binary_parts(row)
    yield "crossentropy", _binary_loss(row)
    yield f"factor (1 - p)^{gamma:g} of the true class's p", (1 - given) ** gamma
    found = (1 - given) ** gamma * _binary_loss(row)
    if row.arguments.get("apply_class_balancing"):
        alpha = row.argument("alpha", 0.25)
        weight = target * alpha + (1 - target) * (1 - alpha)
        yield "weight of the class", weight
        found = found * weight
    yield "loss: their product", np.mean(found)


def _of_errors(text: str, function: Callable[[_Row, Array], Any]) -> _Steps:
    """A loss that is the mean of a function of every output's error."""

    def steps(row: _Row) -> Iterator[tuple[str, Any]]:
        errors = row.outputs - row.expected
        yield "errors e: output - target", errors
        losses = function(row, errors)
        if errors.size == 1:
            yield f"loss: {text}", losses
            return
        yield text, losses
        yield "loss: their mean", np.mean(losses)

    return steps


def _percent(row: _Row, errors: Array) -> Any:
    return 100 * np.abs(errors) / np.maximum(np.abs(row.expected), _SMALLEST)


def _logarithmic(row: _Row, errors: Array) -> Any:
    outputs, targets = (np.maximum(part, _SMALLEST) for part in (row.outputs, row.expected))
    return (np.log(outputs + 1) - np.log(targets + 1)) ** 2


def _huber(row: _Row, errors: Array) -> Any:
    delta, size = row.argument("delta", 1), np.abs(errors)
    return np.where(size <= delta, errors**2 / 2, delta * size - delta**2 / 2)


def _log_cosh(row: _Row, errors: Array) -> Any:
    return np.logaddexp(errors, -errors) - np.log(2)


def _poisson(row: _Row, errors: Array) -> Any:
    return row.outputs - row.expected * np.log(row.outputs + _SMALLEST)


def _hinge(power: int) -> _Steps:
    def steps(row: _Row) -> Iterator[tuple[str, Any]]:
        margin = (2 * row.expected - 1) * _scores(row)
        yield "target t, -1 or 1, times the score s", margin
        lacking = np.maximum(1 - margin, 0)
        if power == 1:
            yield "loss: 1 - t s, at least 0", np.mean(lacking)
            return
        yield "1 - t s, at least 0", lacking
        yield "loss: its square", np.mean(lacking**power)

    return steps


def _scores(row: _Row) -> Array:
    return row.outputs if row.scores is None else row.scores


def _categorical_hinge(row: _Row) -> Iterator[tuple[str, Any]]:
    scores = _scores(row)
    own, other = np.sum(row.expected * scores), np.max((1 - row.expected) * scores)
    yield "score of the true class", own
    yield "largest score of the others, at least 0", max(other, 0)
    yield "loss: 1 + the others' - the true one's, at least 0", max(max(other, 0) - own + 1, 0)


def _cosine(row: _Row) -> Iterator[tuple[str, Any]]:
    lengths = [max(float(np.linalg.norm(part)), _SMALLEST) for part in (row.expected, row.outputs)]
    yield "lengths of targets and outputs", lengths
    yield "sum of targets times outputs", np.sum(row.expected * row.outputs)
    yield "loss: minus this sum / both lengths", -np.sum(row.expected * row.outputs) / np.prod(lengths)


def _dice(row: _Row) -> Iterator[tuple[str, Any]]:
    overlap, total = np.sum(row.expected * row.outputs), np.sum(row.expected + row.outputs)
    yield "overlap: the sum of targets times outputs", overlap
    yield "sum of targets and outputs", total
    yield "loss: 1 - 2 overlap / this sum, of this row as a batch", 1 - 2 * overlap / total


def _tversky(row: _Row) -> Iterator[tuple[str, Any]]:
    alpha, beta = row.argument("alpha", 0.5), row.argument("beta", 0.5)
    overlap = np.sum(row.expected * row.outputs)
    missed, wrong = np.sum(row.expected) - overlap, np.sum(row.outputs) - overlap
    yield "overlap: the sum of targets times outputs", overlap
    yield "missed: the targets' sum - overlap", missed
    yield "wrong: the outputs' sum - overlap", wrong
    share = overlap / (overlap + alpha * missed + beta * wrong)
    text = f"loss: 1 - overlap / (overlap + {alpha:g} missed + {beta:g} wrong), of this row as a batch"
    yield text, 1 - share


STEPS: Mapping[str, _Steps] = {
    "categorical_crossentropy": _crossentropy,
    "sparse_categorical_crossentropy": _crossentropy,
    "categorical_focal_crossentropy": _focal,
    "kl_divergence": _divergence,
    "binary_crossentropy": _binary,
    "binary_focal_crossentropy": _binary_focal,
    "mean_squared_error": _of_errors("e^2", lambda row, errors: errors**2),
    "mean_absolute_error": _of_errors("|e|", lambda row, errors: np.abs(errors)),
    "mean_absolute_percentage_error": _of_errors("100 |e| / |target|", _percent),
    "mean_squared_logarithmic_error": _of_errors("(log(1 + output) - log(1 + target))^2", _logarithmic),
    "huber": _of_errors("e^2 / 2 for small errors, and a line beyond", _huber),
    "log_cosh": _of_errors("log(cosh(e))", _log_cosh),
    "poisson": _of_errors("output - target log(output)", _poisson),
    "hinge": _hinge(1),
    "squared_hinge": _hinge(2),
    "categorical_hinge": _categorical_hinge,
    "cosine_similarity": _cosine,
    "dice": _dice,
    "tversky": _tversky,
}
"""By the names of `mlpcli.config.losses`."""
