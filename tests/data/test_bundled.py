import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_iris, load_wine

from mlpcli.config import sources
from mlpcli.data import class_names
from mlpcli.data.bundled import read_bundled


def digits(size):
    return read_bundled(sources.Digits(source="digits", size=size)).train


@pytest.mark.parametrize(
    ("loader", "names"),
    [
        (load_iris, class_names.IRIS),
        (load_wine, class_names.WINE),
        (load_breast_cancer, class_names.BREAST_CANCER),
    ],
)
def test_class_names_are_those_of_scikit_learn(loader, names):
    assert tuple(loader().target_names) == names


@pytest.mark.parametrize("size", [8, 9, 13, 28, 64])
def test_digits_have_the_size_asked_for(size):
    rows = digits(size).inputs
    assert rows.shape == (1797, size, size, 1)
    assert rows.dtype == np.uint8
    assert rows.flags.c_contiguous


def test_digits_use_the_whole_range():
    assert (digits(8).inputs.min(), digits(8).inputs.max()) == (0, 255)


def test_enlarged_digits_have_the_margin_of_mnist():
    margin = np.ones((28, 28), dtype=bool)
    margin[4:-4, 4:-4] = False
    rows = digits(28).inputs
    assert rows[:, margin].max() == 0
    assert rows[:, 4].max() > 200


def test_diabetes_has_one_quantity_a_row():
    targets = read_bundled(sources.Diabetes(source="diabetes")).train.targets
    assert targets.shape == (442, 1)
    assert targets.dtype == np.float32
