"""What the process that fits the baselines is told: the file on its standard input."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np

from mlpcli.baselines.rows_to_fit import rows_to_fit, rows_to_score
from mlpcli.data.class_weights import row_weights
from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.data.stores.disk_rows import DiskRows

_HELD_BACK = ("validation", "test")
_FACTS = "facts"


@dataclass(frozen=True)
class FitOrder:
    """The models to fit, and the rows to fit and to score them on.

    `fits` are the models by name, and how many of the training rows each is fitted on: the first ones, since
    their order is random. `classes` are empty for a regression. `layers` are the network steps of the
    preprocessing, as pairs of a Keras layer and its arguments. `weights` `[rows]` are those of the training
    rows, if classes have weights.
    """

    fits: Mapping[str, int]
    classes: tuple[str, ...]
    layers: Sequence[tuple[str, Sequence[Any]]]
    seed: int
    train: Split
    held_back: Mapping[str, Split]
    weights: Array | None = None


def order_for(dataset: Dataset, class_weight: str | Mapping[str, float] | None, seed: int) -> FitOrder | None:
    """The order for a dataset, in which the rows are drawn with `seed`; None if there is nothing to do."""
    facts, train = dataset.facts, dataset.train
    fits = rows_to_fit(len(train), facts)
    held_back = {name: split for name in _HELD_BACK if (split := dataset.split(name))}
    if not fits or not held_back:
        return None
    numbers = np.random.default_rng(seed)
    counts = {name: rows_to_score(len(split), facts, fits) for name, split in held_back.items()}
    drawn = _drawn(train, max(fits.values()), numbers)
    weights = row_weights(drawn.targets, class_weight, facts.classes)[:] if class_weight else None
    return FitOrder(
        fits,
        facts.classes,
        [(layer.keras, layer.arguments) for layer in dataset.preprocessing.first_layers],
        seed,
        drawn,
        {name: _drawn(split, counts[name], numbers) for name, split in held_back.items()},
        weights,
    )


def _drawn(split: Split, count: int, numbers: np.random.Generator) -> Split:
    if isinstance(split.inputs, DiskRows):
        # Without an array of all rows.
        rows = numbers.choice(len(split), min(count, len(split)), replace=False)
    else:
        rows = numbers.permutation(len(split))[:count]
    return Split(split.inputs[rows], split.targets[rows])


def write(order: FitOrder, file: IO[bytes]) -> None:
    """Write an order, in the format of NumPy. Raises OSError."""
    splits = {"train": order.train, **order.held_back}
    arrays: dict[str, Any] = {f"{name}_inputs": split.inputs for name, split in splits.items()}
    arrays |= {f"{name}_targets": split.targets for name, split in splits.items()}
    if order.weights is not None:
        arrays["weights"] = order.weights
    facts = {"fits": order.fits, "classes": order.classes, "layers": order.layers, "seed": order.seed}
    np.savez(file, **{_FACTS: np.array(json.dumps(facts)), **arrays})


def read(file: IO[bytes]) -> FitOrder:
    """The order that `write` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        arrays = dict(stored)
    facts = json.loads(arrays[_FACTS].item())
    splits = {
        name: Split(arrays[f"{name}_inputs"], arrays[f"{name}_targets"])
        for name in ("train", *_HELD_BACK)
        if f"{name}_inputs" in arrays
    }
    train = splits.pop("train")
    return FitOrder(
        facts["fits"],
        tuple(facts["classes"]),
        facts["layers"],
        facts["seed"],
        train,
        splits,
        arrays.get("weights"),
    )
