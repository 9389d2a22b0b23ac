import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_iris, load_wine

from mlpcli.config import sources
from mlpcli.data.files.http import open_url
from mlpcli.data.sources import describe, open_source


def read(section):
    return open_source(section).read(0, None, open_url).train


def digits(size):
    return read(sources.Digits(source="digits", size=size))


@pytest.mark.parametrize(
    ("loader", "section"),
    [
        (load_iris, sources.Iris(source="iris")),
        (load_wine, sources.Wine(source="wine")),
        (load_breast_cancer, sources.BreastCancer(source="breast_cancer")),
    ],
)
def test_class_names_are_those_of_scikit_learn(loader, section):
    assert tuple(loader().target_names) == describe(section).classes


def test_the_range_of_numbers_to_predict_is_known_before_they_are_read():
    section = sources.Diabetes(source="diabetes")
    numbers = read(section).targets
    assert open_source(section).target_range == (numbers.min(), numbers.max())
    assert open_source(sources.Iris(source="iris")).target_range is None


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
    targets = read(sources.Diabetes(source="diabetes")).targets
    assert targets.shape == (442, 1)
    assert targets.dtype == np.float32
