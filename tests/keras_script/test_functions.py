"""The functions that a script brings along do what the tool's own do."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlpcli.data.split import split_indices
from tests.keras_script.scripts import ROWS, execute, part_of
from tests.training.networks import BLOBS, DIABETES, case


def hold_back(layers: str, data: str) -> Any:
    """The function of that name in a script of these."""
    one = case(layers, data)
    head, _, _ = part_of(one.config, one.plan, "The data", rows=ROWS | {"test": 1}).partition("# The data")
    return execute(head)["hold_back"]


BY_CLASS = hold_back("[{Dense: {units: 3, activation: softmax}}]", BLOBS)


@given(
    sizes=st.lists(st.integers(2, 20), min_size=1, max_size=6),
    share=st.sampled_from([0.1, 0.2, 0.25, 0.5, 0.9]),
    seed=st.integers(0, 50),
)
def test_rows_are_held_back_by_class_as_the_run_held_them_back(
    sizes: list[int], share: float, seed: int
) -> None:
    y = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(sizes)), sizes))
    assume(0 < round(share * len(y)) <= len(y) - len(sizes))
    kept, held = split_indices(len(y), y, share, (seed, 1))
    rows = np.arange(len(y))
    found = BY_CLASS(rows, y, share, [seed, 1])
    for ours, theirs in zip((kept, y[kept], held, y[held]), found, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("seed", range(5))
def test_rows_without_classes_are_held_back_as_the_run_held_them_back(seed: int) -> None:
    kept, held = split_indices(442, None, 0.2, (seed, 0))
    rows = np.arange(442)
    found = hold_back("[{Dense: {units: 1}}]", DIABETES)(rows, rows.reshape(-1, 1), 0.2, [seed, 0])
    np.testing.assert_array_equal(found[0], kept)
    np.testing.assert_array_equal(found[3].reshape(-1), held)
