"""A run for loggers to log."""

from collections.abc import Sequence
from pathlib import Path

from mlpcli.loggers.logged_run import LoggedRun, Row
from mlpcli.runs.folder import RunFolder

STARTED = "2026-03-04T05:06:07.089+00:00"


def row(epoch: int) -> Row:
    return {"epoch": epoch, "seconds": 0.5, "learning_rate": 0.1, "loss": 1 / epoch, "val_loss": 2 / epoch}


def logged(folder: Path, rows: Sequence[Row] = (), **parameters: str) -> LoggedRun:
    tags = {"mlpcli.run": folder.name, "mlpcli.started": STARTED}
    return LoggedRun(RunFolder(folder), "cats", STARTED, "seed: 1\n", {"seed": "1"} | parameters, tags, rows)
