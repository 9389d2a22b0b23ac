import pytest

from mlpcli.cli.display import progress_bar
from mlpcli.cli.display.progress_bar import Bar, bar_console
from tests.cli.display.test_terminal import become_terminal


@pytest.mark.parametrize(
    ("terminal", "seconds", "rows_are_seen", "shown"),
    [
        (True, 0.0, False, True),
        (True, 60.0, False, False),
        (True, 0.0, True, False),
        (False, 0.0, False, False),
    ],
    ids=["long", "short", "beside the rows", "no terminal"],
)
def test_a_bar_is_for_long_work_on_a_terminal(
    terminal: bool,
    seconds: float,
    rows_are_seen: bool,
    shown: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    monkeypatch.setattr(progress_bar, "_SECONDS_BEFORE", seconds - 1e-9)
    with Bar("predicting", 10, rows_are_seen) as one:
        one.show(3)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert ("predicting" in captured.err and "3/10" in captured.err) == shown
    assert bool(captured.err) == shown


def test_a_bar_leaves_space_for_what_a_terminal_shows_of_an_interruption(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = become_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "80")
    bar_console().print("x" * 200)
    assert max(map(len, terminal.getvalue().splitlines())) == 78
