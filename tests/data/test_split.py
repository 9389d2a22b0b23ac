import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlpcli.data.split import RareClassError, drawing, split_indices
from mlpcli.errors import DataError

SHARES = st.floats(0.01, 0.99)


@st.composite
def labels(draw):
    sizes = draw(st.lists(st.integers(2, 40), min_size=1, max_size=8))
    return np.array(draw(st.permutations(np.repeat(range(len(sizes)), sizes).tolist())))


@given(labels=labels(), share=SHARES, seed=st.integers(0, 2**64))
def test_stratified_split(labels, share, seed):
    rows, count = len(labels), round(share * len(labels))
    assume(0 < count <= rows - len(np.unique(labels)))
    kept, held = split_indices(rows, labels, share, seed)
    assert sorted([*kept, *held]) == list(range(rows))
    assert len(held) == count
    assert (np.diff(kept) > 0).all() and (np.diff(held) > 0).all()
    sizes, drawn = np.bincount(labels), np.bincount(labels[held], minlength=labels.max() + 1)
    quotas = sizes * count / rows
    if count >= len(sizes):
        assert drawn.min() >= 1
    assert (sizes - drawn).min() >= 1
    if quotas.min() >= 1 and (sizes - quotas).min() >= 1:
        assert np.abs(drawn - quotas).max() < 1


@given(rows=st.integers(2, 300), share=SHARES, seed=st.integers(0, 2**64))
def test_split_without_classes(rows, share, seed):
    count = round(share * rows)
    assume(0 < count < rows)
    kept, held = split_indices(rows, None, share, seed)
    assert sorted([*kept, *held]) == list(range(rows))
    assert len(held) == count


def test_a_seed_draws_the_same_rows_for_ever():
    _, held = split_indices(20, np.arange(20) % 2, 0.2, 0)
    assert held.tolist() == [0, 1, 9, 18]


def test_seeds_differ():
    draws = {tuple(split_indices(100, None, 0.1, seed)[1].tolist()) for seed in (0, 1, (0, 1))}
    assert len(draws) == 3


def test_share_0_holds_nothing_back():
    kept, held = split_indices(5, np.zeros(5), 0, 0)
    assert (kept.tolist(), held.tolist()) == ([0, 1, 2, 3, 4], [])


@pytest.mark.parametrize(("share", "side"), [(0.1, "no row of 4"), (0.9, "every row of 4")])
def test_an_empty_side_is_an_error(share, side):
    with pytest.raises(DataError, match=f"holds back {side}") as caught:
        split_indices(4, None, share, 0)
    assert "share of 0" in caught.value.fix


@pytest.mark.parametrize(("names", "shown"), [((), "class 1 "), (("cat", "dog"), "class dog ")])
def test_a_class_with_one_row_is_an_error(names, shown):
    with pytest.raises(DataError, match=f"{shown}has only 1 row left") as caught:
        split_indices(10, np.array([0] * 9 + [1]), 0.5, 0, names)
    assert "add rows of that class" in caught.value.fix
    assert caught.value.exit_code == 3


def test_all_classes_with_one_row_are_named():
    with pytest.raises(DataError, match="classes 1, 2, 3 have only 1 row left each") as caught:
        split_indices(10, np.array([0] * 7 + [1, 2, 3]), 0.5, 0)
    assert "add rows of these classes until each has one for every split" in caught.value.fix


def test_one_row_too_few_for_the_classes_is_refused():
    with pytest.raises(DataError, match="leaves 3 rows for 4 classes"):
        split_indices(8, np.arange(8) % 4, 5 / 8, 0)
    assert len(split_indices(8, np.arange(8) % 4, 0.5, 0)[0]) == 4


def test_every_class_must_keep_a_row():
    with pytest.raises(DataError, match="a share of 0.75 leaves 2 rows for 4 classes") as caught:
        split_indices(8, np.arange(8) % 4, 0.75, 0)
    assert caught.value.fix == "change the share, add rows, or hold nothing back with a share of 0"
    assert caught.value.exit_code == 3


def test_rows_of_a_group_stay_together() -> None:
    groups = np.array([0, 1, 2, 0, 4, 5, 1, 7, 8, 0, 10, 11])
    labels = np.array([0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1])
    for seed in range(20):
        kept, held = split_indices(12, labels, 0.3, seed, groups=groups)
        assert sorted([*kept.tolist(), *held.tolist()]) == list(range(12))
        assert not {int(groups[row]) for row in kept} & {int(groups[row]) for row in held}
        assert set(labels[kept].tolist()) == set(labels[held].tolist()) == {0, 1}


def test_groups_of_single_rows_change_nothing() -> None:
    labels = np.arange(30) % 3
    alone = split_indices(30, labels, 0.2, 5)
    grouped = split_indices(30, labels, 0.2, 5, groups=np.arange(30))
    for one, other in zip(alone, grouped, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("classes", "told"), [(("0", "1", "21"), True), (("a", "1"), False), ((), False)])
def test_rare_classes_of_a_table_may_be_numbers_to_predict(classes: tuple[str, ...], told: bool) -> None:
    with pytest.raises(DataError) as caught, drawing("counts.csv", "test", classes=classes):
        raise RareClassError("class 21 has only 1 row left", "add rows")
    assert ("set `task: regression` if" in (caught.value.fix or "")) is told
