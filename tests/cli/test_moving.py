import pytest

from mlpcli.cli.moving import moving_console
from tests.cli.test_terminal import become_terminal


def test_a_bar_leaves_space_for_what_a_terminal_shows_of_an_interruption(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = become_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "80")
    moving_console().print("x" * 200)
    assert max(map(len, terminal.getvalue().splitlines())) == 78
