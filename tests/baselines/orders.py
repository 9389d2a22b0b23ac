"""Small datasets for the baselines."""

from dataclasses import replace

import numpy as np

from mlpcli.baselines.fit_order import FitOrder, order_for
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Dataset, Split
from mlpcli.data.preprocessing import Preprocessing, Step

CLASSES = DataFacts("made", "vector", (3,), "classification", ("a", "b", "c"))
NUMBERS = DataFacts("made", "vector", (3,), "regression", targets=1)


def rows(count: int, seed: int) -> Split:
    """The class is the position of the largest of three numbers."""
    values = np.random.default_rng(seed).normal(size=(count, 3)).astype(np.float32)
    return Split(values, values.argmax(axis=1).astype(np.int32))


def dataset(count: int = 200, *steps: Step) -> Dataset:
    return Dataset(CLASSES, rows(count, 0), None, rows(50, 1), Preprocessing(steps), "sha256:0")


def regression(columns: int = 1) -> Dataset:
    """Every target is a sum of the inputs, times its number."""

    def summed(split: Split) -> Split:
        total = split.inputs.sum(axis=1, keepdims=True)
        return Split(split.inputs, total * np.arange(1, columns + 1, dtype=np.float32))

    made = dataset()
    assert made.test
    facts = replace(NUMBERS, targets=columns)
    return replace(made, facts=facts, train=summed(made.train), test=summed(made.test))


def order(made: Dataset, class_weight: str | dict[str, float] | None = None) -> FitOrder:
    found = order_for(made, class_weight, seed=5)
    assert found
    return found
