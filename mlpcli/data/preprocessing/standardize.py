"""Standardization: mean 0 and standard deviation 1."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np

from mlpcli.data.float32 import SMALLEST
from mlpcli.data.preprocessing.base import (
    Array,
    FirstLayer,
    NetworkStep,
    Shape,
    check_features,
    check_standardized,
    multiplication,
    subtraction,
)


@dataclass(frozen=True)
class Scale(NetworkStep):
    """`(x - mean) / deviation`, with one mean and deviation per entry of the last axis, or one for all.

    Raises ValueError for a deviation that is not above 0.
    """

    step: Literal["scale"] = field(default="scale", kw_only=True)
    mean: tuple[float, ...]
    deviation: tuple[float, ...]

    measured: ClassVar[str] = """\
values = x_train.reshape(-1, x_train.shape[-1]).astype("float64")
mean, deviation = values.mean(axis=0), values.std(axis=0)
deviation[values.min(axis=0) == values.max(axis=0)] = 1.0
deviation[deviation < np.finfo("float32").tiny] = 1.0
"""

    def __post_init__(self) -> None:
        if not all(value > 0 for value in self.deviation):
            raise ValueError("deviation: expected numbers above 0")

    @classmethod
    def fit(cls, rows: Array) -> "Scale":
        """Mean and standard deviation of every feature of `rows` `[rows, ..., features]`, in float64.

        A feature that is constant, or varies by less than float32 can hold, gets deviation 1, so that it
        becomes 0 without a division by zero. Raises DataError for more features than can be kept.
        """
        check_standardized(rows.shape[-1])
        values = np.asarray(rows, dtype=np.float64).reshape(-1, rows.shape[-1])
        return cls.of(values.mean(axis=0), values.std(axis=0), values.min(axis=0) == values.max(axis=0))

    @classmethod
    def of(cls, mean: Array, deviation: Array, is_constant: Array) -> "Scale":
        """Of the mean and the standard deviation of every feature, as `fit` measures them.

        Raises DataError for more features than can be kept.
        """
        check_standardized(len(mean))
        # Rounding gives a column of equal numbers such as 0.1 a deviation of 1e-17, which would blow
        # up other values.
        used = np.where(is_constant | (deviation < SMALLEST), 1.0, deviation)
        return cls(tuple(mean.tolist()), tuple(used.tolist()))

    @property
    def layers(self) -> tuple[FirstLayer, ...]:
        layers = (
            # Subtract before dividing: far from 0, float32 lacks the digits to subtract afterwards.
            subtraction("mean", self.mean),
            multiplication(1 / np.array(self.deviation), "1 / deviation"),
        )
        shifts, scales = any(self.mean), any(value != 1 for value in self.deviation)
        return layers[not shifts :] if shifts or scales else ()

    def check(self, shape: Shape) -> None:
        check_features("mean", self.mean, shape)
        check_features("deviation", self.deviation, shape)
        super().check(shape)
