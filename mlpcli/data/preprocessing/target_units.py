"""The units of the numbers to predict, in which a network answers that was trained on standardized ones."""

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.float32 import LARGEST, SMALLEST
from mlpcli.data.preprocessing.base import Array


@dataclass(frozen=True)
class TargetUnits:
    """One number for each target: `mean` and `deviation` of the training rows, so that the loss is computed
    of `(y - mean) / deviation`; and the `lowest` and `highest` that the network answers, which are empty if
    its answers are not bounded.

    Raises ValueError for a deviation that is not above 0, a range that is upside down, and numbers beyond
    float32.
    """

    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    lowest: tuple[float, ...] = ()
    highest: tuple[float, ...] = ()

    measured: ClassVar[str] = """\
values = y_train.astype("float64")
target_mean, target_deviation = values.mean(axis=0), values.std(axis=0)
target_deviation[values.min(axis=0) == values.max(axis=0)] = 1.0
"""

    def __post_init__(self) -> None:
        if not all(value > 0 for value in self.deviation):
            raise ValueError("deviation: expected numbers above 0")
        if not all(low <= high for low, high in zip(self.lowest, self.highest, strict=True)):
            raise ValueError("highest: expected numbers of at least `lowest`")
        numbers = (*self.mean, *self.deviation, *self.lowest, *self.highest)
        if not all(math.isfinite(number) and abs(number) <= LARGEST for number in numbers):
            raise ValueError("expected numbers within float32 (3.4e38)")

    @classmethod
    def fit(cls, targets: Array, standardize: bool, clamp: bool) -> "TargetUnits":
        """Of the training rows' `targets` `[rows, targets]`, in float64; mean 0 and deviation 1 unless they
        are to be standardized, and for a constant target."""
        values = np.asarray(targets, dtype=np.float64)
        low, high = values.min(axis=0), values.max(axis=0)
        mean, deviation = np.zeros(len(low)), np.ones(len(low))
        if standardize:
            mean, spread = values.mean(axis=0), values.std(axis=0)
            deviation = np.where((low < high) & (spread >= SMALLEST), spread, 1.0)
        bounds = (tuple(low.tolist()), tuple(high.tolist())) if clamp else ((), ())
        return cls(tuple(mean.tolist()), tuple(deviation.tolist()), *bounds)

    @property
    def standardizes(self) -> bool:
        """Whether standardized targets are other numbers."""
        return any(self.mean) or any(value != 1 for value in self.deviation)

    def standardized(self, values: Array) -> NDArray[np.float32]:
        """`values` `[rows, targets]` as the loss sees them, float32."""
        mean, deviation = (np.array(one, np.float32) for one in (self.mean, self.deviation))
        found: Any = (values.astype(np.float32) - mean) / deviation
        return found  # type: ignore[no-any-return]

    def check(self, targets: int) -> None:
        """Raises ValueError unless it was fitted on so many targets."""
        if {len(self.mean), len(self.deviation)} != {targets} or len(self.lowest) not in (0, targets):
            raise ValueError(f"targets: expected {targets} numbers of each kind")
