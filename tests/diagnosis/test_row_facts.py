from dataclasses import replace

import numpy as np
import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.data.preprocessing import Preprocessing, Scale
from mlpcli.diagnosis.row_facts import RepeatedRows, input_scales, repeated_rows


def split(inputs: Array) -> Split:
    return Split(inputs.astype(np.float32), np.zeros(len(inputs), np.int32))


def dataset(train: Array, test: Array | None = None, one_hot: tuple[int, ...] = ()) -> Dataset:
    facts = DataFacts("made", "vector", train.shape[1:], "binary", ("a", "b"), one_hot=one_hot)
    return Dataset(facts, split(train), None, None if test is None else split(test), Preprocessing(), "")


@pytest.fixture
def numbers() -> Array:
    return np.random.default_rng(0).normal(size=(300, 3))


def test_the_scale_of_each_feature_is_that_of_what_the_network_gets(numbers: Array) -> None:
    found = input_scales(dataset(numbers * [1, 10, 1000]))
    assert found.rms == pytest.approx([1, 10, 1000], rel=0.2)
    assert found.largest == found.rms[2]
    assert found.typical == found.rms[1]


def test_standardized_features_are_of_one_scale(numbers: Array) -> None:
    rare = numbers * (numbers[:, :1] > 2.5)
    scale = Scale(tuple(rare.mean(axis=0)), tuple(rare.std(axis=0)))
    found = input_scales(replace(dataset(rare * 1000), preprocessing=Preprocessing((scale,))))
    assert found.rms.tolist() == [1.0]


def test_rows_in_two_splits_are_counted(numbers: Array) -> None:
    assert repeated_rows(dataset(numbers, numbers[:4])) == {"test": RepeatedRows(4, 4)}
    assert repeated_rows(dataset(numbers, numbers[:4] + 1)) == {"test": RepeatedRows(0, 4)}


def test_rows_of_the_same_bytes_in_another_order_are_other_rows() -> None:
    numbers = np.random.default_rng(0).normal(size=(300, 4))
    assert repeated_rows(dataset(numbers, numbers[:4, [2, 3, 0, 1]])) == {"test": RepeatedRows(0, 4)}


def test_rows_of_few_possible_values_are_the_same_by_chance(numbers: Array) -> None:
    signs = np.sign(numbers)
    assert repeated_rows(dataset(signs, signs[:4])) == {}


def test_a_group_of_one_hot_columns_is_one_feature() -> None:
    drawn = np.random.default_rng(0).integers(0, 10, (300, 8))
    rows = np.eye(10)[drawn].reshape(300, 80)
    assert repeated_rows(dataset(rows, rows[:4], one_hot=(10,) * 8))["test"].share == 1
    few = rows[:, :40]
    assert repeated_rows(dataset(few, few[:4], one_hot=(10,) * 4)) == {}
