import pytest

from mlpcli.cli.terminal import as_text, cell, literal, plain_table

ODD = "[red]a\x1b[31m\rb\u202ec\u2028\x00"
SHOWN = "[red]a\\x1b[31m\\rb\\u202ec\\u2028\\x00"


def test_what_controls_a_terminal_is_spelled_out() -> None:
    assert literal(ODD) == SHOWN


def test_a_file_name_that_is_no_text_is_spelled_out() -> None:
    assert literal("caf\udce9") == "caf\\udce9"


@pytest.mark.parametrize("text", ["Müller", "数字 7", "naïve – “x”", ":smile:", "[bold]x[/bold]"])
def test_every_other_text_is_shown_as_it_is(text: str) -> None:
    assert literal(text) == text
    table = plain_table("column")
    table.add_row(cell(text))
    assert text in as_text(table)


def test_a_table_shows_odd_names_literally() -> None:
    table = plain_table(ODD)
    table.add_row(cell(ODD))
    header, row = (line.rstrip() for line in as_text(table).splitlines())
    assert (header, row) == (SHOWN, SHOWN)
