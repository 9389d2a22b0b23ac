"""The layers a stack can hold, by their Keras names."""

from collections.abc import Mapping
from typing import Annotated

from mlpcli.config.layers.augmentation import (
    RandomContrast,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
)
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.convolution import (
    Conv1D,
    Conv2D,
    DepthwiseConv2D,
    SeparableConv1D,
    SeparableConv2D,
)
from mlpcli.config.layers.core import Activation, Dense, Dropout, GaussianNoise, Normalization, Rescaling
from mlpcli.config.layers.normalization import (
    BatchNormalization,
    LayerNormalization,
    SpatialDropout1D,
    SpatialDropout2D,
)
from mlpcli.config.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    MaxPooling1D,
    MaxPooling2D,
)
from mlpcli.config.layers.recurrent import GRU, LSTM, Bidirectional, SimpleRNN
from mlpcli.config.layers.reshaping import (
    Flatten,
    Permute,
    RepeatVector,
    Reshape,
    UpSampling1D,
    UpSampling2D,
    ZeroPadding1D,
    ZeroPadding2D,
)
from mlpcli.config.named import OneOf

LAYERS: Mapping[str, type[Layer]] = {
    "Dense": Dense,
    "Activation": Activation,
    "Dropout": Dropout,
    "Flatten": Flatten,
    "Reshape": Reshape,
    "Rescaling": Rescaling,
    "Normalization": Normalization,
    "Conv1D": Conv1D,
    "Conv2D": Conv2D,
    "SeparableConv1D": SeparableConv1D,
    "SeparableConv2D": SeparableConv2D,
    "DepthwiseConv2D": DepthwiseConv2D,
    "MaxPooling1D": MaxPooling1D,
    "MaxPooling2D": MaxPooling2D,
    "AveragePooling1D": AveragePooling1D,
    "AveragePooling2D": AveragePooling2D,
    "GlobalMaxPooling1D": GlobalMaxPooling1D,
    "GlobalMaxPooling2D": GlobalMaxPooling2D,
    "GlobalAveragePooling1D": GlobalAveragePooling1D,
    "GlobalAveragePooling2D": GlobalAveragePooling2D,
    "ZeroPadding1D": ZeroPadding1D,
    "ZeroPadding2D": ZeroPadding2D,
    "UpSampling1D": UpSampling1D,
    "UpSampling2D": UpSampling2D,
    "BatchNormalization": BatchNormalization,
    "LayerNormalization": LayerNormalization,
    "SpatialDropout1D": SpatialDropout1D,
    "SpatialDropout2D": SpatialDropout2D,
    "GaussianNoise": GaussianNoise,
    "RandomFlip": RandomFlip,
    "RandomRotation": RandomRotation,
    "RandomTranslation": RandomTranslation,
    "RandomZoom": RandomZoom,
    "RandomContrast": RandomContrast,
    "SimpleRNN": SimpleRNN,
    "LSTM": LSTM,
    "GRU": GRU,
    "Bidirectional": Bidirectional,
    "Permute": Permute,
    "RepeatVector": RepeatVector,
}

_REFUSED = {
    "Lambda": "use the layers and activations listed by mlpcli schema: a config never runs code",
    "Input": "remove it: the input's shape comes from the dataset",
    "InputLayer": "remove it: the input's shape comes from the dataset",
}

ONE_LAYER = OneOf("layer", LAYERS, refused=_REFUSED)
AnyLayer = Annotated[Layer, ONE_LAYER]
