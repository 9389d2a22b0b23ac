"""Keras layers from the layers of a config."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlpcli.config import layers as config_layers
from mlpcli.config.initializers import INITIALIZERS, LiteralValues
from mlpcli.config.layers.base import Layer, TrainingOnly
from mlpcli.config.regularizers_constraints import CONSTRAINTS, REGULARIZERS
from mlpcli.config.types.section import Named
from mlpcli.config.types.with_arguments import WithArguments
from mlpcli.training.building import ensemble_layers, random_layers, table_layers
from mlpcli.training.tensorflow import keras

OWN: Mapping[str, Any] = {
    **random_layers.LAYERS,
    **table_layers.LAYERS,
    **ensemble_layers.LAYERS,
}
"""The layers that Keras lacks, or has in another way."""
# The names come from our registries, never from an unchecked config.
LAYERS: Mapping[str, Any] = {
    name: OWN.get(name) or getattr(keras.layers, name) for name in config_layers.LAYERS
}
PARTS: Mapping[str, Any] = {
    name: getattr(ensemble_layers if name == "RandomSigns" else module, name)
    for module, names in (
        (keras.initializers, INITIALIZERS),
        (keras.regularizers, REGULARIZERS),
        (keras.constraints, CONSTRAINTS),
    )
    for name in names
}

_NOT_OF_KERAS = ("trainable", "learning_rate_factor")


# Registered because Bidirectional builds its second layer from the serialized first.
@keras.saving.register_keras_serializable("mlpcli")  # type: ignore[untyped-decorator]
def step(z: Any) -> Any:
    """1 where z > 0, else 0: the threshold of Rosenblatt's perceptron. It has no gradient."""
    return keras.ops.cast(z > 0, z.dtype)


@keras.saving.register_keras_serializable("mlpcli")
class ActivationWithArguments:
    """Keras's activation of a name, with arguments."""

    def __init__(self, activation: str, arguments: Mapping[str, Any]) -> None:
        self.activation = activation
        self.arguments = dict(arguments)

    def __call__(self, z: Any) -> Any:
        return getattr(keras.activations, self.activation)(z, **self.arguments)

    def get_config(self) -> dict[str, Any]:
        return {"activation": self.activation, "arguments": self.arguments}

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "ActivationWithArguments":
        return cls(**config)


class InFloat32(keras.regularizers.Regularizer):  # type: ignore[misc]
    """A regularizer of a layer's outputs that computes in float32.

    In mixed precision, Keras cannot add its penalty to the loss, and a sum of squares over a batch overflows
    in half precision.
    """

    def __init__(self, regularizer: Any) -> None:
        self.regularizer = regularizer

    def __call__(self, outputs: Any) -> Any:
        return self.regularizer(keras.ops.cast(outputs, "float32"))


def build_layer(layer: Layer, **more: Any) -> Any:
    """The Keras layer of a config's layer; `more` are arguments that are not in the config."""
    # Not every Keras layer takes `trainable` as an argument: SpatialDropout does not.
    arguments = {key: _argument(value) for key, value in layer if key not in _NOT_OF_KERAS}
    for key in ("name", "seed"):
        # Keras chooses a name and a seed only if the argument is absent, not if it is None.
        if arguments.get(key, ...) is None:
            del arguments[key]
    built = LAYERS[type(layer).__name__](**(arguments | more))
    built.trainable = layer.trainable
    return random_layers.idle_outside_of_training(built) if isinstance(layer, TrainingOnly) else built


def leave_cudnn(built: Any) -> None:
    """Let a recurrent layer compute without cuDNN, which fails where masked steps are not the last ones."""
    for layer in built._flatten_layers():
        if hasattr(layer, "use_cudnn"):
            layer.use_cudnn = False


def _argument(value: Any) -> Any:
    if isinstance(value, Layer):
        return build_layer(value)
    if isinstance(value, WithArguments):
        return ActivationWithArguments(value.keras_name(), dict(value))
    if isinstance(value, Named):
        return PARTS[type(value).__name__](**dict(value))
    if isinstance(value, LiteralValues):
        return keras.initializers.Constant(np.asarray(value.values, dtype="float32"))
    return step if value == "step" else value
