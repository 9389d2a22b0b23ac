import pytest

from mlpcli.cli.display.tables import Cell, Table
from tests.cli.display.test_terminal import become_terminal
from tests.cli.display.test_text import ODD, SHOWN


def shown(table: Table, capsys: pytest.CaptureFixture[str]) -> list[str]:
    table.show()
    return capsys.readouterr().out.splitlines()


def test_columns_are_as_wide_as_their_widest_text(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("name", "rows", "status", numbers=("rows",))
    table.add("a longer name", "7", "completed")
    table.add("数字", "12,345", "")
    assert shown(table, capsys) == [
        "name             rows  status",
        "a longer name       7  completed",
        "数字           12,345",
    ]


def test_texts_are_shown_literally(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(ODD)
    table.add(ODD)
    table.add(Cell(ODD, "red"))
    assert shown(table, capsys) == [SHOWN] * 3


def test_nothing_is_cut_or_folded(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("name", "status")
    table.add("x" * 500, "completed")
    assert shown(table, capsys)[1] == "x" * 500 + "  completed"


def test_a_terminal_shows_styles_but_not_in_the_space_between(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = become_terminal(monkeypatch, "stdout")
    table = Table("n", "class", numbers=("n",))
    table.add(Cell("10", "red"), "x")
    table.show()
    assert terminal.getvalue().splitlines() == [
        " \x1b[1mn\x1b[0m  \x1b[1mclass\x1b[0m",
        "\x1b[31m10\x1b[0m  x",
    ]


@pytest.mark.parametrize(("width", "expected"), [(200, True), (201, False)])
def test_a_file_is_wide(width: int, expected: bool) -> None:
    table = Table("n", "m")
    table.add("x" * (width - 3), "y")
    assert table.fits() is expected


@pytest.mark.parametrize(("width", "expected"), [(80, True), (81, False)])
def test_a_terminal_is_as_wide_as_it_says(
    width: int, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    become_terminal(monkeypatch, "stdout")
    monkeypatch.setenv("COLUMNS", "80")
    table = Table("n")
    table.add("x" * width)
    assert table.fits() is expected


def test_numbers_that_do_not_fit_are_shown_below_with_the_first_column(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = become_terminal(monkeypatch, "stdout")
    monkeypatch.setenv("NO_COLOR", "1")
    names = ("epoch", *("x" * 30 for _ in range(3)))
    table = Table(*names, numbers=names)
    table.add("1", "0.2", "0.9", "0.91")
    table.show()
    assert terminal.getvalue().splitlines() == [
        f"epoch  {'x' * 30}  {'x' * 30}",
        f"    1  {'0.2':>30}  {'0.9':>30}",
        "",
        f"epoch  {'x' * 30}",
        f"    1  {'0.91':>30}",
    ]
