import numpy as np

from mlpcli.data.dataset import Array, Split
from mlpcli.data.doctor.repeated_rows import sample_of


def split(inputs: Array) -> Split:
    return Split(inputs.astype(np.float32), np.zeros(len(inputs), np.int32))


def test_a_sample_is_spread_over_all_rows() -> None:
    rows = split(np.arange(1000.0)[:, None])
    assert sample_of(rows, 3).ravel().tolist() == [0, 499, 999]
    assert len(sample_of(rows, 5000)) == 1000


def test_fewer_rows_are_sampled_of_large_ones() -> None:
    assert len(sample_of(split(np.zeros((10, 1_000_000))))) == 2
