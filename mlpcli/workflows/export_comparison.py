"""Comparison of an exported network with the original."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlpcli.arguments import SplitName
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.data.stores.disk_rows import blocks_of
from mlpcli.inference.prediction import Predictor
from mlpcli.inference.scoring.class_scores import (
    class_probabilities,
    classification_scores,
    regression_scores,
)

TOLERANCE = 1e-4
"""The largest difference between outputs that count as equal: float32 rounding differs between the two."""

_BATCH = 256


@dataclass(frozen=True)
class Comparison:
    """Two networks on all rows of a split.

    `difference` is as in `largest_difference`. For regression `deviations` is as in `deviations_apart`:
    targets far from 0 hide nothing there. `before` and `after` are the accuracy of the two, or for
    regression r2; `metric` says which.
    """

    split: SplitName
    rows: int
    difference: float
    metric: str
    before: float
    after: float
    deviations: float | None = None

    @property
    def is_same(self) -> bool:
        """Whether the two differ only by rounding."""
        return is_same(self.difference)

    @property
    def in_words(self) -> str:
        """How large the difference is, as after "differ by at most"."""
        if self.deviations is not None and self.deviations > TOLERANCE:
            return f"{self.deviations:.2g} standard deviations of the target"
        return f"{self.difference:.2g}"


def largest_difference(found: Array, wanted: Array) -> float:
    """The largest distance between two arrays `[rows, outputs]`.

    Relative to the largest finite absolute `wanted` value of the output if that exceeds 1, because the
    spacing of floats grows with their size. NaN in both, as for a row of which a mask leaves nothing, and the
    same infinity in both are no difference; NaN in one of them makes the result NaN.
    """
    scale = np.abs(np.where(np.isfinite(wanted), wanted, 0)).max(axis=0, initial=1)
    is_equal = (found == wanted) | (np.isnan(found) & np.isnan(wanted))
    with np.errstate(invalid="ignore"):
        return float(np.where(is_equal, 0, np.abs(found - wanted) / scale).max())


def is_same(difference: float) -> bool:
    """Whether a `largest_difference` is only rounding. NaN is not."""
    return difference <= TOLERANCE


def compare(network: Predictor, outputs: Callable[[Array], Array], dataset: Dataset) -> Comparison:
    """Compare `network` with the `outputs` of its export, on held-back rows if there are any."""
    name, split = held_back(dataset)
    starts = range(0, len(split), _BATCH)
    after = np.concatenate([outputs(split.inputs[start : start + _BATCH]) for start in starts])
    return compare_outputs(network, after, name, split, dataset.facts)


def held_back(dataset: Dataset) -> tuple[SplitName, Split]:
    """The split on which exports are compared, and its name."""
    if dataset.test:
        return "test", dataset.test
    return ("validation", dataset.validation) if dataset.validation else ("train", dataset.train)


def compare_outputs(
    network: Predictor, outputs: Array, name: SplitName, split: Split, facts: DataFacts
) -> Comparison:
    """Compare `network` with what its export has put out for the rows of a split, or for some of them."""
    before = np.concatenate([network.predict(block) for block in blocks_of(split.inputs)])
    return Comparison(
        name,
        len(split),
        largest_difference(outputs, before),
        "accuracy" if facts.classes else "r2",
        _figure(before, split, facts),
        _figure(outputs, split, facts),
        None if facts.classes else deviations_apart(outputs, before, split.targets[:]),
    )


def deviations_apart(found: Array, wanted: Array, targets: Array) -> float:
    """The largest distance between two arrays `[rows, outputs]`, in standard deviations of the `targets`
    `[rows, ...]` of each output. NaN if one of them has NaN.
    """
    spread = targets.reshape(len(targets), -1).std(axis=0, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        return float(np.abs((found - wanted) / np.where(spread > 0, spread, 1)).max())


def _figure(outputs: Array, split: Split, facts: DataFacts) -> float:
    if not facts.classes:
        return regression_scores(outputs, split.targets[:]).r2
    return classification_scores(class_probabilities(outputs), split.targets[:], facts.classes).accuracy
