from dataclasses import replace

import numpy as np
import pytest

from mlpcli.config.sources import SOURCES
from mlpcli.data.dataset import Dataset, Split
from mlpcli.data.indices import check_all_indices, check_indices
from mlpcli.errors import DataError
from tests.data.loading import load


def rows(*values: list[float]) -> np.ndarray:
    return np.array(values, np.float32)


def dataset(train: np.ndarray, test: np.ndarray) -> Dataset:
    gates = load(SOURCES["gates"].model_validate({"source": "gates"}), 0)
    targets = np.zeros(9, np.int32)
    return replace(
        gates, train=Split(train, targets[: len(train)]), validation=None, test=Split(test, targets[:1])
    )


def test_whole_numbers_in_range_pass() -> None:
    check_indices(rows([0, 9], [3, 4]), 10, str)
    check_indices(np.zeros((2, 3, 1), np.uint8), 1, str)


@pytest.mark.parametrize("wrong", [10, -1, 0.5])
def test_other_numbers_are_named_with_their_rows(wrong: float) -> None:
    with pytest.raises(DataError) as caught:
        check_indices(rows([0, 9], [3, wrong]), 10, "x[{}]".format)
    assert caught.value.message == f"x[1] holds {wrong:g}; Embedding looks up whole numbers from 0 to 9"
    assert caught.value.fix == "give whole numbers from 0 to 9"


def test_of_training_rows_the_input_dim_is_named_that_fits_all_splits() -> None:
    with pytest.raises(DataError) as caught:
        check_all_indices(dataset(rows([1, 12]), rows([0, 15])), 10)
    assert caught.value.message.startswith("train[0] holds 12;")
    assert caught.value.fix == "write input_dim: 16"
    check_all_indices(dataset(rows([1, 12]), rows([0, 15])), 16)


@pytest.mark.parametrize("wrong", [-1, 0.5])
def test_rows_that_no_input_dim_fits_are_told_so(wrong: float) -> None:
    with pytest.raises(DataError) as caught:
        check_all_indices(dataset(rows([1, 2]), rows([wrong, 15])), 10)
    assert caught.value.message.startswith("test[0] holds")
    assert caught.value.fix == "give whole numbers from 0, or remove Embedding"
