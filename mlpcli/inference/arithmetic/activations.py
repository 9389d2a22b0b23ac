"""The activations: functions of z, the value before them.

The formulas are those of keras/src/backend/tensorflow/nn.py and keras/src/activations/activations.py.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.inference.arithmetic.layer_function import Array, rounded

# Klambauer and others 2017, https://arxiv.org/abs/1706.02515.
_SELU_SCALE = 1.0507009873554805
_SELU_ALPHA = 1.6732632423543772
_erf = np.vectorize(math.erf, otypes=[np.float64])


def activate(activation: str | WithArguments, z: Array) -> Array:
    """The values after an activation, of the values `z` `[n, ...]` before it; softmax is along the last
    axis."""
    arguments: dict[str, Any] = dict(activation) if isinstance(activation, WithArguments) else {}
    return ACTIVATIONS[name_of(activation)](z, **arguments)


def linear(z: Array) -> Array:
    return z


def step(z: Array) -> Array:
    """1 where z > 0, else 0."""
    return rounded(z > 0)


def relu(
    z: Array, negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0
) -> Array:
    """z above `threshold`, at most `max_value`; below, a line of slope `negative_slope`."""
    above = _where(z > threshold, z, 0)
    if max_value is not None:
        above = np.minimum(above, np.float32(max_value))
    below: Array = above - negative_slope * np.maximum(threshold - z, np.float32(0))
    return below if negative_slope else above


def leaky_relu(z: Array, negative_slope: float = 0.2) -> Array:
    """z above 0, and a share of it below."""
    return _where(z > 0, z, z * negative_slope)


def relu6(z: Array) -> Array:
    """z from 0 to 6."""
    return np.clip(z, 0, 6)


def elu(z: Array, alpha: float = 1.0) -> Array:
    """z above 0, alpha * (exp(z) - 1) below."""
    return _where(z > 0, z, alpha * np.expm1(z))


def selu(z: Array) -> Array:
    """A scaled elu, which keeps mean 0 and variance 1."""
    return rounded(_SELU_SCALE * elu(z, _SELU_ALPHA))


def celu(z: Array, alpha: float = 1.0) -> Array:
    """max(z, 0) + alpha * (exp(min(z, 0) / alpha) - 1)"""
    return np.maximum(z, np.float32(0)) + alpha * np.expm1(np.minimum(z, np.float32(0)) / alpha)


def gelu(z: Array, approximate: bool = False) -> Array:
    """z times the share of a normal distribution below z; with `approximate`, the formula with tanh."""
    wide = z.astype(np.float64)
    if approximate:
        return rounded(0.5 * wide * (1 + np.tanh(math.sqrt(2 / math.pi) * (wide + 0.044715 * wide**3))))
    return rounded(0.5 * wide * (1 + _erf(wide / math.sqrt(2))))


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z))"""
    return 1 / (1 + np.exp(-z))


def softmax(z: Array, axis: int = -1) -> Array:
    """exp(z) / the sum of exp(z) along an axis."""
    # Without the largest, exp would overflow; it cancels out of the fraction.
    powers = np.exp(z - np.max(z, axis=axis, keepdims=True))
    shares: Array = powers / np.sum(powers, axis=axis, keepdims=True)
    return shares


def log_softmax(z: Array) -> Array:
    """The logarithm of softmax."""
    shifted = z - np.max(z, axis=-1, keepdims=True)
    found: Array = shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))
    return found


def sparsemax(z: Array) -> Array:
    """z - tau, at least 0: Martins and Astudillo 2016, https://arxiv.org/abs/1602.02068, as Keras has it.

    In the paper tau is such that the values sum to 1. Keras adds the sums of all supported places where the
    paper takes the last of them, so that the values sum to 1 only where one place is supported.
    """
    ordered = -np.sort(-z, axis=-1)
    sums = np.cumsum(ordered, axis=-1)
    counts = np.arange(1, z.shape[-1] + 1, dtype=np.float32)
    supported = ordered - (sums - 1) / counts > 0
    total = np.sum(sums, axis=-1, keepdims=True, where=supported)
    tau = (total - 1) / rounded(np.sum(supported, axis=-1, keepdims=True))
    return rounded(np.maximum(z - tau, 0))


def tanh(z: Array) -> Array:
    return np.tanh(z)


def exponential(z: Array) -> Array:
    return np.exp(z)


def softplus(z: Array) -> Array:
    """log(1 + exp(z))"""
    return rounded(np.logaddexp(np.float32(0), z))


def softsign(z: Array) -> Array:
    """z / (1 + |z|)"""
    return rounded(z / (1 + np.abs(z)))


def silu(z: Array) -> Array:
    """z * sigmoid(z)"""
    return z * sigmoid(z)


def mish(z: Array) -> Array:
    """z * tanh(softplus(z))"""
    return z * np.tanh(softplus(z))


def log_sigmoid(z: Array) -> Array:
    """The logarithm of sigmoid."""
    return -softplus(-z)


def hard_sigmoid(z: Array) -> Array:
    """z / 6 + 1 / 2, from 0 to 1."""
    return relu6(z + 3) / 6


def hard_silu(z: Array) -> Array:
    """z * hard_sigmoid(z)"""
    return z * hard_sigmoid(z)


def hard_tanh(z: Array) -> Array:
    """z from -1 to 1."""
    return np.clip(z, -1, 1)


def hard_shrink(z: Array, threshold: float = 0.5) -> Array:
    """z, but 0 from -threshold to threshold."""
    return _where(np.abs(z) > threshold, z, 0)


def soft_shrink(z: Array, threshold: float = 0.5) -> Array:
    """z nearer to 0 by `threshold`, and 0 within it."""
    return _where(z > threshold, z - threshold, _where(z < -threshold, z + threshold, 0))


def tanh_shrink(z: Array) -> Array:
    """z - tanh(z)"""
    return z - np.tanh(z)


def sparse_plus(z: Array) -> Array:
    """0 up to -1, z from 1, and a parabola between them."""
    return _where(z <= -1, 0, _where(z < 1, 0.25 * (z + 1) ** 2, z))


def sparse_sigmoid(z: Array) -> Array:
    """(z + 1) / 2, from 0 to 1."""
    return np.clip(0.5 * (z + 1), 0, 1)


def squareplus(z: Array, b: float = 4.0) -> Array:
    """(z + sqrt(z^2 + b)) / 2"""
    return (z + np.sqrt(z * z + np.float32(b))) / 2


def threshold(z: Array, threshold: float, default_value: float) -> Array:
    """z above `threshold`, else `default_value`."""
    return _where(z > threshold, z, default_value)


def _where(chosen: Any, one: Any, other: Any) -> Array:
    return rounded(np.where(chosen, one, other))


_SYNONYMS = {"swish": silu, "hard_swish": hard_silu}
ACTIVATIONS: Mapping[str, Callable[..., Array]] = {
    **{
        function.__name__: function
        for function in (
            linear,
            relu,
            sigmoid,
            softmax,
            tanh,
            step,
            celu,
            elu,
            exponential,
            gelu,
            hard_shrink,
            hard_sigmoid,
            hard_silu,
            hard_tanh,
            leaky_relu,
            log_sigmoid,
            log_softmax,
            mish,
            relu6,
            selu,
            silu,
            soft_shrink,
            softplus,
            softsign,
            sparse_plus,
            sparse_sigmoid,
            sparsemax,
            squareplus,
            tanh_shrink,
            threshold,
        )
    },
    **_SYNONYMS,
}
"""By Keras's names."""
