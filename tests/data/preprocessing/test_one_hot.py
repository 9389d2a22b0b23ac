import numpy as np
import pytest

from mlpcli.data.preprocessing import OneHot
from mlpcli.data.preprocessing.one_hot import Categories
from mlpcli.data.preprocessing.text_columns import Table, Texts

NUMBERS = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])


def table(*texts: str, numbers: bool = False) -> Table:
    column = Texts.of(texts)
    return Table((NUMBERS[: len(texts)], column) if numbers else (column,))


def encoded(step: OneHot, *texts: str) -> list[list[float]]:
    return step.apply(table(*texts)).matrix().tolist()


def test_every_category_has_a_column_in_the_order_of_the_alphabet() -> None:
    step = OneHot.fit(table("red", "blue", "red"), 9)
    assert step == OneHot((Categories(("blue", "red"), False),))
    assert encoded(step, "red", "blue") == [[0, 1], [1, 0]]


def test_rare_categories_are_other_together() -> None:
    step = OneHot.fit(table("b", "b", "a", "a", "c", "d"), 2)
    assert step.columns == (Categories(("a", "b"), True),)
    assert encoded(step, "a", "c", "d", "never seen") == [[1, 0, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1]]


def test_of_equally_common_ones_the_first_of_the_alphabet_is_kept() -> None:
    assert OneHot.fit(table("c", "b", "a"), 1).columns == (Categories(("a",), True),)


def test_what_training_never_saw_is_none_of_them_where_there_is_no_other() -> None:
    assert encoded(OneHot.fit(table("a", "b"), 9), "z") == [[0, 0]]


def test_a_missing_text_is_a_category() -> None:
    assert encoded(OneHot.fit(table("a", "", "a"), 9), "", "a") == [[1, 0], [0, 1]]


def test_numbers_stay_in_their_place() -> None:
    rows = table("a", "b", numbers=True)
    assert OneHot.fit(rows, 9).apply(rows).matrix().tolist() == [[1, 1, 0], [2, 0, 1]]


def test_texts_that_no_row_has_are_no_categories() -> None:
    rows = table("a", "b", "c")[np.array([0, 2])]
    assert OneHot.fit(rows, 9).columns == (Categories(("a", "c"), False),)


@pytest.mark.parametrize(
    ("names", "message"), [((), "expected at least one category"), (("a", "a"), "a category is listed twice")]
)
def test_categories_are_different_ones(names: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Categories(names, False)


def test_no_categories_can_be_asked_for() -> None:
    with pytest.raises(ValueError, match="expected at least one category"):
        OneHot.fit(table("a"), 0)


def test_it_takes_and_gives_what_it_says() -> None:
    rows = table("a", "b", "c", numbers=True)
    step = OneHot.fit(rows, 2)
    assert step.fitted_on == rows.shape
    assert len(step.gives.texts) == step.apply(rows).matrix().shape[1]
    assert step.groups == (3,)


def test_memory_grows_with_rows_alone() -> None:
    """And not with the square of the categories, of which there can be many."""
    categories = Categories(tuple(map(str, range(100_000))), False)
    assert categories.encoded(Texts.of(["7"]))[0].nonzero()[0].tolist() == [7]
