"""Logs that other tools read: one module per logger, and a background thread for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from mlpcli.config.messages.finding import Finding
from mlpcli.config.training import LoggerName
from mlpcli.loggers import mlflow, tensorboard
from mlpcli.loggers.logged_run import Logger


@dataclass(frozen=True)
class LoggerKind:
    """The packages of a logger's extra, which has the logger's name, and what creates the logger."""

    packages: Sequence[str]
    create: Callable[[], Logger]


LOGGERS: Mapping[LoggerName, LoggerKind] = {
    "tensorboard": LoggerKind(("tensorboardX",), tensorboard.TensorBoardLogger),
    # MLflow's client needs the other two for its default store, SQLite.
    "mlflow": LoggerKind(("mlflow", "sqlalchemy", "alembic"), mlflow.MlflowLogger),
}


def missing_packages(names: Sequence[LoggerName]) -> list[Finding]:
    """A finding at `training.log` for each logger whose extra is not installed."""
    found = []
    for name in dict.fromkeys(names):
        missing = [package for package in LOGGERS[name].packages if find_spec(package) is None]
        if missing:
            found.append(
                Finding(
                    ("training", "log"),
                    f"{name} needs packages that are not installed: {', '.join(missing)}",
                    f"install them with: pip install 'mlpcli[{name}]'",
                )
            )
    return found
