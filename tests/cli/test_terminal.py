import pytest

from mlpcli.cli.terminal import as_text, cell, fits, plain_table, show

ODD = "[red]a\x1b[31m\rb\u202ec\u2028\x00"
SHOWN = "[red]a\\x1b[31m\\rb\\u202ec\\u2028\\x00"


@pytest.mark.parametrize("text", ["Müller", "数字 7", "naïve – “x”", ":smile:", "[bold]x[/bold]"])
def test_a_table_shows_texts_as_they_are(text: str) -> None:
    table = plain_table("column")
    table.add_row(cell(text))
    assert text in as_text(table)


def test_a_table_shows_odd_names_literally() -> None:
    table = plain_table(ODD)
    table.add_row(cell(ODD))
    header, row = (line.rstrip() for line in as_text(table).splitlines())
    assert (header, row) == (SHOWN, SHOWN)


@pytest.mark.parametrize("numbers", [(), ("name",)])
def test_nothing_is_cut_where_a_table_is_too_wide(
    numbers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("mlpcli.cli.terminal._WIDTH_OF_A_FILE", 60)
    name = "".join(f"{number:03}" for number in range(30))
    table = plain_table("name", "status", numbers=numbers)
    table.add_row(cell(name), cell("completed"))
    show(table)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 60
    assert "".join(line.removesuffix("completed").strip() for line in out.splitlines()[1:]) == name


@pytest.mark.parametrize(("width", "expected"), [(200, True), (201, False)])
def test_a_table_fits_if_nothing_must_be_folded(width: int, expected: bool) -> None:
    table = plain_table("n")
    table.add_row("x" * width)
    assert fits(table) is expected
