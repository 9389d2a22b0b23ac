import numpy as np
import pytest

from mlpcli.data.stores.shuffled_blocks import EpochOrder
from mlpcli.data.stores.split_members import Members
from tests.data.stores.rows import on_disk

ROWS = 1000


@pytest.fixture
def parts(tmp_path):
    inputs = np.arange(2 * ROWS, dtype=np.float32).reshape(ROWS, 2)
    members = Members.of([np.arange(ROWS) % 10 != 3])
    return [
        on_disk(tmp_path, inputs, "x").of(members),
        on_disk(tmp_path, np.arange(ROWS, dtype=np.int32), "y").of(members),
    ]


def taken(order, parts, done=0):
    """The rows of the file in the order of the epoch, which inputs and targets tell alike."""
    inputs, targets = zip(*(pool.take(0, len(pool)) for pool in order.pools(parts, done)), strict=True)
    rows = (np.concatenate(inputs)[:, 0] / 2).astype(int).tolist()
    assert rows == np.concatenate(targets).tolist()
    return rows


def test_every_row_comes_once_in_an_order_that_the_seed_decides(parts):
    first, again, other = (taken(EpochOrder(0, 900, 100, seed), parts) for seed in ((0, 1), (0, 1), (0, 2)))
    assert sorted(first) == [row for row in range(ROWS) if row % 10 != 3]
    assert first == again != other


@pytest.mark.parametrize("done", [0, 1, 95, 96, 97, 500, 899])
def test_an_epoch_goes_on_in_the_middle(parts, done):
    order = EpochOrder(0, 900, 100, (0, 1))
    assert taken(order, parts, done) == taken(order, parts)[done:]


def test_nothing_is_left_at_the_end(parts):
    assert list(EpochOrder(0, 900, 100, (0, 1)).pools(parts, 900)) == []


def test_without_a_seed_rows_stay_in_order(parts):
    assert taken(EpochOrder(0, 900, 100, None), parts) == [row for row in range(ROWS) if row % 10 != 3]


def test_a_share_has_its_own_rows_alone(parts):
    shares = [taken(EpochOrder(*ends, 100, (0, 1)), parts) for ends in ((0, 450), (450, 900))]
    assert max(shares[0]) < min(shares[1])
    assert len(shares[0]) == len(shares[1]) == 450


def test_rows_that_lie_together_are_spread_over_the_epoch(tmp_path):
    labels = np.repeat(np.arange(10, dtype=np.int32), 1000)
    order = EpochOrder(0, len(labels), 2000, (3, 1))
    drawn = np.concatenate([pool.take(0, len(pool))[0] for pool in order.pools([on_disk(tmp_path, labels)])])
    # Of each fifth, a class has a tenth on average.
    for part in drawn.reshape(5, -1):
        assert (np.bincount(part, minlength=10) > 0).sum() >= 6
