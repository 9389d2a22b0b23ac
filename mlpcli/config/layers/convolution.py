"""Convolutions."""

from typing import Any

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from mlpcli.config.initializers import GlorotUniform, Initializer
from mlpcli.config.layers.base import Biased, Count, Kernel, Padding, Padding1D, Pair, Single
from mlpcli.config.regularizers_constraints import Constraint, Regularizer
from mlpcli.config.types.class_choice import by_name


def _not_both(strides: tuple[int, ...], dilation_rate: tuple[int, ...]) -> None:
    if max(strides) > 1 and max(dilation_rate) > 1:
        raise PydanticCustomError(
            "strides_and_dilation",
            "strides and dilation_rate are both greater than 1",
            {"fix": "keep one of them at 1: Keras does not support both"},
        )


class _In1D(Biased):
    strides: Single = 1
    padding: Padding1D = "valid"
    dilation_rate: Single = 1

    @model_validator(mode="after")
    def _strides_or_dilation(self) -> Any:
        _not_both((self.strides,), (self.dilation_rate,))
        return self


class _In2D(Biased):
    strides: Pair = (1, 1)
    padding: Padding = "valid"
    dilation_rate: Pair = (1, 1)

    @model_validator(mode="after")
    def _strides_or_dilation(self) -> Any:
        _not_both(self.strides, self.dilation_rate)
        return self


class _Grouped(Kernel):
    filters: Count
    groups: Count = 1


class _Depthwise(Biased):
    depth_multiplier: Count = 1
    depthwise_initializer: Initializer = GlorotUniform()
    depthwise_regularizer: Regularizer | None = None
    depthwise_constraint: Constraint | None = None


class _Separable(_Depthwise):
    filters: Count
    pointwise_initializer: Initializer = GlorotUniform()
    pointwise_regularizer: Regularizer | None = None
    pointwise_constraint: Constraint | None = None


class Conv1D(_Grouped, _In1D):
    """Convolution along a sequence."""

    kernel_size: Single


class Conv2D(_Grouped, _In2D):
    """Convolution over an image."""

    kernel_size: Pair


class SeparableConv1D(_Separable, _In1D):
    """One filter per channel along a sequence, then a pointwise convolution."""

    kernel_size: Single
    # Keras does not support causal padding here.
    padding: Padding = "valid"


class SeparableConv2D(_Separable, _In2D):
    """One filter per channel over an image, then a pointwise convolution."""

    kernel_size: Pair


class DepthwiseConv2D(_Depthwise, _In2D):
    """One filter per channel over an image."""

    kernel_size: Pair


LAYERS = by_name(Conv1D, Conv2D, SeparableConv1D, SeparableConv2D, DepthwiseConv2D)
