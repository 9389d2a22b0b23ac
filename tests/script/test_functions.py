"""The functions that a script brings along do what the tool's own do."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlpcli.config.sources import Digits, Spirals, Waves
from mlpcli.data.bundled import read_bundled
from mlpcli.data.generated import read_generated
from mlpcli.data.split import split_indices
from mlpcli.script.functions import ENLARGED, HOLD_BACK, HOLD_BACK_BY_CLASS, SPIRALS, WAVES


def function(text: str, seed: int = 0) -> Any:
    namespace: dict[str, Any] = {"np": np, "SEED": seed}
    exec(text, namespace)
    return next(value for key, value in namespace.items() if key in text.split("(")[0])


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
    found = function(HOLD_BACK_BY_CLASS)(rows, y, share, [seed, 1])
    for ours, theirs in zip((kept, y[kept], held, y[held]), found, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("seed", range(5))
def test_rows_without_classes_are_held_back_as_the_run_held_them_back(seed: int) -> None:
    kept, held = split_indices(442, None, 0.2, (seed, 0))
    rows = np.arange(442)
    found = function(HOLD_BACK)(rows, rows.reshape(-1, 1), 0.2, [seed, 0])
    np.testing.assert_array_equal(found[0], kept)
    np.testing.assert_array_equal(found[3].reshape(-1), held)


@pytest.mark.parametrize("size", [9, 16, 28, 50])
def test_digits_are_enlarged_as_pillow_enlarges_them(size: int) -> None:
    margin = min(size // 7, (size - 8) // 2)
    small = read_bundled(Digits(source="digits")).train.inputs[..., 0]
    large = read_bundled(Digits(source="digits", size=size)).train.inputs[..., 0]
    found = function(ENLARGED)(small, size - 2 * margin)
    np.testing.assert_array_equal(np.pad(found, [(0, 0), (margin, margin), (margin, margin)]), large)


@pytest.mark.parametrize(
    ("text", "source", "arguments"),
    [
        (SPIRALS, Spirals(source="spirals", rows=50, arms=3), {"arms": 3, "turns": 1.0, "noise": 0.05}),
        (WAVES, Waves(source="waves", rows=50, steps=16), {"steps": 16, "noise": 0.2}),
    ],
    ids=["spirals", "waves"],
)
def test_rows_are_drawn_as_the_run_drew_them(text: str, source: Any, arguments: dict[str, Any]) -> None:
    inputs, labels = function(text, seed=7)(rows=50, **arguments)
    drawn = read_generated(source, 7).train
    np.testing.assert_array_equal(inputs.astype(np.float32), drawn.inputs)
    np.testing.assert_array_equal(labels, drawn.targets)
