import math

import pytest

from mlpcli.cli.display.text import figure, literal, text_width

ODD = "[red]a\x1b[31m\rb\u202ec\u2028\x00"
SHOWN = "[red]a\\x1b[31m\\rb\\u202ec\\u2028\\x00"


def test_what_controls_a_terminal_is_spelled_out() -> None:
    assert literal(ODD) == SHOWN


def test_a_file_name_that_is_no_text_is_spelled_out() -> None:
    assert literal("caf\udce9") == "caf\\udce9"


@pytest.mark.parametrize("text", ["Müller", "数字 7", "naïve – “x”", ":smile:", "[bold]x[/bold]"])
def test_every_other_text_is_shown_as_it_is(text: str) -> None:
    assert literal(text) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0.0, "0.0000"),
        (0.98125, "0.9812"),
        (-3, "-3.0000"),
        (123456.7, "123456.7000"),
        (1e6, "1e+06"),
        (1.3e29, "1.3e+29"),
        (0.001, "0.0010"),
        (0.00025, "0.00025"),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
    ],
)
def test_a_figure_is_short_and_says_something(value: float | None, shown: str) -> None:
    assert figure(value) == shown


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("Müller", 6), ("数字 7", 6), ("e\u0301t\u00e9", 3), ("ｗ", 2)]
)
def test_the_width_of_a_text_is_what_a_terminal_takes(text: str, width: int) -> None:
    assert text_width(text) == width
