from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mlpcli.config.training import Training
from mlpcli.training.checkpoints.checkpointer import Checkpointer, Checkpoints
from mlpcli.training.engine.epochs import ChunkResult

MODULE = "mlpcli.training.checkpoints.checkpointer"


@dataclass
class Clock:
    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


def test_the_time_of_a_write_counts_as_time_that_could_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()

    def write(*_: object) -> None:
        clock.now += 20

    monkeypatch.setattr(f"{MODULE}.time", clock)
    monkeypatch.setattr(f"{MODULE}.write", write)
    monkeypatch.setattr(f"{MODULE}.capture", lambda *_, **__: {})
    monkeypatch.setattr(f"{MODULE}.is_sound", lambda model: True)
    training = Training.model_validate({"epochs": 1, "checkpoint": {"minutes": 1}})
    identity: Any = SimpleNamespace(key="", config="")
    checkpoints = Checkpoints(Path("last"), Path("best"))

    def is_due(now: float) -> bool:
        clock.now = now
        return keeper.is_due

    with Checkpointer(None, identity, training, checkpoints, None, lambda news: None) as keeper:
        assert clock.now == 1040
        assert [is_due(1060), is_due(1061)] == [False, True]
        keeper.pause(ChunkResult(1, 1, 2, {}))
        assert clock.now == 1081
        assert [is_due(1121), is_due(1122)] == [False, True]
