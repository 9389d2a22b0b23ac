import numpy as np
import pytest

from mlpcli.data.split import split_indices
from mlpcli.data.stores import split
from mlpcli.data.stores.split import hold_back
from mlpcli.data.stores.split_members import GROUP
from mlpcli.errors import DataError
from tests.data.stores.rows import on_disk

ROWS = 3 * GROUP + 123


def rows_of(members):
    return np.flatnonzero(members.mask(0, members.rows))


@pytest.mark.parametrize("bins", [2**22, 8])
@pytest.mark.parametrize("names", [(), ("a", "b", "c")])
def test_the_same_rows_are_held_back_as_in_memory(tmp_path, monkeypatch, bins, names):
    monkeypatch.setattr(split, "_AT_ONCE", GROUP)
    monkeypatch.setattr(split, "_MOST_BINS", bins)
    # Sorted, as files often are.
    labels = np.sort(np.random.default_rng(1).choice(3, ROWS, p=[0.6, 0.39, 0.01])).astype(np.int32)
    strata = labels if names else None
    targets = on_disk(tmp_path, labels)
    kept, test = hold_back(targets, None, 0.2, (7, 0), names)
    first = split_indices(ROWS, strata, 0.2, (7, 0), names)
    assert np.array_equal(rows_of(kept), first[0]) and np.array_equal(rows_of(test), first[1])
    train, validation = hold_back(targets, kept, 0.1, (7, 1), names)
    second = split_indices(len(first[0]), strata[first[0]] if names else None, 0.1, (7, 1), names)
    assert np.array_equal(rows_of(train), first[0][second[0]])
    assert np.array_equal(rows_of(validation), first[0][second[1]])


def test_a_share_of_0_holds_nothing_back(tmp_path):
    assert hold_back(on_disk(tmp_path, np.zeros(5, np.int32)), None, 0.0, (0, 0), ()) == (None, None)


@pytest.mark.parametrize("labels", [[0, 0, 0, 1], [0, 1]])
def test_what_cannot_be_split_is_refused_in_the_same_words(tmp_path, labels):
    values = np.array(labels, np.int32)
    with pytest.raises(DataError) as expected:
        split_indices(len(values), values, 0.25, (0, 0), ("cat", "dog"))
    with pytest.raises(DataError) as found:
        hold_back(on_disk(tmp_path, values), None, 0.25, (0, 0), ("cat", "dog"))
    assert found.value.message == expected.value.message
