import numpy as np
import pytest

from mlpcli.data.preprocessing import Impute
from mlpcli.data.preprocessing.impute import Filled
from mlpcli.data.preprocessing.text_columns import Table, is_text

NAN = float("nan")
TEXTS = np.array(["a", "", "b", "a"], dtype=object)
TRAINING = Table((np.array([1.0, NAN, 3.0, 8.0]), TEXTS, np.array([1.0, 2.0, 3.0, 4.0])))


def test_missing_numbers_become_the_median_and_are_indicated() -> None:
    step = Impute.fit(TRAINING)
    assert step.columns == (Filled(3.0, True), None, Filled(2.5, False))
    numbers, missing, texts, whole = step.apply(TRAINING).columns
    assert numbers.tolist() == [1, 3, 3, 8]
    assert missing.tolist() == [0, 1, 0, 0]
    assert texts is TEXTS
    assert whole.tolist() == [1, 2, 3, 4]


def test_what_training_never_missed_is_filled_without_an_indicator() -> None:
    rows = Table((np.array([5.0]), np.array(["c"], dtype=object), np.array([NAN])))
    assert [column.tolist() for column in Impute.fit(TRAINING).apply(rows).columns] == [
        [5],
        [0],
        ["c"],
        [2.5],
    ]


def test_a_column_without_a_number_is_filled_with_0() -> None:
    assert Impute.fit(Table((np.array([NAN, NAN]),))).columns == (Filled(0.0, True),)


def test_the_table_itself_stays_as_it_was() -> None:
    Impute.fit(TRAINING).apply(TRAINING)
    assert np.isnan(TRAINING.columns[0][1])


def test_it_takes_and_gives_what_it_says() -> None:
    step = Impute.fit(TRAINING)
    assert step.fitted_on.texts == tuple(map(is_text, TRAINING.columns))
    assert step.gives.texts == tuple(map(is_text, step.apply(TRAINING).columns))


@pytest.mark.parametrize("value", [NAN, 1e39, float("-inf")])
def test_a_value_is_one_that_float32_holds(value: float) -> None:
    with pytest.raises(ValueError, match="value: expected a number within float32"):
        Filled(value, False)
