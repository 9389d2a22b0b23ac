"""The curves of a training, and what their course says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.training import Mode

Numbers = NDArray[np.float64]

# Of the epochs: what is compared with as many before them to see where a curve is heading.
_LATE = 0.1


@dataclass(frozen=True)
class Curves:
    """The figures of every epoch, `[epochs]` each, one epoch at least.

    `loss` and `accuracy` are those of training, means over an epoch in which the weights change;
    `val_loss` and `val_accuracy` those of the validation rows after it. None if the run has no such figure;
    `rates` are then nan.
    """

    epochs: Numbers
    loss: Numbers
    rates: Numbers
    val_loss: Numbers | None = None
    accuracy: Numbers | None = None
    val_accuracy: Numbers | None = None

    def __len__(self) -> int:
        return len(self.loss)

    @property
    def has_exploded(self) -> bool:
        """Whether the training loss was no number any more."""
        return not np.isfinite(self.loss).all()

    @property
    def is_finite(self) -> bool:
        """Whether both losses are numbers in every epoch."""
        return bool(np.isfinite(self.guide).all()) and not self.has_exploded

    @cached_property
    def guide(self) -> Numbers:
        """The validation loss, or the training loss without validation rows."""
        return self.loss if self.val_loss is None else self.val_loss

    @property
    def highest_rate(self) -> float:
        return float(self.rates.max())

    @property
    def best(self) -> int:
        """The index of the epoch with the lowest validation loss, its neighbours considered."""
        return int(np.argmin(smooth(self.guide)))

    def best_by(self, figure: str, mode: Mode) -> int:
        """The index of the epoch with the best value of a figure, the first of several; the last epoch for a
        figure that is not here."""
        figures = {
            "loss": self.loss,
            "val_loss": self.val_loss,
            "accuracy": self.accuracy,
            "val_accuracy": self.val_accuracy,
        }
        values = figures.get(figure)
        if values is None:
            return len(self) - 1
        worse = -values if mode == "max" else values
        return int(np.argmin(np.where(np.isfinite(worse), worse, np.inf)))

    @property
    def falling_share(self) -> float:
        """The share of epochs in which the training loss fell."""
        return float(np.mean(np.diff(self.loss) < 0)) if len(self) > 1 else 0.0


def curves_of(rows: Sequence[Mapping[str, float]]) -> Curves | None:
    """The curves of the rows of metrics.csv; None without any."""
    if not rows:
        return None

    def column(name: str) -> Numbers | None:
        return np.array([row[name] for row in rows]) if name in rows[0] else None

    loss, rates = column("loss"), column("learning_rate")
    if loss is None:
        return None
    return Curves(
        np.array([row["epoch"] for row in rows]),
        loss,
        np.full(len(rows), np.nan) if rates is None else np.array([_written(rate) for rate in rates]),
        column("val_loss"),
        column("accuracy"),
        column("val_accuracy"),
    )


def _written(rate: float) -> float:
    """A rate as a config has it: training has it in float32, which is a little more or less."""
    return float(f"{rate:.6g}")


def smooth(values: Numbers) -> Numbers:
    """The median of each value and its neighbours: a single outlier says nothing."""
    if len(values) < 5:
        return values
    padded = np.concatenate([values[:1], values, values[-1:]])
    found: Numbers = np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0)
    return found


def moving_mean(values: Numbers) -> Numbers:
    """The means of a tenth of the epochs at a time, at least three: a curve without its noise.

    The values themselves where there are fewer epochs.
    """
    width = epochs_averaged(len(values))
    return values if width == 1 else np.convolve(values, np.full(width, 1 / width), mode="valid")


def epochs_averaged(count: int) -> int:
    """How many of `count` epochs `moving_mean` takes together; 1 where there are few."""
    width = max(3, round(_LATE * count))
    return width if count >= 2 * width else 1


def further_fall(values: Numbers) -> float:
    """By how much a curve would fall in as many epochs again if it went on as at its end; negative if it
    rises, and 0 for fewer than three epochs."""
    count = len(values)
    if count < 3:
        return 0.0
    late = max(1, round(_LATE * count))
    before, after = values[-2 * late : -late].mean(), values[-late:].mean()
    return float((before - after) / late * count)


def late_progress(values: Numbers) -> float:
    """By how much a curve fell from its third quarter to its last, in the mean; nan for fewer than four
    epochs."""
    quarter = len(values) // 4
    if not quarter:
        return float("nan")
    return float(values[-2 * quarter : -quarter].mean() - values[-quarter:].mean())


def jaggedness(values: Numbers) -> float:
    """The mean jump of the second half of a curve against its course, relative to its height there."""
    half = values[len(values) // 2 :]
    if len(half) < 4:
        return 0.0
    return float(np.abs(np.diff(half, 2)).mean() / 2 / max(abs(half.mean()), 1e-12))
