"""What a terminal shows, on a terminal that is none."""

import io
import sys

import pytest

from mlpcli.cli.live import LiveTraining
from mlpcli.cli.terminal import note


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def become_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Not a fixture: pytest puts its own streams in place between a fixture and its test."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    return terminal


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = become_terminal(monkeypatch)
    note("careful", "red")
    assert terminal.getvalue() == "\x1b[31mcareful\x1b[0m\n"


def test_no_color_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = become_terminal(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    note("careful", "red")
    assert terminal.getvalue() == "careful\n"


def test_a_download_has_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = become_terminal(monkeypatch)
    with LiveTraining() as watcher:
        watcher.download("mni[red]st", 500_000, 1_000_000)
    assert "downloading mni[red]st" in terminal.getvalue()


def test_a_download_has_a_line_now_and_then_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    with LiveTraining() as watcher:
        for done in range(0, 10_000_001, 1_000_000):
            watcher.download("mnist", done, 10_000_000)
    assert capsys.readouterr().err.splitlines() == [
        "downloading mnist: 0.0 of 10.0 MB",
        "downloading mnist: 10.0 of 10.0 MB",
    ]


def test_a_download_of_unknown_size_has_lines_too(capsys: pytest.CaptureFixture[str]) -> None:
    with LiveTraining() as watcher:
        watcher.download("mnist", 1_000_000, None)
    assert capsys.readouterr().err == "downloading mnist: 1.0 MB\n"
