"""What each class counts for in the loss."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mlpcli.network.class_weights import by_class

Shares = NDArray[np.float64]

_EVEN = 0.05


def counted_shares(shares: Shares, given: str | Mapping[str, float] | None, classes: Sequence[str]) -> Shares:
    """The shares `[classes]` of the rows times the weights `given` by the config's class_weight."""
    if given is None:
        return shares
    if isinstance(given, str):
        there = shares > 0
        balanced: Shares = there / max(1, int(there.sum()))
        return balanced
    weights = by_class(given, classes)
    counted: Shares = shares * [weights.get(name, 1.0) for name in classes]
    return counted


def are_uneven(shares: Shares, counted: Shares) -> bool:
    """Whether some class counts for clearly more or less than it is there."""
    return not np.allclose(counted / counted.sum(), shares, atol=_EVEN)
