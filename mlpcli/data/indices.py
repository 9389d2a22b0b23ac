"""Rows of whole numbers that an Embedding looks up."""

from collections.abc import Callable
from functools import partial

import numpy as np

from mlpcli.data.bad_values import listed
from mlpcli.data.dataset import Array, Dataset
from mlpcli.data.stores.disk_rows import blocks_of, numbered_blocks
from mlpcli.errors import DataError


def check_indices(values: Array, below: int, name_of: Callable[[int], str]) -> None:
    """Raises DataError for rows of `values` `[n, ...]` that hold anything but 0 to `below - 1`.

    `name_of` says what the row of a number is called.
    """
    wrong = _wrong(values, below)
    rows = np.flatnonzero(wrong.any(axis=1))
    if len(rows):
        flat = values.reshape(len(values), -1)
        found = (f"{name_of(int(row))} holds {flat[row, int(wrong[row].argmax())]:g}" for row in rows)
        raise DataError(
            f"{listed(found, len(rows), 'row')}; Embedding looks up whole numbers from 0 to {below - 1}",
            f"give whole numbers from 0 to {below - 1}",
        )


def check_all_indices(dataset: Dataset, below: int) -> None:
    """Raises DataError where a row of the dataset holds anything but 0 to `below - 1`."""
    for name in ("train", "validation", "test"):
        if split := dataset.split(name):
            for first, block in numbered_blocks(split.inputs):
                try:
                    check_indices(block, below, partial(_name, name, first))
                except DataError as error:
                    raise DataError(error.message, _fix(dataset)) from None


def _name(split: str, first: int, row: int) -> str:
    return f"{split}[{first + row}]"


def _fix(dataset: Dataset) -> str:
    """What makes all rows fit, if anything but other data does."""
    splits = [split for split in (dataset.train, dataset.validation, dataset.test) if split]
    blocks = [partial(blocks_of, split.inputs) for split in splits]
    highest = max(int(block.max()) for some in blocks for block in some())
    if any(_wrong(block, highest + 1).any() for some in blocks for block in some()):
        return "give whole numbers from 0, or remove Embedding"
    return f"write input_dim: {highest + 1}"


def _wrong(values: Array, below: int) -> Array:
    flat = values.reshape(len(values), -1)
    wrong: Array = (flat < 0) | (flat >= below) | (flat != np.floor(flat))
    return wrong
