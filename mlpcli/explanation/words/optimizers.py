"""How every optimizer moves the weights, and what it keeps for each of them.

What it keeps is as in keras/src/optimizers: the variables that `build` adds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from mlpcli.config import optimizers
from mlpcli.config.optimizers import Optimizer
from mlpcli.explanation.words.phrases import percent
from mlpcli.explanation.words.schedules import rate_sentence
from mlpcli.network.shape_inference.layer_rule import Weight


@dataclass(frozen=True)
class _Words:
    """`sentence` says how weights move; `kept` is how many numbers it keeps for a weight."""

    sentence: Callable[[Any], str]
    kept: Callable[[Any, Weight], int]


def optimizer_sentences(optimizer: Optimizer) -> str:
    """How the optimizer moves the weights, its learning rate, and what else it does."""
    sentences = [OPTIMIZERS[type(optimizer)].sentence(optimizer), rate_sentence(optimizer.learning_rate)]
    return " ".join([*sentences, *_more(optimizer)])


def numbers_kept(optimizer: Optimizer, weight: Weight) -> int:
    """How many numbers the optimizer keeps for a trainable weight, from one step to the next."""
    copies = int(optimizer.use_ema) + int(optimizer.gradient_accumulation_steps is not None)
    return OPTIMIZERS[type(optimizer)].kept(optimizer, weight) + copies * weight.size


def _more(optimizer: Optimizer) -> list[str]:
    found = []
    if optimizer.weight_decay:
        found.append(
            f"Every step also takes {optimizer.weight_decay:g} times the learning rate of each weight away "
            "(weight decay)."
        )
    if optimizer.clipnorm:
        found.append(f"The gradients of a weight are shortened to a length of {optimizer.clipnorm:g}.")
    if optimizer.global_clipnorm:
        found.append(f"All gradients together are shortened to a length of {optimizer.global_clipnorm:g}.")
    if optimizer.clipvalue:
        found.append(f"Gradients are cut off at -{optimizer.clipvalue:g} and {optimizer.clipvalue:g}.")
    if optimizer.gradient_accumulation_steps:
        found.append(
            f"Weights move once in {optimizer.gradient_accumulation_steps} steps, by the mean gradient."
        )
    if optimizer.use_ema:
        found.append(
            f"The weights in use are averages over the training, in which each step counts for "
            f"{percent(1 - optimizer.ema_momentum)}."
        )
    return found


def _sgd(optimizer: optimizers.SGD) -> str:
    if not optimizer.momentum:
        return "Every step moves each weight against its gradient, by the learning rate times its size."
    nesterov = ", looking ahead along it (Nesterov)" if optimizer.nesterov else ""
    faster = "" if optimizer.momentum == 1 else f", up to {1 / (1 - optimizer.momentum):.3g} times as fast"
    return (
        f"Every step moves each weight against its gradient and keeps {percent(optimizer.momentum)} of the "
        f"last movement{nesterov}: along a steady slope it becomes faster{faster}."
    )


def _adam(optimizer: Any) -> str:
    steady = ", which never falls (AMSGrad)" if getattr(optimizer, "amsgrad", False) else ""
    return (
        f"Every step moves each weight against an average of its gradients (the newest counts "
        f"{percent(1 - optimizer.beta_1)}), divided by the root of an average of their squares "
        f"({percent(1 - optimizer.beta_2)}){steady}: by about the learning rate, however large its gradient "
        "is."
    )


def _nadam(optimizer: optimizers.Nadam) -> str:
    return f"{_adam(optimizer)} Unlike Adam it looks ahead along that average (Nesterov)."


def _adamax(optimizer: optimizers.Adamax) -> str:
    return (
        f"Every step moves each weight against an average of its gradients (the newest counts "
        f"{percent(1 - optimizer.beta_1)}), divided by the largest of them, which fades by "
        f"{percent(1 - optimizer.beta_2)} a step: by at most about the learning rate."
    )


def _lamb(optimizer: optimizers.Lamb) -> str:
    return (
        f"{_adam(optimizer)} That step is then scaled to the size of the layer's weights, which allows very "
        "large batches."
    )


def _schedule_free(optimizer: optimizers.ScheduleFreeAdamW) -> str:
    warmup = f", after {optimizer.warmup_steps:,} steps of warmup" if optimizer.warmup_steps else ""
    return (
        "AdamW, which averages the weights of all steps in place of lowering its learning rate: it needs no "
        f"schedule{warmup}."
    )


def _adadelta(optimizer: optimizers.Adadelta) -> str:
    return (
        f"Every step moves each weight against its gradient, times the root of an average of its squared "
        f"movements, divided by that of its squared gradients (the newest count "
        f"{percent(1 - optimizer.rho)}). It finds its steps by itself: its paper has no learning rate, which "
        "is one of 1.0."
    )


def _adagrad(optimizer: optimizers.Adagrad) -> str:
    return (
        "Every step moves each weight against its gradient, divided by the root of the sum of all its "
        f"squared gradients so far, which begins with {optimizer.initial_accumulator_value:g}: steps only "
        "become smaller."
    )


def _rmsprop(optimizer: optimizers.RMSprop) -> str:
    momentum = f", and keeps {percent(optimizer.momentum)} of the last movement" if optimizer.momentum else ""
    if optimizer.centered:
        return (
            "Every step moves each weight against its gradient, divided by the standard deviation of its "
            f"gradients (the newest counts {percent(1 - optimizer.rho)}){momentum}: the less its gradient "
            "changes, the longer the step."
        )
    return (
        f"Every step moves each weight against its gradient, divided by the root of an average of its "
        f"squared gradients (the newest counts {percent(1 - optimizer.rho)}){momentum}: by about the "
        "learning rate, however large its gradient is."
    )


def _adafactor(optimizer: optimizers.Adafactor) -> str:
    falling = ", at most 1 / sqrt(step)" if optimizer.relative_step else ""
    return (
        "Like Adam without its average of gradients; it keeps the squared ones of a kernel by row and column "
        f"alone. A step is the learning rate{falling} times the size of the weights themselves, so that 0.01 "
        "means 1 % of them."
    )


def _ftrl(optimizer: optimizers.Ftrl) -> str:
    l1, l2 = optimizer.l1_regularization_strength, optimizer.l2_regularization_strength
    return (
        "Chooses each weight anew from the sum of all its gradients so far, whose steps only become smaller "
        f"as with Adagrad; its own penalties are L1 {l1:g} and L2 {l2:g}. Made for linear models of sparse "
        "features."
    )


def _lion(optimizer: optimizers.Lion) -> str:
    return (
        f"Every step moves each weight by exactly the learning rate, against the sign of an average of its "
        f"gradients (the newest counts {percent(1 - optimizer.beta_1)})."
    )


def _muon(optimizer: optimizers.Muon) -> str:
    return (
        f"Every step moves each kernel of two axes against its gradients, of which it keeps "
        f"{percent(optimizer.momentum)} from step to step, made orthogonal so that all directions move "
        "alike; other weights move as with AdamW."
    )


def _times(copies: int) -> Callable[[Any, Weight], int]:
    return lambda optimizer, weight: copies * weight.size


def _by_row_and_column(optimizer: Any, weight: Weight) -> int:
    """Adafactor's: Keras also makes a slot of the weight's own shape, which it uses for biases alone."""
    shape = weight.shape
    if len(shape) < 2:
        return weight.size
    return prod(shape[:-1]) + prod(shape[:-2]) * shape[-1] + weight.size


OPTIMIZERS: Mapping[type[Optimizer], _Words] = {
    optimizers.SGD: _Words(_sgd, lambda optimizer, weight: bool(optimizer.momentum) * weight.size),
    optimizers.Adam: _Words(_adam, lambda optimizer, weight: (2 + optimizer.amsgrad) * weight.size),
    optimizers.AdamW: _Words(_adam, lambda optimizer, weight: (2 + optimizer.amsgrad) * weight.size),
    optimizers.Adamax: _Words(_adamax, _times(2)),
    optimizers.Nadam: _Words(_nadam, _times(2)),
    optimizers.Lamb: _Words(_lamb, _times(2)),
    optimizers.Adadelta: _Words(_adadelta, _times(2)),
    optimizers.Adagrad: _Words(_adagrad, _times(1)),
    optimizers.RMSprop: _Words(
        _rmsprop,
        lambda optimizer, weight: (1 + (optimizer.momentum > 0) + optimizer.centered) * weight.size,
    ),
    optimizers.Adafactor: _Words(_adafactor, _by_row_and_column),
    optimizers.Ftrl: _Words(_ftrl, _times(2)),
    optimizers.Lion: _Words(_lion, _times(1)),
    # keras/src/optimizers/muon.py: embeddings and all weights that are no matrix move as with AdamW.
    optimizers.Muon: _Words(
        _muon,
        lambda optimizer, weight: (
            (1 if len(weight.shape) == 2 and weight.name != "embeddings" else 2) * weight.size
        ),
    ),
    optimizers.ScheduleFreeAdamW: _Words(_schedule_free, _times(2)),
}
