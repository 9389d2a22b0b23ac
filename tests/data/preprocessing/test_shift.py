import numpy as np
import pytest

from mlpcli.data.preprocessing import Shift
from mlpcli.data.preprocessing.text_columns import Table, Texts

FAR = 1e9 + np.arange(-200, 201) / 10
TRAINING = Table((np.arange(401.0), FAR, np.arange(401) > 5, Texts.of(["a", "b"] * 200 + ["a"])))


def test_the_median_is_subtracted_from_columns_that_float32_would_spoil() -> None:
    step = Shift.fit(TRAINING)
    assert step.columns == (0.0, 1e9, 0.0, 0.0)
    near, far, flags, texts = step.apply(TRAINING).columns
    assert near is TRAINING.columns[0]
    assert flags is TRAINING.columns[2]
    assert isinstance(texts, Texts)
    np.testing.assert_array_equal(far, FAR - 1e9)
    assert len(np.unique(FAR.astype(np.float32))) == 1
    assert len(np.unique(np.asarray(far, np.float32))) == 401


def test_it_takes_and_gives_the_same_columns() -> None:
    step = Shift.fit(TRAINING)
    assert step.fitted_on == step.gives == TRAINING.shape == step.apply(TRAINING).shape


def test_no_row_leaves_float32() -> None:
    largest = float(np.finfo(np.float32).max)
    (column,) = Shift((largest,), (False,)).apply(Table((np.array([-largest, largest]),))).columns
    assert np.asarray(column, np.float32).tolist() == [-largest, 0]


@pytest.mark.parametrize(
    ("columns", "texts", "message"),
    [
        ((1.0,), (), "texts: expected one per column"),
        ((1.0,), (True,), "columns: expected 0 for columns of texts"),
        ((1e39,), (False,), "columns: expected numbers within float32"),
        ((float("nan"),), (False,), "columns: expected numbers within float32"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    columns: tuple[float, ...], texts: tuple[bool, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Shift(columns, texts)
