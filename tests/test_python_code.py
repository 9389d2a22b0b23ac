import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.python_code import WIDTH, Call, Name, assigned, written

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner) | st.tuples(inner, inner) | st.tuples(inner) | st.dictionaries(st.text(), inner)
    ),
)


@given(PLAIN)
def test_what_is_written_means_the_value(value: object) -> None:
    assert ast.literal_eval(written(value)) == value


def test_a_short_call_stands_in_one_line() -> None:
    call = Call("layers.Dense", [64], {"activation": "relu", "use_bias": False, "name": Name("NAME")})
    assert written(call) == 'layers.Dense(64, activation="relu", use_bias=False, name=NAME)'


def test_a_long_call_has_a_line_for_each_argument() -> None:
    call = Call("fit", [Name("x")], {"weights": [[0.5] * 9] * 2, "callbacks": ["c" * 20]})
    row = "[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]"
    assert assigned("model", call) == (
        "model = fit(\n    x,\n    weights=[\n"
        f"        {row},\n        {row},\n    ],\n"
        f'    callbacks=["{"c" * 20}"],\n)'
    )


@pytest.mark.parametrize("length", [WIDTH - 5, WIDTH - 4])
def test_a_line_is_as_wide_as_it_may_be(length: int) -> None:
    (line,) = written(["a" * length]).split("\n")
    assert len(line) == length + 4


def test_no_line_is_wider() -> None:
    assert written(["a" * (WIDTH - 3)]).startswith("[\n")


def test_a_path_is_text() -> None:
    assert written(Path("a'b.npz")) == '"a\'b.npz"'


def test_anything_else_is_refused() -> None:
    with pytest.raises(TypeError, match="no way to write set"):
        written({1})
