"""Pooling."""

from typing import ClassVar

from mlpcli.config.layers.base import Layer, Padding, Pair, Single
from mlpcli.config.types.class_choice import by_name


class _Pooling1D(Layer):
    main_argument: ClassVar[str] = "pool_size"

    pool_size: Single = 2
    strides: Single | None = None
    padding: Padding = "valid"


class _Pooling2D(Layer):
    main_argument: ClassVar[str] = "pool_size"

    pool_size: Pair = (2, 2)
    strides: Pair | None = None
    padding: Padding = "valid"


class _GlobalPooling(Layer):
    keepdims: bool = False


class MaxPooling1D(_Pooling1D):
    """The largest of every `pool_size` steps."""


class MaxPooling2D(_Pooling2D):
    """The largest of every `pool_size` pixels."""


class AveragePooling1D(_Pooling1D):
    """The mean of every `pool_size` steps."""


class AveragePooling2D(_Pooling2D):
    """The mean of every `pool_size` pixels."""


class GlobalMaxPooling1D(_GlobalPooling):
    """The largest of all steps, for each channel."""


class GlobalMaxPooling2D(_GlobalPooling):
    """The largest of all pixels, for each channel."""


class GlobalAveragePooling1D(_GlobalPooling):
    """The mean of all steps, for each channel."""


class GlobalAveragePooling2D(_GlobalPooling):
    """The mean of all pixels, for each channel."""


LAYERS = by_name(
    MaxPooling1D,
    MaxPooling2D,
    AveragePooling1D,
    AveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
)
