"""Losses and penalties that make learning slow or impossible."""

from collections.abc import Iterator

from mlpcli.config.messages.finding import Finding
from mlpcli.config.optimizers import SGD
from mlpcli.config.types.with_arguments import name_of
from mlpcli.config.yaml.edits import Put
from mlpcli.explanation.unusual.seen import Seen, Unusual
from mlpcli.network.output_layer import head_of

ERRORS = ("mean_squared_error", "mean_absolute_error")
"""Losses that are meant for numbers."""
_LOSS = ("training", "loss")
_SMOOTH = ("softmax", "sigmoid")
# A penalty on weights of this strength holds them near 0.
_STRONG = 0.1
_STRONG_DECAY = 0.5
_MOST_MOMENTUM = 0.99


def unusual_objective(seen: Seen) -> Iterator[Finding]:
    """Errors of probabilities, strong penalties, and momentum that does nothing or too much."""
    if not seen.learns:
        return
    yield from unusual_loss(seen)
    yield from _penalties(seen)
    yield from _momentum(seen)


def unusual_loss(seen: Seen) -> Iterator[Finding]:
    """Errors of probabilities."""
    name = name_of(seen.plan.objective.loss)
    head = head_of(seen.layers).activation
    if name in ERRORS and head in _SMOOTH and seen.plan.facts.classes:
        yield Unusual(
            _LOSS,
            f"{name} of probabilities: where {head} is sure and wrong, its gradient is nearly 0, and the "
            "network stays wrong",
            "write loss: auto, which is crossentropy here",
            changes=(Put(_LOSS, "auto"),),
        )


def _penalties(seen: Seen) -> Iterator[Finding]:
    for block in seen.blocks:
        for key, value in block.layer.inner:
            if not key.endswith("kernel_regularizer") or value is None:
                continue
            strength = max((part for _, part in value if isinstance(part, float)), default=0.0)
            if strength >= _STRONG:
                yield Finding(
                    seen.path(block.index),
                    f"{key} {type(value).__name__} of {strength:g} weighs more than the loss and holds the "
                    "weights near 0",
                    f"write a strength of 0.01 or less in {key}",
                )
    decay = seen.config.optimizer.weight_decay or 0.0
    if decay >= _STRONG_DECAY:
        kind = type(seen.config.optimizer).__name__
        yield Finding(
            ("optimizer", kind, "weight_decay"),
            f"a weight decay of {decay:g} holds the weights near 0",
            "write 0.01 or less",
        )


def _momentum(seen: Seen) -> Iterator[Finding]:
    optimizer = seen.config.optimizer
    if not isinstance(optimizer, SGD):
        return
    if optimizer.nesterov and not optimizer.momentum:
        message = "nesterov does nothing without momentum"
        yield Finding(("optimizer", "SGD", "nesterov"), message, "write momentum: 0.9 too")
    if optimizer.momentum > _MOST_MOMENTUM:
        many = "ever" if optimizer.momentum == 1 else f"about {1 / (1 - optimizer.momentum):,.0f} steps"
        message = f"with a momentum of {optimizer.momentum:g}, movements last {many} and overshoot"
        yield Finding(("optimizer", "SGD", "momentum"), message, "write momentum: 0.9")
