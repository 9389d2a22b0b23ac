import numpy as np
import pytest

from mlpcli.config.dataset_facts import Encoding
from mlpcli.inference.scoring.scored_rows import ScoredRows, mean_of

SURE = np.array([[0, 0, 1], [1, 0, 0]], np.float32)


@pytest.mark.parametrize(
    ("targets", "encoding", "expected"),
    [
        (np.array([2, 0], np.int32), "index", SURE),
        (np.array([2, 0], np.int32), "one_hot", SURE),
        (np.array([1, 0], np.int32), "column", SURE[:, 2:]),
        (SURE + 2, "numbers", SURE + 2),
    ],
)
def test_what_is_expected_is_shaped_as_the_outputs(
    targets: np.ndarray, encoding: Encoding, expected: np.ndarray
) -> None:
    found = ScoredRows(np.zeros_like(expected), targets, encoding).expected
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == np.float32


@pytest.mark.parametrize(("rows", "sizes"), [(1, [1]), (1024, [1024]), (2050, [1024, 1024, 2])])
def test_batches_hold_every_row_once_and_in_order(rows: int, sizes: list[int]) -> None:
    outputs = np.arange(rows, dtype=np.float32).reshape(-1, 1)
    batches = list(ScoredRows(outputs, outputs + 1, "numbers", outputs + 2).batches())
    assert [len(batch) for batch in batches] == sizes
    np.testing.assert_array_equal(np.concatenate([batch.outputs for batch in batches]), outputs)
    assert all((batch.targets == batch.outputs + 1).all() for batch in batches)
    assert all((batch.logits == batch.outputs + 2).all() for batch in batches)


def test_a_mean_weighs_every_row_alike_whatever_its_batch() -> None:
    outputs = np.zeros((1025, 1), np.float32)
    outputs[-1] = 1025
    mean = mean_of(lambda rows: rows.outputs[:, 0])
    assert mean(ScoredRows(outputs, outputs, "numbers")) == 1.0


def test_what_is_too_large_for_keras_to_sum_is_infinite() -> None:
    outputs = np.full((2, 1), 3e38, np.float32)
    mean = mean_of(lambda rows: rows.outputs[:, 0])
    with np.errstate(over="ignore"):
        assert mean(ScoredRows(outputs, outputs, "numbers")) == np.inf
