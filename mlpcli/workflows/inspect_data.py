"""The data doctor: what a training would read, and what in it does harm."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mlpcli.arguments import AnyPath
from mlpcli.config.load import loads
from mlpcli.data.doctor.examine import examine
from mlpcli.data.doctor.report import DataReport, Finding
from mlpcli.errors import DataError, UsageError
from mlpcli.starters.choose_starter import looks_like_data, starter
from mlpcli.workflows.progress_watcher import SilentWatcher, Watcher
from mlpcli.workflows.validate import load_checked


def inspect_data(
    path: AnyPath,
    *,
    target: str | int | None = None,
    window: int | None = None,
    overrides: Sequence[str] = (),
    watcher: Watcher | None = None,
) -> DataReport:
    """What the data of a config, or a table, a folder of images or an `.npz` itself, holds.

    For a table, `target` is the column to predict, by name or position from 1, by default the likeliest;
    with a `window`, its rows are in the order of time, and so many predict what comes after them.
    The `overrides`, `KEY=VALUE`, are those of the config; of a table, `data.KEY=VALUE`.
    What would stop a training is a finding of the report. Raises ConfigError for a broken config, and
    UsageError for a target or a window where there is no table.
    """
    path, watcher = Path(path), watcher or SilentWatcher()
    if not looks_like_data(path):
        if target is not None:
            raise UsageError(
                f"--target is for a table, and {path} is a config", "set data.target in the config"
            )
        if window is not None:
            raise UsageError(
                f"--window is for a table, and {path} is a config", "set data.window in the config"
            )
        config = load_checked([path], overrides).config
        return examine(config.data, config.seed, watcher.reading)
    try:
        column = None if target is None else str(target)
        started = starter(path, str(path.absolute()), column, window, overrides)
    except DataError as error:
        return DataReport(path.name, "", {}, (), "", {}, (), (Finding("error", error.message, error.fix),))
    config = loads(started.text, "config.yaml").config
    report = examine(config.data, config.seed, watcher.reading, started.file)
    notes = (Finding("note", text) for text in started.dates)
    return replace(report, findings=(*report.findings, *notes))
