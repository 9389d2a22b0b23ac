"""Build and compile the Keras model of a plan."""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from mlpcli.config.config import Config
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import Normalization
from mlpcli.config.training import Precision
from mlpcli.data.preprocessing import Preprocessing, TargetUnits
from mlpcli.data.stores.disk_rows import AnyRows, blocks_of, numbered_blocks
from mlpcli.network.added_layers import PREPROCESSING, PROBABILITIES, UNITS
from mlpcli.network.ensemble_checks import has_members
from mlpcli.network.output_layer import head_of
from mlpcli.network.plan import Plan
from mlpcli.network.sequence_checks import embedding_place, masked_recurrent
from mlpcli.training.building.layers import InFloat32, build_layer, leave_cudnn
from mlpcli.training.building.losses_metrics import build_loss, build_metrics
from mlpcli.training.building.optimizers import build_optimizer, scale_rates
from mlpcli.training.building.own_losses import OfMembers, Standardized
from mlpcli.training.building.table_layers import InUnits, PiecewiseLinearEncoding
from mlpcli.training.engine.epochs import predictor
from mlpcli.training.engine.weight_averages import begin_averages
from mlpcli.training.tensorflow import keras, tf

ONE_AT_A_TIME = threading.RLock()
"""Held by the thread that builds or trains: all threads share Keras's random state and settings."""


def build_model(config: Config, plan: Plan, preprocessing: Preprocessing) -> Any:
    """The `keras.Sequential` of the plan, with weights initialized from the config's seed.

    It takes rows as they were read, `[batch, *input_shape]`: the preprocessing is in its first layers, so
    that no copy of the model can be used without it. They have no weights, and compute in float32 like the
    head, whatever the precision of the layers between. If the last layer outputs scores, a last one makes
    them probabilities.
    """
    layers = config.layers
    with ONE_AT_A_TIME, _seeded(config.seed), _precision(config.training.precision):
        model = keras.Sequential(name="network")
        model.add(keras.Input(plan.stack.input_shape, dtype="float32"))
        for first in preprocessing.first_layers:
            kind = getattr(keras.layers, first.keras)
            model.add(kind(*first.arguments, name=f"{PREPROCESSING}{first.name}", dtype="float32"))
        masked = masked_recurrent(layers)
        head, looked_up = head_of(layers).index, embedding_place(layers) or 0
        for index, (layer, planned) in enumerate(zip(layers, plan.stack.layers, strict=True)):
            # Half precision is too coarse for the probabilities in a loss and for numbers to look up.
            exact = {"dtype": "float32"} if index >= head or index < looked_up else {}
            built = build_layer(layer, name=planned.name, **exact)
            if built.activity_regularizer:
                built.activity_regularizer = InFloat32(built.activity_regularizer)
            if index in masked:
                leave_cudnn(built)
            model.add(built)
        if plan.objective.activation:
            model.add(keras.layers.Activation(plan.objective.activation, name=PROBABILITIES, dtype="float32"))
        if units := preprocessing.targets:
            bounds = (units.mean, units.deviation, units.lowest, units.highest)
            model.add(InUnits(*bounds, name=UNITS, dtype="float32"))
    return model


def compile_model(
    model: Any, config: Config, plan: Plan, steps_per_epoch: int, units: TargetUnits | None = None
) -> None:
    """Give the model its loss, metrics and optimizer, and create all of their variables.

    `units` are those of its preprocessing.
    """
    optimizer = build_optimizer(config.optimizer, steps_per_epoch)
    scale_rates(optimizer, _rate_factors(model, config.layers, plan))
    if config.training.precision == "mixed_float16":
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    model.compile(
        optimizer=optimizer,
        loss=_loss(config, plan, units),
        metrics=build_metrics(plan.objective),
        auto_scale_loss=False,
        jit_compile=False,
    )
    optimizer.build(model.trainable_variables)
    begin_averages(model)


def _loss(config: Config, plan: Plan, units: TargetUnits | None) -> Any:
    loss = build_loss(plan.objective)
    if units and units.standardizes:
        loss = Standardized(loss, list(units.mean), list(units.deviation))
    return OfMembers(loss) if has_members(config.layers) else loss


def _rate_factors(model: Any, layers: Sequence[Layer], plan: Plan) -> list[float]:
    """The factor on the learning rate of each trainable variable."""
    factors = {
        planned.name: layer.rate_factor for layer, planned in zip(layers, plan.stack.layers, strict=True)
    }
    return [factors[built.name] for built in model.layers for _ in built.trainable_variables]


def adapt_layers(
    model: Any, layers: Sequence[Layer], inputs: AnyRows, between: Callable[[], None] = lambda: None
) -> None:
    """Adapt every layer that is measured to what it gets for the training rows `inputs`.

    `between` is called often, because this can take long.
    """
    offset = sum(layer.name.startswith(PREPROCESSING) for layer in model.layers)
    for index, layer in enumerate(layers):
        if layer.is_measured:
            built, before = model.layers[offset + index], model.layers[: offset + index]
            is_sampled = not isinstance(layer, Normalization)
            blocks = _sampled(inputs) if is_sampled else blocks_of(inputs)
            if before:
                # Not Keras's predict, which does not run on the workers of a job.
                given = predictor(keras.Sequential([keras.Input(inputs.shape[1:]), *before]))
                reached = (given(block, between) for block in blocks)
            else:
                reached = (block.astype(np.float32) for block in blocks)
            if is_sampled:
                built.adapt(np.concatenate(list(reached)))
            else:
                # Keras merges the moments of blocks, and of an array computes them at once.
                built.adapt(next(reached) if isinstance(inputs, np.ndarray) else reached)
            between()


def _sampled(inputs: AnyRows) -> Iterator[Any]:
    """Every n-th of the rows, so that there are no more than are measured for quantiles."""
    step = (len(inputs) - 1) // PiecewiseLinearEncoding.most + 1
    for first, block in numbered_blocks(inputs):
        yield block[-first % step :: step]


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Keras draws from the seed inside the block; the caller's random state is restored afterwards.

    Keras takes the seeds of initializers and masks from Python's global generator, and accepts no other.
    """
    python, numpy, policy = random.getstate(), np.random.get_state(), keras.config.dtype_policy()
    if not tf.distribute.has_strategy():
        # This would also leave the strategy scope of a distributed training.
        keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(seed)
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)
        keras.config.set_dtype_policy(policy)


@contextmanager
def _precision(precision: Precision) -> Iterator[None]:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(precision)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
