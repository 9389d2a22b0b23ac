"""Weights averaged over training, for optimizers with `use_ema`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def averages(optimizer: Any) -> bool:
    """Whether the optimizer keeps a moving average of the weights."""
    return bool(getattr(optimizer, "inner_optimizer", optimizer).use_ema)


def begin_averages(model: Any) -> None:
    """Initialize the averages of the built optimizer, if it keeps any, with the weights.

    Keras initializes them with 0 and replaces them by the weights after the first step. From the first step
    on both give the same averages, and here they are usable weights even before it.
    """
    if averages(model.optimizer):
        optimizer = getattr(model.optimizer, "inner_optimizer", model.optimizer)
        kept = optimizer._model_variables_moving_average
        for average, variable in zip(kept, model.trainable_variables, strict=True):
            average.assign(variable)


@contextmanager
def averaged(model: Any) -> Iterator[None]:
    """Inside the block the model has its averaged weights; afterwards its training weights are restored.

    Keras swaps in the averages only after the last epoch. Without this, the best epoch would be chosen by the
    score of weights that are never used.
    """
    if not averages(model.optimizer):
        yield
        return
    trained = [variable.numpy() for variable in model.trainable_variables]
    model.optimizer.finalize_variable_values(model.trainable_variables)
    try:
        yield
    finally:
        for variable, value in zip(model.trainable_variables, trained, strict=True):
            variable.assign(value)
