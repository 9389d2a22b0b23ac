import io
import json
import math
import sys
from io import StringIO

import pytest

from mlpcli.cli.display.terminal import Style, ask, line_writer, note, say, write_json
from tests.cli.display.test_text import ODD, SHOWN


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def become_terminal(monkeypatch: pytest.MonkeyPatch, stream: str = "stderr") -> Terminal:
    """Not a fixture: pytest puts its own streams in place between a fixture and its test."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal()
    monkeypatch.setattr(sys, stream, terminal)
    return terminal


@pytest.mark.parametrize(
    ("style", "codes"), [("red", "31"), ("yellow", "33"), ("green", "32"), ("bold", "1"), ("dim", "2")]
)
def test_a_terminal_gets_colours(style: Style, codes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = become_terminal(monkeypatch)
    note("careful", style)
    shown = terminal.getvalue()
    assert shown.startswith(f"\x1b[{codes}m")
    assert shown.endswith("careful\x1b[0m\n")


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_that_wants_no_colours_gets_none(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = become_terminal(monkeypatch)
    monkeypatch.setenv(name, value)
    note("careful", "red")
    assert terminal.getvalue() == "careful\n"


def test_a_file_gets_no_colours(capsys: pytest.CaptureFixture[str]) -> None:
    note("careful", "red")
    assert capsys.readouterr().err == "careful\n"


@pytest.mark.parametrize("text", [ODD, "Müller", "数字 7", "naïve – “x”", ":smile:", "[bold]x[/bold]"])
def test_what_is_said_is_literal(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(text)
    note(text, "red")
    shown = SHOWN if text == ODD else text
    assert capsys.readouterr() == (f"{shown}\n", f"{shown}\n")


def test_a_question_is_literal_and_its_answer_without_its_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(" yes \n"))
    assert ask(f"{ODD}? ") == "yes"
    assert capsys.readouterr() == ("", f"{SHOWN}? ")


@pytest.mark.parametrize(("stream", "shown"), [(Terminal, f"{SHOWN}\n"), (StringIO, f"{ODD}\n")])
def test_a_line_is_literal_on_a_terminal_and_exact_elsewhere(
    stream: type[StringIO], shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = stream()
    monkeypatch.setattr(sys, "stdout", page)
    line_writer()(f"{ODD}\n")
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
