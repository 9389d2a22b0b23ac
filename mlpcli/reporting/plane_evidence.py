"""What a page needs of a network whose rows are two numbers: their area can be looked at whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.regions import PlaneRows

EpochWeights = Mapping[int, Mapping[str, NDArray[np.float32]]]
"""The weights after epochs, 0 before the first, by the names of `mlpcli.network.weight_names`."""


@dataclass(frozen=True)
class PlaneEvidence:
    """The names of the two inputs, the `network` in NumPy with the weights that are used, and the rows to
    draw, those of training first.

    `epochs` are those that an animation shows, None if none is wanted.
    """

    names: tuple[str, str]
    network: ArithmeticNetwork
    splits: Mapping[str, PlaneRows]
    epochs: EpochWeights | Absent | None = field(default=None)
