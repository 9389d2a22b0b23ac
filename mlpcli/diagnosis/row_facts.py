"""What the rows themselves say: how large their values are, and which of them are in several splits."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Dataset
from mlpcli.data.doctor.repeated_rows import are_alike_by_chance, rows_seen_in_training, sample_of
from mlpcli.data.preprocessing import RobustScale, Scale
from mlpcli.data.stores.disk_rows import number_range

# Healthy inputs are around 0.3 to 3; wine's largest feature is at 810, and the typical one at 2.5.
_FAR_APART = 10.0
LARGE_INPUT = 10.0
"""The root of the mean square from which a feature is large."""


@dataclass(frozen=True)
class InputScales:
    """How large the inputs of the network are, after its preprocessing: of every feature of a vector, or of
    all values together. `rms` `[features]` is the root of the mean square; `names` are those of columns."""

    rms: NDArray[np.float64]
    names: tuple[str, ...] = ()

    @property
    def largest(self) -> float:
        return float(self.rms.max())

    @property
    def typical(self) -> float:
        return float(np.median(self.rms))

    @property
    def are_far_apart(self) -> bool:
        """Whether a large feature is far larger than the typical one."""
        return self.largest > _FAR_APART * max(self.typical, 1e-12) and self.largest > LARGE_INPUT

    @property
    def are_unsuitable(self) -> bool:
        return self.are_far_apart or self.typical >= LARGE_INPUT


def target_range(dataset: Dataset) -> tuple[float, float] | None:
    """The lowest and the highest number to predict, of the training rows; None for classes."""
    return None if dataset.facts.classes else number_range(dataset.train.targets)


def target_spread(dataset: Dataset) -> float:
    """The largest standard deviation of a number to predict, of the training rows; nan for classes."""
    if dataset.facts.classes:
        return math.nan
    return float(dataset.train.targets[:].astype(np.float64).std(axis=0).max())


@dataclass(frozen=True)
class RepeatedRows:
    """`seen` of `rows` rows are training rows too."""

    seen: int
    rows: int

    @property
    def share(self) -> float:
        return self.seen / self.rows if self.rows else 0.0


def input_scales(dataset: Dataset) -> InputScales:
    """The scales of what the network gets, from a sample of the training rows."""
    values = sample_of(dataset.train).astype(np.float64)
    for layer in dataset.preprocessing.first_layers:
        if layer.keras == "Rescaling":
            values = values * np.asarray(layer.arguments[0]) + np.asarray([*layer.arguments, 0.0][1])
    if any(isinstance(step, Scale | RobustScale) for step in dataset.preprocessing.steps):
        # A feature that is 0 in nearly all rows is large in the others, as it should be.
        return InputScales(np.array([1.0]))
    axes = tuple(range(values.ndim - 1)) if dataset.facts.kind == "vector" else None
    rms = np.atleast_1d(np.sqrt(np.square(values).mean(axis=axes)))
    return InputScales(rms, _names(dataset, len(rms)))


def _names(dataset: Dataset, count: int) -> tuple[str, ...]:
    table = dataset.preprocessing.table
    names = tuple(column.name for column in table.columns) if table else ()
    return names if len(names) == count else ()


def repeated_rows(dataset: Dataset) -> Mapping[str, RepeatedRows]:
    """By split, how many of its rows are training rows too; empty where that is no wonder."""
    if are_alike_by_chance(dataset):
        return {}
    return {name: RepeatedRows(seen, rows) for name, (seen, rows) in rows_seen_in_training(dataset).items()}
