"""How the answers all over the area of two inputs changed from epoch to epoch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.regions import Regions, answers_on, side_for

_SIDE = 64
# Multiply-adds for all frames together.
_MOST_WORK = 200_000_000


@dataclass(frozen=True)
class Film:
    """The answers after `epochs` `[frames]`, as `frames` `[frames, side, side, outputs]`.

    `curve` `[rows, 3]` has epoch, loss and validation loss of every epoch, NaN where one is unknown.
    """

    epochs: Sequence[int]
    frames: NDArray[np.float32]
    curve: NDArray[np.float64]

    def losses_at(self, epoch: int) -> tuple[float, float]:
        """The loss and the validation loss of an epoch, NaN if unknown."""
        found = self.curve[self.curve[:, 0] == epoch]
        return (float(found[0, 1]), float(found[0, 2])) if len(found) else (np.nan, np.nan)


def film(
    network: ArithmeticNetwork,
    weights: Mapping[int, Mapping[str, NDArray[np.float32]]],
    seen: Regions,
    rows: Sequence[Mapping[str, float]],
    cost: int,
    has_classes: bool,
) -> Film | Absent:
    """The answers with each of the `weights`, by epoch, over the area of `seen`.

    `rows` are those of metrics.csv, and `cost` the multiply-adds of the network for a point. Epochs whose
    answers are not finite are left out.
    """
    side = side_for(cost * len(weights), _SIDE, _MOST_WORK)
    frames = {
        epoch: answers_on(replace(network, weights=one), seen.across, seen.up, side, has_classes)
        for epoch, one in sorted(weights.items())
    }
    sound = {epoch: frame for epoch, frame in frames.items() if np.isfinite(frame).all()}
    if len(sound) < 2:
        return Absent("An animation needs the weights of two epochs, and there are fewer")
    curve = [(row["epoch"], row.get("loss", np.nan), row.get("val_loss", np.nan)) for row in rows]
    return Film(tuple(sound), np.stack(list(sound.values())), np.array(curve, np.float64).reshape(-1, 3))
