"""What a terminal shows, on a terminal that is none."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mlpcli.cli.display.live_training import LiveTraining
from mlpcli.runs.folder import RunFolder
from tests.cli.display.test_terminal import become_terminal


def test_a_download_has_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = become_terminal(monkeypatch)
    with LiveTraining() as watcher:
        watcher.reading("mni[red]st", 500_000, 1_000_000)
    assert "downloading mni[red]st" in terminal.getvalue()


def test_a_download_has_a_line_now_and_then_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    with LiveTraining() as watcher:
        for done in range(0, 10_000_001, 1_000_000):
            watcher.reading("mnist", done, 10_000_000)
    assert capsys.readouterr().err.splitlines() == [
        "downloading mnist: 0.0 of 10.0 MB",
        "downloading mnist: 10.0 of 10.0 MB",
    ]


def test_a_download_of_unknown_size_has_lines_too(capsys: pytest.CaptureFixture[str]) -> None:
    with LiveTraining() as watcher:
        watcher.reading("mnist", 1_000_000, None)
    assert capsys.readouterr().err == "downloading mnist: 1.0 MB\n"


def test_decoded_images_are_counted_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = become_terminal(monkeypatch)
    with LiveTraining() as watcher:
        watcher.reading("pe[red]ts", 640, 1800, "images")
    assert "decoding pe[red]ts" in terminal.getvalue()
    assert "640/1800" in terminal.getvalue()


def test_decoded_images_are_counted_now_and_then_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    with LiveTraining() as watcher:
        for done in range(64, 1800, 64):
            watcher.reading("pets", done, 1800, "images")
        watcher.reading("pets", 1800, 1800, "images")
    assert capsys.readouterr().err.splitlines() == [
        "decoding pets: 64 of 1,800 images",
        "decoding pets: 1,800 of 1,800 images",
    ]


def test_a_long_evaluation_has_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = become_terminal(monkeypatch)
    monkeypatch.setattr("mlpcli.cli.display.progress_bar._SECONDS_BEFORE", -1.0)
    with LiveTraining() as watcher:
        watcher.scored(256, 600)
    assert "scoring" in terminal.getvalue()
    assert "256/600" in terminal.getvalue()


def beginning() -> Any:
    split = [0, 1]
    return SimpleNamespace(
        dataset=SimpleNamespace(train=split, split=lambda name: None, facts=SimpleNamespace(name="blobs")),
        checked=SimpleNamespace(
            config=SimpleNamespace(training=SimpleNamespace(epochs=2)),
            plan=SimpleNamespace(
                stack=SimpleNamespace(parameters=3), objective=SimpleNamespace(loss="mean_squared_error")
            ),
        ),
        folder=RunFolder(Path("runs/small-1")),
        epochs_done=0,
    )


def news(loss: float) -> Any:
    return SimpleNamespace(result=SimpleNamespace(epoch=1, seconds=0.5, figures={"loss": loss}), best=True)


def test_an_interrupted_training_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyboardInterrupt), LiveTraining() as watcher:
        watcher.begin(beginning())
        raise KeyboardInterrupt
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "interrupted; no training progress is lost. Resume with:",
        "  mlpcli resume small-1",
    ]


def test_a_huge_loss_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    with LiveTraining() as watcher:
        watcher.begin(beginning())
        watcher.epoch(news(1.25e29))
    assert capsys.readouterr().err.splitlines()[-1] == "epoch 1/2  loss 1.25e+29  0.50 s  best"
