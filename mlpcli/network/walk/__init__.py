"""The step of every kind of layer: its output shape, weights and cost."""

from collections.abc import Callable, Mapping
from typing import Any

from mlpcli.config.layers.base import Layer
from mlpcli.network.walk import augmentation, convolution, core, normalization, pooling, recurrent, reshaping
from mlpcli.network.walk.step import Shape, Step

# By the name of the class; the types of layer and function agree line by line.
STEPS: Mapping[str, Callable[[Any, Shape], Step]] = {
    "Dense": core.dense,
    "Activation": core.activation,
    "Dropout": core.dropout,
    "GaussianNoise": core.dropout,
    "Rescaling": core.rescaling,
    "Normalization": core.normalization,
    "Flatten": reshaping.flatten,
    "Reshape": reshaping.reshape,
    "Permute": reshaping.permute,
    "RepeatVector": reshaping.repeat_vector,
    "ZeroPadding1D": reshaping.zero_padding_1d,
    "ZeroPadding2D": reshaping.zero_padding_2d,
    "UpSampling1D": reshaping.up_sampling_1d,
    "UpSampling2D": reshaping.up_sampling_2d,
    "Conv1D": convolution.conv_1d,
    "Conv2D": convolution.conv_2d,
    "SeparableConv1D": convolution.separable_conv_1d,
    "SeparableConv2D": convolution.separable_conv_2d,
    "DepthwiseConv2D": convolution.depthwise_conv_2d,
    "MaxPooling1D": pooling.pooling_1d,
    "AveragePooling1D": pooling.pooling_1d,
    "MaxPooling2D": pooling.pooling_2d,
    "AveragePooling2D": pooling.pooling_2d,
    "GlobalMaxPooling1D": pooling.global_pooling_1d,
    "GlobalAveragePooling1D": pooling.global_pooling_1d,
    "GlobalMaxPooling2D": pooling.global_pooling_2d,
    "GlobalAveragePooling2D": pooling.global_pooling_2d,
    "BatchNormalization": normalization.batch_normalization,
    "LayerNormalization": normalization.layer_normalization,
    "SpatialDropout1D": normalization.spatial_dropout_1d,
    "SpatialDropout2D": normalization.spatial_dropout_2d,
    "RandomFlip": augmentation.augmentation,
    "RandomRotation": augmentation.augmentation,
    "RandomTranslation": augmentation.augmentation,
    "RandomZoom": augmentation.augmentation,
    "RandomContrast": augmentation.augmentation,
    "SimpleRNN": recurrent.simple_rnn,
    "LSTM": recurrent.lstm,
    "GRU": recurrent.gru,
    "Bidirectional": recurrent.bidirectional,
}


def take_step(layer: Layer, shape: Shape) -> Step:
    """The step of `layer` for one row of `shape`. Raises Misfit if the layer does not accept this shape."""
    return STEPS[type(layer).__name__](layer, shape)
