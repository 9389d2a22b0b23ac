"""Convolutions."""

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from mlpcli.config.initializers import GlorotUniform, Initializer
from mlpcli.config.layers.base import (
    BORDER_SCHEMA,
    ZERO_SCHEMA,
    Biased,
    Border,
    Count,
    Kernel,
    Padding,
    Padding1D,
    Pair,
    Single,
    Zero,
    both,
    only,
)
from mlpcli.config.regularizers_constraints import Constraint, Regularizer
from mlpcli.config.types.class_choice import by_name


def _not_both(strides: tuple[int, ...], dilation_rate: tuple[int, ...]) -> None:
    if max(strides) > 1 and max(dilation_rate) > 1:
        raise PydanticCustomError(
            "strides_and_dilation",
            "strides and dilation_rate are both greater than 1",
            {
                "fix": "keep one of them at 1, such as dilation_rate: 1: Keras does not support both",
                "put": {"dilation_rate": 1},
            },
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


class DepthwiseConv1D(_Depthwise, _In1D):
    """One filter per channel along a sequence."""

    kernel_size: Single
    # Keras has no causal one.
    padding: Padding = "valid"


class Conv1DTranspose(Kernel, _In1D):
    """Transposed convolution along a sequence."""

    filters: Count
    kernel_size: Single
    padding: Padding = "valid"
    output_padding: Annotated[Zero, BeforeValidator(only)] | None = None

    @model_validator(mode="after")
    def _pads_less_than_a_stride(self) -> Any:
        if self.output_padding is not None:
            _pads_less((self.output_padding,), (self.strides,))
        return self

    @property
    def reach(self) -> tuple[int, ...]:
        """How far a filter reaches along each axis."""
        return ((self.kernel_size - 1) * self.dilation_rate + 1,)

    @property
    def beyond(self) -> tuple[int, ...]:
        """How far the outputs go beyond the last filter, along each axis; negative where they end before."""
        added = None if self.output_padding is None else (self.output_padding,)
        return _beyond(self.reach, (self.strides,), self.padding, added)


class Conv2DTranspose(Kernel, _In2D):
    """Transposed convolution over an image."""

    filters: Count
    kernel_size: Pair
    output_padding: (
        Annotated[Border, BeforeValidator(both), WithJsonSchema({"anyOf": [ZERO_SCHEMA, BORDER_SCHEMA]})]
        | None
    ) = None

    @model_validator(mode="after")
    def _pads_less_than_a_stride(self) -> Any:
        if self.output_padding is not None:
            _pads_less(self.output_padding, self.strides)
        return self

    @property
    def reach(self) -> tuple[int, ...]:
        """How far a filter reaches along each axis."""
        pairs = zip(self.kernel_size, self.dilation_rate, strict=True)
        return tuple((side - 1) * rate + 1 for side, rate in pairs)

    @property
    def beyond(self) -> tuple[int, ...]:
        """How far the outputs go beyond the last filter, along each axis; negative where they end before."""
        return _beyond(self.reach, self.strides, self.padding, self.output_padding)


def _beyond(
    reach: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    output_padding: tuple[int, ...] | None,
) -> tuple[int, ...]:
    """As `_get_output_shape_given_tf_padding` in keras/src/backend/common/backend_utils.py."""
    found = []
    for axis, (side, stride) in enumerate(zip(reach, strides, strict=True)):
        if output_padding is None:
            found.append(stride - side if padding == "same" else max(stride - side, 0))
        else:
            cut = side - side % 2 if padding == "same" else 0
            found.append(output_padding[axis] - cut)
    return tuple(found)


def _pads_less(output_padding: tuple[int, ...], strides: tuple[int, ...]) -> None:
    if any(pad >= stride for pad, stride in zip(output_padding, strides, strict=True)):
        raise PydanticCustomError(
            "output_padding",
            "output_padding is {padding}, expected less than strides",
            {
                "padding": " and ".join(map(str, dict.fromkeys(output_padding))),
                "fix": f"write output_padding: {min(strides) - 1} or less, or remove it",
                "drop": ["output_padding"],
            },
        )


LAYERS = by_name(
    Conv1D,
    Conv2D,
    SeparableConv1D,
    SeparableConv2D,
    DepthwiseConv1D,
    DepthwiseConv2D,
    Conv1DTranspose,
    Conv2DTranspose,
)
