import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.errors import DataError
from mlpcli.inference.inputs.number_rows import rows_of_lines

PAIR = DataFacts("pairs", "vector", (2,), "binary", ("a", "b"))
SIGNAL = DataFacts("waves", "signal", (2, 1), "binary", ("a", "b"))


@pytest.mark.parametrize(
    "text", ["1,2", "1 2\n", "1\t2", " 1 , 2 ", "\n\n1,2\n\n", "1.0,2e0\r\n", "a,b\n1,2", "x y\r\n\r\n1 2"]
)
def test_a_line_is_a_row(text: str) -> None:
    rows = rows_of_lines(text, "in", PAIR)
    assert (rows.dtype, rows.tolist()) == (np.float32, [[1, 2]])


def test_a_row_has_the_shape_of_the_network_s_input() -> None:
    assert rows_of_lines("1 2\n3 4\n5 6", "in", SIGNAL).shape == (3, 2, 1)


def test_a_first_line_with_a_number_is_no_header() -> None:
    with pytest.raises(DataError) as caught:
        rows_of_lines("1,x\n1,2", "in", PAIR)
    assert caught.value.message == "in:1: expected 2 numbers, found '1,x'"
    assert caught.value.fix == "give one row of numbers per line, separated by commas or blanks"


def test_a_header_alone_is_no_row() -> None:
    with pytest.raises(DataError, match="^in:1: expected 2 numbers, found 'a,b'$"):
        rows_of_lines("a,b\n", "in", PAIR)


def test_long_lines_are_cut_in_messages() -> None:
    with pytest.raises(DataError) as caught:
        rows_of_lines("x" * 1000, "in", PAIR)
    assert caught.value.message == f"in:1: expected 2 numbers, found '{'x' * 40}...'"


def test_many_bad_lines_are_one_error_of_ten() -> None:
    with pytest.raises(DataError, match=r"^in:1: found 1 number, .*in:10: .* and 5 more$"):
        rows_of_lines("1\n" * 15, "in", PAIR)


@given(st.text(st.sampled_from("0123456789.,-+e \t\r\n\x00naif_ä")) | st.text())
def test_any_text_is_rows_of_finite_numbers_or_an_error(text: str) -> None:
    try:
        rows = rows_of_lines(text, "in", PAIR)
    except DataError as error:
        assert error.message
        assert error.fix
    else:
        assert rows.shape[1:] == (2,)
        assert len(rows) > 0
        assert np.isfinite(rows).all()
