import math
import re

import pytest

from mlpcli.cli.display.curves import curves_of, picture, show_curves
from tests.cli.display.test_terminal import become_terminal

ROWS = [
    {
        "epoch": epoch,
        "seconds": 0.5,
        "learning_rate": 0.001,
        "loss": 1 / epoch,
        "accuracy": 1 - 1 / (2 * epoch),
        "val_loss": 2 / epoch,
        "val_accuracy": 0.5,
    }
    for epoch in range(1, 11)
]


def plain(lines: list[str]) -> list[str]:
    return [re.sub("\x1b\\[[0-9;]*m", "", line).rstrip() for line in lines]


def test_the_loss_and_the_first_metric_stand_side_by_side() -> None:
    lines = plain(picture(curves_of(ROWS), 1, 10, 80))
    assert lines[0].split() == ["loss", "accuracy"]
    assert re.fullmatch(r"2\.0000 │.*0\.9500 │.*", lines[1])
    assert re.fullmatch(r"0\.1000 │.*0\.5000 │.*", lines[6])
    assert lines[7].split() == ["epoch", "1", "▲", "best", "10"] * 2
    assert "training" in lines[8]
    assert "validation" in lines[8]


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("best", [None, *range(1, 11)])
def test_no_line_is_wider_than_the_terminal(width: int, best: int | None) -> None:
    lines = plain(picture(curves_of(ROWS), 1, best, width))
    assert lines
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("best", range(1, 11))
def test_the_best_epoch_is_marked_below_itself(best: int) -> None:
    line = plain(picture(curves_of(ROWS)[:1], 1, best, 60))[7]
    assert f"▲ best {best}" in line
    assert line.split()[-1] in (str(best), "10")


def test_a_narrow_terminal_gets_the_loss_alone() -> None:
    assert plain(picture(curves_of(ROWS), 1, None, 44))[0].split() == ["loss"]


def test_a_terminal_of_few_columns_gets_nothing() -> None:
    assert picture(curves_of(ROWS), 1, None, 20) == []


def test_one_epoch_is_no_curve() -> None:
    assert picture(curves_of(ROWS[:1]), 1, None, 80) == []


def test_a_loss_that_became_infinite_leaves_a_gap() -> None:
    rows = [row | {"loss": math.inf if row["epoch"] == 5 else row["loss"]} for row in ROWS]
    assert len(picture(curves_of(rows), 1, None, 80)) == 9


def test_a_constant_figure_is_a_line() -> None:
    rows = [{"epoch": epoch, "loss": 0.5} for epoch in (1, 2, 3)]
    lines = plain(picture(curves_of(rows), 1, None, 60))
    assert lines[1].split("│")[1].strip()
    assert not any(line.split("│")[1].strip() for line in lines[2:7])


def test_a_curve_without_validation_has_no_legend() -> None:
    rows = [{"epoch": epoch, "loss": 1 / epoch} for epoch in (1, 2, 3)]
    assert len(picture(curves_of(rows), 1, None, 60)) == 8


def test_curves_are_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    show_curves(ROWS, 10)
    assert capsys.readouterr().out == ""
    terminal = become_terminal(monkeypatch, "stdout")
    monkeypatch.setattr(type(terminal), "encoding", "utf-8", raising=False)
    show_curves(ROWS, 10)
    assert "▲ best 10" in terminal.getvalue()


def test_a_terminal_that_cannot_write_them_gets_no_curves(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = become_terminal(monkeypatch, "stdout")
    monkeypatch.setattr(type(terminal), "encoding", "ascii", raising=False)
    show_curves(ROWS, 10)
    assert terminal.getvalue() == ""
