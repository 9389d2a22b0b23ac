import numpy as np

from mlpcli.data.stores.disk_rows import blocks_of
from mlpcli.data.stores.gathered import GatheredRows

VALUES = np.arange(24, dtype=np.float32).reshape(12, 2)
FIRST = np.array([0, 1, 5, 9, 8])
EXPECTED = np.stack([VALUES[first : first + 3] for first in FIRST])


def windows() -> GatheredRows:
    return GatheredRows(VALUES, FIRST, 3)


def test_it_has_the_form_of_the_array() -> None:
    rows = windows()
    assert (len(rows), rows.shape, rows.dtype, rows.nbytes) == (5, (5, 3, 2), np.float32, EXPECTED.nbytes)


def test_rows_are_taken_by_slices_and_numbers() -> None:
    rows, some = windows(), np.array([4, 0, 0])
    assert np.array_equal(rows[:], EXPECTED)
    assert np.array_equal(rows[1:4:2], EXPECTED[1:4:2])
    assert np.array_equal(rows[some], EXPECTED[some])
    assert np.array_equal(rows.take(some, axis=0), EXPECTED[some])
    assert rows[:0].shape == (0, 3, 2)


def test_all_rows_come_in_blocks_of_a_few_megabytes() -> None:
    values = np.arange(4000, dtype=np.float32)[:, None]
    rows = GatheredRows(values, np.arange(3000), 1001)
    blocks = list(blocks_of(rows))
    assert len(blocks) == 3
    assert max(block.nbytes for block in blocks) <= 4 * 2**20
    assert np.array_equal(np.concatenate(blocks), rows[:])


def test_values_are_not_copied() -> None:
    assert windows().values is VALUES
