"""What is seen of a column in parts is what is seen of it at once."""

from typing import Any

import numpy as np
import pytest

from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.tables import column_summary
from mlpcli.data.tables.column_summary import ColumnSummary

NAN = float("nan")


@pytest.mark.parametrize("rows_in_a_part", [1, 7, 30])
@pytest.mark.parametrize(
    ("values", "says_nothing"),
    [
        (range(30), "numbers the rows"),
        ([*range(29), 30], ""),
        ([2] * 30, "is 2 in all training rows"),
        ([NAN] * 30, "has no values in the training rows"),
        ([NAN, *[2] * 29], ""),
        ([*[NAN] * 29, 3], ""),
    ],
)
def test_a_column_of_numbers_says_something_or_not(
    rows_in_a_part: int, values: Any, says_nothing: str
) -> None:
    column = np.array(values, np.float64)
    seen = ColumnSummary("number")
    for start in range(0, 30, rows_in_a_part):
        seen.add(column[start : start + rows_in_a_part], slice(None))
    assert seen.says_nothing(is_chosen=False) == says_nothing
    assert seen.has_missing == seen.is_filled == bool(np.isnan(column).any())


def test_rows_that_are_not_for_training_only_tell_of_gaps() -> None:
    seen = ColumnSummary("number")
    seen.add(np.array([1.0, 1.0, NAN, 7.0]), np.array([True, True, False, False]))
    assert seen.says_nothing(is_chosen=False) == "is 1 in all training rows"
    assert (seen.has_missing, seen.is_filled) == (False, True)


def test_texts_are_counted_and_the_rarest_of_very_many_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = ColumnSummary("category")
    seen.add(Texts.of("aab"), slice(None))
    seen.add(Texts.of("a"), slice(None))
    assert seen.counts == {"a": 3, "b": 1}
    monkeypatch.setattr(column_summary, "_MOST_TEXTS", 2)
    seen.add(Texts.of("c"), slice(None))
    seen.add(Texts.of("bb"), slice(None))
    assert seen.counts == {"a": 3, "b": 2}
