"""The weights of a network as two long texts, of which its layers say where each begins."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlpcli.browser.inline_bytes import text_of_bytes
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.convolution import (
    Conv1DTranspose,
    Conv2DTranspose,
    DepthwiseConv1D,
    DepthwiseConv2D,
)
from mlpcli.config.layers.table import EnsembleHead, PeriodicEmbedding
from mlpcli.data.dataset import Array

_MOST = 127
# The whole numbers in the order 0, -1, 1, -2, 2: with ASCII's letters from the blank to ~, but for those that
# a text in a script cannot have, and then with those from U+0100 on. `wholeFrom` of runtime/network.js reads
# them.
_ASCII = [code for code in range(ord(" "), ord("~") + 1) if chr(code) not in '"<\\']
_CODES = (*_ASCII, *range(0x100, 0x200))
_IN_ORDER = [value for size in range(_MOST + 1) for value in dict.fromkeys((-size, size))]
LETTERS: Mapping[int, str] = {value: chr(code) for value, code in zip(_IN_ORDER, _CODES, strict=False)}
"""The letter of every whole number from -127 to 127."""

_MATRICES = ("kernel", "embeddings", "recurrent_kernel", "depthwise_kernel", "pointwise_kernel")


class WeightBlobs:
    """Weights in float32; if `quantized`, matrices in 8 bits with a scale per output."""

    def __init__(self, quantized: bool) -> None:
        self._is_quantized = quantized
        self._numbers, self._small = bytearray(), bytearray()

    def add(self, layer: Layer, name: str, weight: Array) -> dict[str, Any]:
        """Where a weight of a layer is: `start`, counted in numbers, and `shape`.

        In 8 bits also `scales`: where the numbers are by which it is to be multiplied, in a shape that is
        broadcast.
        """
        shape = list(weight.shape)
        matrix = _matrix(name)
        if self._is_quantized and matrix:
            scales, small = _in_8_bits(weight, _summed(layer.inner, matrix, weight.ndim))
            # The scales of a few weights take more than they save.
            if small.nbytes + scales.nbytes < weight.size * 4:
                start = len(self._small)
                self._small += small.tobytes()
                return {"start": start, "shape": shape, "scales": self._full(scales)}
        return self._full(weight)

    def _full(self, weight: Array) -> dict[str, Any]:
        start = len(self._numbers) // 4
        self._numbers += weight.astype("<f4").tobytes()
        return {"start": start, "shape": list(weight.shape)}

    def texts(self) -> dict[str, str]:
        """`weights`: float32 in little-endian order; `quantized`: a letter for each of 8 bits.

        Most weights of a layer are small beside the largest: letters of one byte for them, and of two for the
        others, take less than `text_of_bytes` does.
        """
        found = {"weights": text_of_bytes(bytes(self._numbers))}
        if self._is_quantized:
            found["quantized"] = "".join(LETTERS[value] for value in np.frombuffer(self._small, np.int8))
        return found


def _matrix(name: str) -> str | None:
    """The name of a matrix without its number; None for other weights."""
    plain, _, number = name.rpartition("_")
    found = plain if number.isdigit() else name
    return found if found in _MATRICES else None


def _summed(layer: Layer, name: str, axes: int) -> tuple[int, ...]:
    """The axes of a matrix along which its numbers come into the same outputs."""
    if name == "depthwise_kernel" or isinstance(layer, DepthwiseConv1D | DepthwiseConv2D):
        return tuple(range(axes - 2))
    if isinstance(layer, EnsembleHead | PeriodicEmbedding):
        return (1,)
    if isinstance(layer, Conv1DTranspose | Conv2DTranspose):
        return (*range(axes - 2), axes - 1)
    return tuple(range(axes - 1))


def _in_8_bits(weight: Array, summed: tuple[int, ...]) -> tuple[Array, Array]:
    """Scales, with sides of 1 along the axes `summed`, and whole numbers from -127 to 127."""
    scales = (np.abs(weight).max(axis=summed, keepdims=True) / np.float32(_MOST)).astype(np.float32)
    # Where all weights are 0, or too small for a scale, any scale is right.
    whole = np.rint(weight / np.where(scales == 0, np.float32(1), scales))
    return scales, np.clip(whole, -_MOST, _MOST).astype(np.int8)
