import numpy as np
import pytest

from mlpcli.data.preprocessing import Impute
from mlpcli.data.preprocessing.impute import Filled
from mlpcli.data.preprocessing.text_columns import Table, Texts

NAN = float("nan")
TEXTS = Texts.of(["a", "", "b", "a"])
TRAINING = Table((np.array([1.0, NAN, 3.0, 8.0]), TEXTS, np.array([1.0, 2.0, 3.0, 4.0])))


def test_missing_numbers_become_the_median_and_are_indicated() -> None:
    step = Impute.fit(TRAINING)
    assert step.columns == (Filled(3.0, True), None, Filled(2.5, False))
    numbers, missing, texts, whole = step.apply(TRAINING).columns
    assert texts is TEXTS
    rows = Table((numbers, missing, whole)).matrix()
    assert rows.tolist() == [[1, 0, 1], [3, 1, 2], [3, 0, 3], [8, 0, 4]]


def test_what_training_never_missed_is_filled_without_an_indicator() -> None:
    rows = Table((np.array([5.0]), Texts.of(["c"]), np.array([NAN])))
    numbers, missing, _, whole = Impute.fit(TRAINING).apply(rows).columns
    assert Table((numbers, missing, whole)).matrix().tolist() == [[5, 0, 2.5]]


def test_a_column_without_a_number_is_filled_with_0() -> None:
    assert Impute.fit(Table((np.array([NAN, NAN]),))).columns == (Filled(0.0, True),)


def test_the_table_itself_stays_as_it_was() -> None:
    Impute.fit(TRAINING).apply(TRAINING)
    assert np.isnan(TRAINING[1:2].columns[0])


def test_it_takes_and_gives_what_it_says() -> None:
    step = Impute.fit(TRAINING)
    assert step.fitted_on == TRAINING.shape
    assert step.gives == step.apply(TRAINING).shape


@pytest.mark.parametrize("value", [NAN, 1e39, float("-inf")])
def test_a_value_is_one_that_float32_holds(value: float) -> None:
    with pytest.raises(ValueError, match="value: expected a number within float32"):
        Filled(value, False)
