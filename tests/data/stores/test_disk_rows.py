import numpy as np
import pytest

from mlpcli.data.stores.split_members import GROUP, Members
from mlpcli.errors import DataError
from tests.data.stores.rows import on_disk

VALUES = np.arange(60, dtype=np.float32).reshape(20, 3)


@pytest.mark.parametrize(
    "key", [slice(None), slice(3, 7), slice(-2, None), slice(1, 20, 4), np.array([5, 0, 5])]
)
def test_rows_on_disk_are_indexed_like_an_array(tmp_path, key):
    rows = on_disk(tmp_path, VALUES)
    assert rows.shape == VALUES.shape and rows.nbytes == VALUES.nbytes
    assert np.array_equal(rows[key], VALUES[key])
    half = rows.of(Members.of([np.arange(20) % 2 == 1]))
    assert half.shape == (10, 3)
    assert np.array_equal(half[key if isinstance(key, slice) else key % 10], VALUES[1::2][key])


def test_blocks_have_all_rows_in_order(tmp_path):
    rows = on_disk(tmp_path, VALUES).mapped(lambda some: some[:, 0].astype(np.int32), (), np.int32)
    assert [block.tolist() for block in rows.blocks(8)] == [
        VALUES[start : start + 8, 0].tolist() for start in (0, 8, 16)
    ]
    assert next(rows.blocks()).dtype == np.int32


def test_a_file_that_became_shorter_is_named(tmp_path):
    rows = on_disk(tmp_path, VALUES)
    rows.file.path.write_bytes(b"")
    with pytest.raises(DataError, match="rows.bin became shorter"):
        rows[:]


def test_members_know_the_row_of_every_position():
    mask = np.random.default_rng(0).random(2 * GROUP + 77) < 0.3
    members = Members.of([mask[:GROUP], mask[GROUP:]])
    rows = np.flatnonzero(mask)
    assert len(members) == len(rows)
    places = [0, 1, 2000, len(rows) - 1]
    assert [members.row(place) for place in places] == rows[places].tolist()
    assert np.array_equal(members.mask(5, GROUP + 3), mask[5 : GROUP + 3])
    assert np.array_equal(np.concatenate([*members.masks(GROUP)]), mask)
