"""What the playground cannot train as a run was trained, found before anything is written."""

from collections.abc import Iterator
from typing import Any

from mlpcli.config.config import Config
from mlpcli.config.initializers import LiteralValues
from mlpcli.config.layers.base import Layer
from mlpcli.config.losses import given_arguments
from mlpcli.config.types.section import Named
from mlpcli.config.types.with_arguments import name_of
from mlpcli.network.plan import Plan

LAYERS = ("Dense", "Activation", "Dropout", "BatchNormalization", "Flatten")
OPTIMIZERS = ("SGD", "Adam", "AdamW")
# Both crossentropies are one where classes are numbers.
LOSSES = {
    "categorical_crossentropy": "categorical_crossentropy",
    "sparse_categorical_crossentropy": "categorical_crossentropy",
    "binary_crossentropy": "binary_crossentropy",
    "mean_squared_error": "mean_squared_error",
    "mean_absolute_error": "mean_absolute_error",
    "huber": "huber",
    "hinge": "hinge",
}
"""The losses that it has, by their names in configs."""
NO_SLOPE = frozenset({"sparsemax"})
"""The activations that it cannot train through."""

_LOSS_ARGUMENTS = ("from_logits", "label_smoothing", "delta")
_INITIALIZERS = ("Orthogonal", "Identity")
_REGULARIZERS = ("OrthogonalRegularizer",)
_OPTIMIZER_ARGUMENTS = (
    *("clipnorm", "clipvalue", "global_clipnorm", "use_ema", "gradient_accumulation_steps", "amsgrad"),
)


def limits_of(config: Config, plan: Plan) -> Iterator[str]:
    """What the playground cannot do of a run, in words, the data first, then layer by layer."""
    facts = plan.facts
    if facts.kind != "vector" or facts.shape != (2,):
        yield f"it shows the area of two inputs, and this network takes {facts.wanted}"
    for index, layer in enumerate(config.layers):
        for what in _of_layer(layer):
            yield f"it cannot train layers[{index}] {type(layer).__name__}{what}"
    yield from _of_optimizer(config.optimizer)
    loss, training = plan.objective.loss, config.training
    if name_of(loss) not in LOSSES or set(given_arguments(loss)) - set(_LOSS_ARGUMENTS):
        yield f"it does not have the loss {name_of(loss)}"
    if training.class_weight:
        yield "it does not have class_weight"


def _of_layer(layer: Layer) -> Iterator[str]:
    if type(layer).__name__ not in LAYERS:
        yield ""
        return
    if not layer.trainable:
        yield " with trainable: false"
    if layer.rate_factor != 1:
        yield " with a learning_rate_factor"
    if layer.applied in NO_SLOPE:
        yield f" with {layer.applied}"
    for key, value in layer:
        if _is_beyond(key, value):
            yield f" with {key}: {value.keras_name()}" if isinstance(value, Named) else f" with {key}"


def _is_beyond(key: str, value: Any) -> bool:
    if isinstance(value, LiteralValues) or value is None:
        return False
    name = value.keras_name() if isinstance(value, Named) else ""
    if key.endswith("_constraint") or key == "activity_regularizer":
        return True
    if key in ("moving_mean_initializer", "moving_variance_initializer"):
        return name != ("Zeros" if "mean" in key else "Ones")
    return name in (*_INITIALIZERS, *_REGULARIZERS)


def _of_optimizer(optimizer: Named) -> Iterator[str]:
    name = optimizer.keras_name()
    if name not in OPTIMIZERS:
        yield f"it does not have the optimizer {name}, but {', '.join(OPTIMIZERS)}"
        return
    given = dict(optimizer)
    if not isinstance(given["learning_rate"], int | float):
        yield "it does not have a learning rate that changes by a schedule"
    for key in _OPTIMIZER_ARGUMENTS:
        if given.get(key):
            yield f"it does not have {name} with {key}"
