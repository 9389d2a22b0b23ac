"""What only former versions of Keras had: other rates, and the `decay` of optimizers."""

import re
from collections.abc import Mapping
from typing import Any

from mlpcli.config.optimizers import ONE_OPTIMIZER, OPTIMIZERS
from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.scripts.schedules import named_optimizer
from mlpcli.config.translation.scripts.values import Unread
from mlpcli.config.yaml.nodes import Plain

# What only Keras's first two versions had.
_OF_KERAS_1 = re.compile(
    r"\b(?:nb_epoch|nb_filter|border_mode|W_regularizer|np_utils|keras\.layers\.(?:core|convolutional|recurrent))\b"
)
_RATES_OF_KERAS_1 = {"Adagrad": 0.01, "Adadelta": 1.0, "Adamax": 0.002, "Nadam": 0.002}


def with_former_optimizer(given: dict[str, Any], script: str, line: int) -> list[Unread]:
    """Write the optimizer that is `given` as Keras has it now, and return what is lost of it."""
    if "optimizer" not in given:
        return []
    given["optimizer"], lost = _with_decay(_with_rate(given["optimizer"], script), line)
    return lost


def former_decay(name: str, arguments: Mapping[str, Plain], decay: float) -> Plain:
    """The schedule that Keras's former `decay` is, the rate divided by 1 + decay * step; None if the rate of
    the optimizer is no number."""
    model = OPTIMIZERS.get(ONE_OPTIMIZER.other_names.get(name, name))
    usual = model.model_fields["learning_rate"].default if model else None
    rate = next((arguments[key] for key in ("learning_rate", "lr") if key in arguments), usual)
    if type(rate) not in (int, float):
        return None
    return {"InverseTimeDecay": {"initial_learning_rate": rate, "decay_steps": 1, "decay_rate": decay}}


def _with_rate(optimizer: Plain, script: str) -> Plain:
    """An optimizer with the rate that Keras's former versions gave it, in a script written for them."""
    try:
        name, arguments = named_optimizer(optimizer)
    except Unreadable:
        return optimizer
    rate = _RATES_OF_KERAS_1.get(ONE_OPTIMIZER.other_names.get(name, name))
    if rate is None or "learning_rate" in arguments or not _OF_KERAS_1.search(script):
        return optimizer
    return {name: {"learning_rate": rate, **arguments}}


def _with_decay(optimizer: Plain, line: int) -> tuple[Plain, list[Unread]]:
    """An optimizer with the schedule that Keras's former `decay` is, and what is lost of it."""
    try:
        name, arguments = named_optimizer(optimizer)
    except Unreadable:
        return optimizer, []
    decay = arguments.pop("decay", None)
    if not isinstance(decay, int | float):
        return optimizer, []
    schedule = former_decay(name, arguments, decay) if decay else None
    if schedule is not None:
        arguments["learning_rate"] = schedule
    lost = [Unread(f"decay={decay}", line)] if decay and schedule is None else []
    return {name: arguments} if arguments else name, lost
