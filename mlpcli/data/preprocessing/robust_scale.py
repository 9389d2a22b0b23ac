"""Robust scaling: by median and interquartile range, with outliers bounded."""

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

# The bound of outliers. Holzmueller, Grinsztajn, Steinwart 2024 (arXiv 2407.04491).
_BOUND = 3.0


@dataclass(frozen=True)
class RobustScale(NetworkStep):
    """`3 tanh(z / 3)` of `z = (x - median) / spread`, with one median and spread per entry of the last axis.

    This is the scaling of RealMLP (arXiv 2407.04491), except that its clip is `z / sqrt(1 + (z / 3)^2)`. Both
    leave values near 0 unchanged, have the limit 3, and differ by at most 0.22; but Keras's built-in layers
    can compute tanh and not such a root, and an exported network must need only Keras. Raises ValueError for
    a spread that is not above 0.
    """

    step: Literal["robust_scale"] = field(default="robust_scale", kw_only=True)
    median: tuple[float, ...]
    spread: tuple[float, ...]

    measured: ClassVar[str] = """\
values = x_train.reshape(-1, x_train.shape[-1]).astype("float64")
low, median, high = np.quantile(values, [0.25, 0.5, 0.75], axis=0)
half = (values.max(axis=0) - values.min(axis=0)) / 2
least = np.finfo("float32").tiny
spread = np.where(high - low >= least, high - low, np.where(half >= least, half, 1.0))
"""

    def __post_init__(self) -> None:
        if not all(value > 0 for value in self.spread):
            raise ValueError("spread: expected numbers above 0")

    @classmethod
    def fit(cls, rows: Array) -> "RobustScale":
        """Median and spread of every feature of `rows` `[rows, ..., features]`, in float64.

        The spread is the interquartile range; if that is 0, half of the whole range; and 1 for a constant
        feature. Differences too small for float32 count as 0. Raises DataError for more features than can be
        kept.
        """
        check_standardized(rows.shape[-1])
        values = np.asarray(rows, dtype=np.float64).reshape(-1, rows.shape[-1])
        low, median, high = np.quantile(values, [0.25, 0.5, 0.75], axis=0)
        half = (values.max(axis=0) - values.min(axis=0)) / 2
        spread = np.where(high - low >= SMALLEST, high - low, np.where(half >= SMALLEST, half, 1.0))
        return cls(tuple(median.tolist()), tuple(spread.tolist()))

    @property
    def layers(self) -> tuple[FirstLayer, ...]:
        return (
            subtraction("median", self.median),
            multiplication(1 / (_BOUND * np.array(self.spread)), f"1 / ({_BOUND} * spread)"),
            FirstLayer("clip", "Activation", ("tanh",)),
            FirstLayer("range", "Rescaling", (_BOUND,)),
        )

    def check(self, shape: Shape) -> None:
        check_features("median", self.median, shape)
        check_features("spread", self.spread, shape)
        super().check(shape)
