"""What loggers are told, and what a logger must be able to do."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from mlpcli.config.config import Config
from mlpcli.config.resolved_yaml import to_document, to_yaml
from mlpcli.config.yaml.nodes import Plain
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord

Row = Mapping[str, float]
"""A row of metrics.csv: `epoch`, counted from 1, `seconds`, `learning_rate`, and the metrics by name."""

Ending = Literal["completed", "interrupted", "failed"]


@dataclass(frozen=True)
class LoggedRun:
    """A run whose training begins or resumes, after the epochs in `rows`.

    `config` is the resolved config as YAML, `parameters` the same config flattened: `layers.0.Dense.units`
    to `128`. `started` is when the run first began, as in run.json.
    """

    folder: RunFolder
    name: str
    started: str
    config: str
    parameters: Mapping[str, str]
    tags: Mapping[str, str]
    rows: Sequence[Row]


class Logger(Protocol):
    """Called in this order, all from one thread, which the training does not wait for.

    May raise anything: the logger is then off for the rest of the training. A resumed training calls a new
    logger, which must not log an epoch twice.
    """

    def begin(self, run: LoggedRun) -> None: ...

    def epochs(self, rows: Sequence[Row]) -> None: ...

    def final(self, epoch: int, figures: Mapping[str, Mapping[str, float]]) -> None:
        """The metrics of each split, evaluated with the weights of the best of `epoch` epochs."""

    def end(self, ending: Ending) -> None: ...


def logged_run(folder: RunFolder, record: RunRecord, config: Config, rows: Sequence[Row]) -> LoggedRun:
    """The facts of a run that loggers need."""
    document = {name: to_document(section) for name, section in config}
    tags = {
        "mlpcli.run": record.id,
        "mlpcli.started": record.started,
        "mlpcli.version": record.versions.get("mlpcli", ""),
        "mlpcli.data_fingerprint": record.data_fingerprint,
        "mlpcli.git_commit": record.git_commit or "",
    }
    return LoggedRun(
        folder,
        config.name,
        record.started,
        to_yaml(config),
        dict(_flattened(document)),
        {key: value for key, value in tags.items() if value},
        tuple(rows),
    )


def _flattened(value: Plain, path: str = "") -> list[tuple[str, str]]:
    """Every value by its path. A list of numbers is one value: literal weights have thousands."""
    items: list[tuple[str, Plain]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        items = [(str(index), item) for index, item in enumerate(value)]
    if items:
        return [found for key, item in items for found in _flattened(item, f"{path}.{key}" if path else key)]
    return [(path, value if isinstance(value, str) else json.dumps(value))]
