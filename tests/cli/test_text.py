import json
import math
import sys
from io import StringIO

import pytest

from mlpcli.cli.text import figure, literal, write_json, write_line
from tests.cli.test_live import Terminal
from tests.cli.test_terminal import ODD, SHOWN


def test_what_controls_a_terminal_is_spelled_out() -> None:
    assert literal(ODD) == SHOWN


def test_a_file_name_that_is_no_text_is_spelled_out() -> None:
    assert literal("caf\udce9") == "caf\\udce9"


@pytest.mark.parametrize("text", ["Müller", "数字 7", "naïve – “x”", ":smile:", "[bold]x[/bold]"])
def test_every_other_text_is_shown_as_it_is(text: str) -> None:
    assert literal(text) == text


@pytest.mark.parametrize(("stream", "shown"), [(Terminal, f"{SHOWN}\n"), (StringIO, f"{ODD}\n")])
def test_a_line_is_literal_on_a_terminal_and_exact_elsewhere(
    stream: type[StringIO], shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = stream()
    monkeypatch.setattr(sys, "stdout", page)
    write_line(f"{ODD}\n")
    assert page.getvalue() == shown


def test_json_has_null_for_what_is_not_finite(capsys: pytest.CaptureFixture[str]) -> None:
    write_json({"loss": math.nan, "rows": ({"r2": -math.inf, "mae": 0.5},)})
    assert json.loads(capsys.readouterr().out) == {"loss": None, "rows": [{"r2": None, "mae": 0.5}]}


def test_json_is_printable_whatever_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    text = "".join(map(chr, range(0x2100)))
    write_json({text: text})
    out = capsys.readouterr().out
    assert all(letter.isascii() and letter.isprintable() or letter == "\n" for letter in out)
    assert json.loads(out) == {text: text}


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
        (0.00025, "0.00025"),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
    ],
)
def test_a_figure_is_short_and_says_something(value: float | None, shown: str) -> None:
    assert figure(value) == shown
