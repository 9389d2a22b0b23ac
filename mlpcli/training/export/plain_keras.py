"""Copies of a network without mlpcli's own classes."""

from collections.abc import Sequence
from typing import Any

from mlpcli.config.layers import LAYERS
from mlpcli.config.layers.base import Layer, TrainingOnly
from mlpcli.data.dataset import Array
from mlpcli.export_formats import AS_LAYERS
from mlpcli.training.building import ensemble_layers, random_layers, table_layers
from mlpcli.training.building.layers import ActivationWithArguments, InFloat32
from mlpcli.training.tensorflow import keras


def plain_model(model: Any) -> Any:
    """`model` made of Keras's own layers, not compiled; only those that Keras lacks, and the activation
    `step`, remain ours."""
    return copied(model, model.get_weights())


def copied(model: Any, weights: Sequence[Array]) -> Any:
    """A plain copy of `model` with `weights`, in the order of `model.weights`."""
    # Not by clone_model, which compiles the copy too, with losses and metrics that others may not have.
    given = model.inputs[0]
    rows = keras.Input(batch_shape=given.shape, dtype=given.dtype, name=given.name)
    copy = keras.Sequential([rows, *map(_stock, model.layers)], name=model.name)
    copy.set_weights(weights)
    for layer in copy.layers:
        if isinstance(layer, keras.layers.Normalization):
            # It computes with a copy of its variables.
            layer.finalize_state()
    return copy


def _stock(layer: Any) -> Any:
    penalty = layer.activity_regularizer
    if isinstance(penalty, InFloat32):
        layer.activity_regularizer = penalty.regularizer
    config = layer.get_config()
    layer.activity_regularizer = penalty
    # Our layers only differ in drawing masks, which inference does not do.
    kind = type(layer).__name__
    if kind == "RandomCrop":
        # Keras's own does not crop outside of training.
        kept = {key: config[key] for key in ("name", "dtype", "height", "width")}
        return keras.layers.CenterCrop.from_config(kept)
    own = {**table_layers.LAYERS, **ensemble_layers.LAYERS, **table_layers.AFTER}
    stock = own.get(kind) or getattr(keras.layers, kind)
    found = stock.from_config(_with_stock_activations(config))
    is_idle = issubclass(LAYERS.get(kind, Layer), TrainingOnly)
    return random_layers.idle_outside_of_training(found) if is_idle else found


def _with_stock_activations(config: Any) -> Any:
    """`config` with Keras's own layers in the places of activations with arguments, where it has one."""
    if isinstance(config, list | tuple):
        return [_with_stock_activations(item) for item in config]
    if not isinstance(config, dict):
        return config
    if config.get("registered_name") == f"mlpcli>{ActivationWithArguments.__name__}":
        given = config["config"]
        if given["activation"] in AS_LAYERS:
            layer = getattr(keras.layers, AS_LAYERS[given["activation"]])(**given["arguments"])
            return keras.saving.serialize_keras_object(layer)
        return config
    return {key: _with_stock_activations(value) for key, value in config.items()}
