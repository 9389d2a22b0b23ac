"""Keras optimizers and schedules from a config's."""

from collections.abc import Mapping, Sequence
from typing import Any

from mlpcli.config import optimizers, schedules
from mlpcli.config.optimizers import Optimizer
from mlpcli.config.schedules import RatesByEpoch, StepCount
from mlpcli.config.types.section import Named
from mlpcli.training.building import own_schedules
from mlpcli.training.tensorflow import keras

OPTIMIZERS: Mapping[str, Any] = {name: getattr(keras.optimizers, name) for name in optimizers.OPTIMIZERS}
SCHEDULES: Mapping[str, Any] = {
    name: own_schedules.SCHEDULES.get(name) or getattr(keras.optimizers.schedules, name)
    for name in schedules.SCHEDULES
}


def build_optimizer(optimizer: Optimizer, steps_per_epoch: int) -> Any:
    """The Keras optimizer, with its schedule's lengths converted to steps."""
    arguments = {key: _argument(value, steps_per_epoch) for key, value in optimizer}
    if isinstance(optimizer.learning_rate, RatesByEpoch):
        boundaries, values = optimizer.learning_rate.in_steps(steps_per_epoch)
        # Keras's schedule needs a boundary.
        arguments["learning_rate"] = (
            SCHEDULES["PiecewiseConstantDecay"](boundaries, values) if boundaries else values[0]
        )
    return OPTIMIZERS[type(optimizer).__name__](**arguments)


def scale_rates(optimizer: Any, factors: Sequence[float]) -> None:
    """Multiply the learning rate of every trainable variable by its factor, given in the variables' order.

    Every optimizer of Keras takes the learning rate as an argument of `update_step`, once for each variable.
    Decay of weights is a step of its own, which keeps the optimizer's rate.
    """
    if all(factor == 1 for factor in factors):
        return
    update = optimizer.update_step

    def update_step(gradient: Any, variable: Any, learning_rate: Any) -> None:
        update(gradient, variable, learning_rate * factors[optimizer._get_variable_index(variable)])

    optimizer.update_step = update_step


def _argument(value: Any, steps_per_epoch: int) -> Any:
    if isinstance(value, StepCount):
        return value.steps(steps_per_epoch)
    if isinstance(value, tuple):
        return [_argument(item, steps_per_epoch) for item in value]
    if isinstance(value, Named):
        arguments = {key: _argument(item, steps_per_epoch) for key, item in value}
        return SCHEDULES[type(value).__name__](**arguments)
    return value
