"""From the layers of a config to Keras's."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlpcli.config.initializers import LiteralValues
from mlpcli.config.layers.base import Layer
from mlpcli.config.model import Named
from mlpcli.training import random_layers
from mlpcli.training.tensorflow import keras

LAYERS: Mapping[str, Any] = {
    "Dense": keras.layers.Dense,
    "Activation": keras.layers.Activation,
    "Dropout": random_layers.Dropout,
    "Flatten": keras.layers.Flatten,
    "Reshape": keras.layers.Reshape,
    "Rescaling": keras.layers.Rescaling,
    "Normalization": keras.layers.Normalization,
    "Conv1D": keras.layers.Conv1D,
    "Conv2D": keras.layers.Conv2D,
    "SeparableConv1D": keras.layers.SeparableConv1D,
    "SeparableConv2D": keras.layers.SeparableConv2D,
    "DepthwiseConv2D": keras.layers.DepthwiseConv2D,
    "MaxPooling1D": keras.layers.MaxPooling1D,
    "MaxPooling2D": keras.layers.MaxPooling2D,
    "AveragePooling1D": keras.layers.AveragePooling1D,
    "AveragePooling2D": keras.layers.AveragePooling2D,
    "GlobalMaxPooling1D": keras.layers.GlobalMaxPooling1D,
    "GlobalMaxPooling2D": keras.layers.GlobalMaxPooling2D,
    "GlobalAveragePooling1D": keras.layers.GlobalAveragePooling1D,
    "GlobalAveragePooling2D": keras.layers.GlobalAveragePooling2D,
    "ZeroPadding1D": keras.layers.ZeroPadding1D,
    "ZeroPadding2D": keras.layers.ZeroPadding2D,
    "UpSampling1D": keras.layers.UpSampling1D,
    "UpSampling2D": keras.layers.UpSampling2D,
    "BatchNormalization": keras.layers.BatchNormalization,
    "LayerNormalization": keras.layers.LayerNormalization,
    "SpatialDropout1D": random_layers.SpatialDropout1D,
    "SpatialDropout2D": random_layers.SpatialDropout2D,
    "GaussianNoise": random_layers.GaussianNoise,
    "RandomFlip": random_layers.RandomFlip,
    "RandomRotation": keras.layers.RandomRotation,
    "RandomTranslation": keras.layers.RandomTranslation,
    "RandomZoom": keras.layers.RandomZoom,
    "RandomContrast": keras.layers.RandomContrast,
    "SimpleRNN": keras.layers.SimpleRNN,
    "LSTM": keras.layers.LSTM,
    "GRU": keras.layers.GRU,
    "Bidirectional": keras.layers.Bidirectional,
    "Permute": keras.layers.Permute,
    "RepeatVector": keras.layers.RepeatVector,
}

PARTS: Mapping[str, Any] = {
    "Zeros": keras.initializers.Zeros,
    "Ones": keras.initializers.Ones,
    "Constant": keras.initializers.Constant,
    "RandomNormal": keras.initializers.RandomNormal,
    "RandomUniform": keras.initializers.RandomUniform,
    "TruncatedNormal": keras.initializers.TruncatedNormal,
    "GlorotNormal": keras.initializers.GlorotNormal,
    "GlorotUniform": keras.initializers.GlorotUniform,
    "HeNormal": keras.initializers.HeNormal,
    "HeUniform": keras.initializers.HeUniform,
    "LecunNormal": keras.initializers.LecunNormal,
    "LecunUniform": keras.initializers.LecunUniform,
    "Orthogonal": keras.initializers.Orthogonal,
    "VarianceScaling": keras.initializers.VarianceScaling,
    "Identity": keras.initializers.Identity,
    "L1": keras.regularizers.L1,
    "L2": keras.regularizers.L2,
    "L1L2": keras.regularizers.L1L2,
    "OrthogonalRegularizer": keras.regularizers.OrthogonalRegularizer,
    "MaxNorm": keras.constraints.MaxNorm,
    "MinMaxNorm": keras.constraints.MinMaxNorm,
    "NonNeg": keras.constraints.NonNeg,
    "UnitNorm": keras.constraints.UnitNorm,
}


# Registered, for Bidirectional makes its second layer of the written form of its first.
@keras.saving.register_keras_serializable("mlpcli")  # type: ignore[untyped-decorator]
def step(z: Any) -> Any:
    """1 where z > 0, else 0: the threshold of Rosenblatt's perceptron. It has no gradient."""
    return keras.ops.cast(z > 0, z.dtype)


class InFloat32(keras.regularizers.Regularizer):  # type: ignore[misc]
    """A regularizer of a layer's outputs, whatever their precision.

    Keras cannot add its penalty to the loss in mixed precision, and half precision has no room for a sum of
    squares over a batch.
    """

    def __init__(self, regularizer: Any) -> None:
        self.regularizer = regularizer

    def __call__(self, outputs: Any) -> Any:
        return self.regularizer(keras.ops.cast(outputs, "float32"))


def build_layer(layer: Layer, **more: Any) -> Any:
    """The Keras layer of a config's layer; `more` are arguments that the config does not hold."""
    # Not every Keras layer takes `trainable` as an argument: SpatialDropout does not.
    arguments = {key: _argument(value) for key, value in layer if key != "trainable"}
    for key in ("name", "seed"):
        # Left out, Keras finds a name and a seed itself; it does not for a None from here.
        if arguments.get(key, ...) is None:
            del arguments[key]
    built = LAYERS[type(layer).__name__](**(arguments | more))
    built.trainable = layer.trainable
    return built


def _argument(value: Any) -> Any:
    if isinstance(value, Layer):
        return build_layer(value)
    if isinstance(value, Named):
        return PARTS[type(value).__name__](**dict(value))
    if isinstance(value, LiteralValues):
        return keras.initializers.Constant(np.asarray(value.values, dtype="float32"))
    return step if value == "step" else value
