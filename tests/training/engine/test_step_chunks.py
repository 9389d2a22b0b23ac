import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.training.engine.step_chunks import cut, epoch_order, evaluation_batch, steps_per_chunk


@given(rows=st.integers(1, 200), batch_size=st.integers(1, 50), steps=st.integers(1, 30))
def test_every_row_is_trained_on_once_in_its_order(rows: int, batch_size: int, steps: int) -> None:
    order = np.random.default_rng(0).permutation(rows).astype(np.int32)
    chunks = list(cut(order, batch_size, lambda: steps))
    assert np.array_equal(np.concatenate([chunk.reshape(-1) for chunk in chunks]), order)
    rest = rows % batch_size
    whole = chunks[:-1] if rest else chunks
    assert all(chunk.shape[1] == batch_size and len(chunk) <= steps for chunk in whole)
    if rest:
        assert chunks[-1].shape == (1, rest)


def test_without_shuffling_rows_come_as_they_lie() -> None:
    assert epoch_order(5, None).tolist() == [0, 1, 2, 3, 4]


def test_an_order_is_drawn_from_the_seed_and_the_epoch_alone() -> None:
    order = epoch_order(100, (1, 2))
    assert sorted(order) == list(range(100))
    assert np.array_equal(order, epoch_order(100, (1, 2)))
    assert not np.array_equal(order, epoch_order(100, (1, 3)))
    assert not np.array_equal(order, epoch_order(100, (2, 2)))


@given(steps=st.integers(0, 5000), batch_size=st.integers(1, 1024), multiply_adds=st.integers(0, 10**10))
def test_a_chunk_has_a_step_at_least_and_little_more_than_a_quarter_of_a_second(
    steps: int, batch_size: int, multiply_adds: int
) -> None:
    size = steps_per_chunk(steps, batch_size, multiply_adds)
    assert 1 <= size <= 2 * 1250


@pytest.mark.parametrize(("steps", "expected"), [(1687, 241), (1000, 250), (7, 7), (1, 1), (0, 1)])
def test_chunks_divide_the_steps_where_they_can(steps: int, expected: int) -> None:
    assert steps_per_chunk(steps, 32, 109_184) == expected


@given(steps=st.integers(500, 5000), batch_size=st.integers(1, 128))
def test_hardly_a_step_is_left_over_by_chunks(steps: int, batch_size: int) -> None:
    assert steps % steps_per_chunk(steps, batch_size, 109_184) < steps / 100


def test_the_larger_the_network_the_smaller_the_chunk() -> None:
    assert steps_per_chunk(1000, 32, 10**9) == 1


@pytest.mark.parametrize(
    ("multiply_adds", "rows"), [(0, 1024), (109_184, 1024), (20_000_000, 128), (10**9, 4), (10**12, 1)]
)
def test_the_larger_the_network_the_fewer_rows_are_evaluated_at_once(multiply_adds: int, rows: int) -> None:
    assert evaluation_batch(multiply_adds) == rows
