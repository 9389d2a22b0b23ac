import numpy as np

from mlpcli.data.preprocessing.text_columns import Table, Texts


def test_texts_are_numbers_of_different_ones() -> None:
    texts = Texts.of(["b", "a", "b"])
    assert (texts.codes.tolist(), texts.values) == ([0, 1, 0], ("b", "a"))
    assert texts.counts() == {"b": 2, "a": 1}


def test_some_rows_of_texts_count_only_what_they_have() -> None:
    assert Texts.of(["b", "a", "b"])[np.array([1])].counts() == {"a": 1}


def test_blocks_of_columns_and_single_ones_make_a_matrix() -> None:
    block = np.array([[True, False], [False, True]])
    rows = Table((np.array([0.5, 2.0]), block, np.array([False, True]))).matrix()
    assert rows.dtype == np.float32
    assert rows.tolist() == [[0.5, 1, 0, 0], [2, 0, 1, 1]]


def test_some_rows_of_a_table_are_a_table() -> None:
    table = Table((np.array([1.0, 2.0, 3.0]), Texts.of(["a", "b", "c"])))
    numbers, texts = table[np.array([2, 0])].columns
    assert isinstance(numbers, np.ndarray) and isinstance(texts, Texts)
    assert (numbers.tolist(), texts.codes.tolist()) == ([3, 1], [2, 0])
    assert len(table[:2]) == 2
