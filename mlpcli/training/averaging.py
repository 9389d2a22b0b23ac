"""Weights averaged over training, for optimizers with `use_ema`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def averages(optimizer: Any) -> bool:
    """Whether the optimizer keeps a moving average of the weights."""
    return bool(getattr(optimizer, "inner_optimizer", optimizer).use_ema)


def begin_averages(model: Any) -> None:
    """Let the averages of the built optimizer, if it keeps any, begin as the weights.

    Keras lets them begin at 0 and takes the weights after the first step for the first average: what the
    averages are after a step is the same, and before it they are weights that can be scored and kept.
    """
    if averages(model.optimizer):
        optimizer = getattr(model.optimizer, "inner_optimizer", model.optimizer)
        kept = optimizer._model_variables_moving_average
        for average, variable in zip(kept, model.trainable_variables, strict=True):
            average.assign(variable)


@contextmanager
def averaged(model: Any) -> Iterator[None]:
    """Inside the block the model has its averaged weights; afterwards those it trains on again.

    Keras puts the average in place once, after the last epoch. Scored without it, the best epoch would be
    chosen by weights that nobody will use.
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
