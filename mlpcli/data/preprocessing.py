"""What is done to every row before the first layer: one affine map, kept as plain numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Preprocessing:
    """`(x - mean) / deviation`, a number for each value along the last axis, or one number for all.

    Pixels have mean 0 and deviation 255; standardized features their own; the identity is 0 and 1.
    """

    mean: tuple[float, ...] = (0.0,)
    deviation: tuple[float, ...] = (1.0,)

    @property
    def is_identity(self) -> bool:
        return not any(self.mean) and all(value == 1 for value in self.deviation)


IDENTITY = Preprocessing()
PIXELS = Preprocessing(mean=(0.0,), deviation=(255.0,))


def fit_standardization(inputs: NDArray[np.generic]) -> Preprocessing:
    """Mean and standard deviation of every feature of `inputs` `[rows, ..., features]`, in float64.

    A feature that never changes gets deviation 1, so that it becomes 0 and not a division by zero.
    """
    values = np.asarray(inputs, dtype=np.float64).reshape(-1, inputs.shape[-1])
    deviation = values.std(axis=0)
    # Rounding gives a column of equal numbers such as 0.1 a deviation of 1e-17, which would blow up others.
    deviation[values.min(axis=0) == values.max(axis=0)] = 1.0
    return Preprocessing(tuple(values.mean(axis=0).tolist()), tuple(deviation.tolist()))
