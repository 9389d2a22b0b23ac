"""A run of an MLflow experiment, by MLflow's own client; its environment variables are respected."""

import logging
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from time import time
from typing import Any

from mlpcli.loggers.logged_run import Ending, LoggedRun, Row

_STATUS = {"completed": "FINISHED", "interrupted": "KILLED", "failed": "FAILED"}
# MLflow's limits.
_NOT_IN_NAMES = re.compile(r"[^\w./ :-]", re.ASCII)
_NAME_LENGTH = 250
_VALUE_LENGTH = 6000
_METRICS_PER_REQUEST = 1000
_PARAMETERS_PER_REQUEST = 100
# In metrics.csv of every run, and so in every epoch that MLflow has.
_ALWAYS = "loss"


class MlflowLogger:
    """Logs to the experiment named like the config, as a run named like ours.

    A resumed training goes on with the same MLflow run, found by its tags, and logs the epochs that it lacks.
    """

    def begin(self, run: LoggedRun) -> None:
        self._client = _client()
        found = self._find(run)
        self._id: str = found.info.run_id
        if found.info.status != "RUNNING":
            self._client.update_run(self._id, status="RUNNING")
        self._log_parameters({_name(key): value for key, value in run.parameters.items()}, found.data.params)
        # An epoch that was reported just before a kill is trained and reported again.
        history = self._client.get_metric_history(self._id, _ALWAYS) if found.data.metrics else []
        self._logged = {metric.step for metric in history}
        self.epochs(run.rows)

    def epochs(self, rows: Sequence[Row]) -> None:
        new = [row for row in rows if int(row["epoch"]) not in self._logged]
        self._log_metrics(
            [
                (name, value, int(row["epoch"]))
                for row in new
                for name, value in row.items()
                if name != "epoch"
            ]
        )
        self._logged.update(int(row["epoch"]) for row in new)

    def final(self, epoch: int, figures: Mapping[str, Mapping[str, float]]) -> None:
        self._log_metrics(
            [
                (f"final/{split}/{name}", value, epoch)
                for split, one in figures.items()
                for name, value in one.items()
            ]
        )

    def end(self, ending: Ending) -> None:
        self._client.set_terminated(self._id, _STATUS[ending])

    def _find(self, run: LoggedRun) -> Any:
        """The MLflow run of this run, new if there is none."""
        experiment = self._experiment(run.name)
        # Quotes cannot be escaped in a filter, and a folder's name may have them.
        query = f"tags.`mlpcli.started` = '{run.started}'"
        for found in self._client.search_runs([experiment], query):
            if found.data.tags.get("mlpcli.run") == run.tags["mlpcli.run"]:
                return found
        return self._client.create_run(experiment, tags=dict(run.tags), run_name=run.tags["mlpcli.run"])

    def _experiment(self, name: str) -> str:
        from mlflow.exceptions import MlflowException

        if (found := self._client.get_experiment_by_name(name)) is None:
            try:
                return str(self._client.create_experiment(name))
            except MlflowException:
                # Another training may have created it in between.
                if (found := self._client.get_experiment_by_name(name)) is None:
                    raise
        return str(found.experiment_id)

    def _log_parameters(self, parameters: Mapping[str, str], logged: Mapping[str, str]) -> None:
        from mlflow.entities import Param

        # MLflow does not allow changes, such as another number of epochs.
        new = [Param(key, value[:_VALUE_LENGTH]) for key, value in parameters.items() if key not in logged]
        for part in _parts(new, _PARAMETERS_PER_REQUEST):
            self._client.log_batch(self._id, params=part)

    def _log_metrics(self, values: Sequence[tuple[str, float, int]]) -> None:
        from mlflow.entities import Metric

        now = int(time() * 1000)
        metrics = [Metric(_name(name), float(value), now, step) for name, value, step in values]
        for part in _parts(metrics, _METRICS_PER_REQUEST):
            self._client.log_batch(self._id, metrics=part)


def _client() -> Any:
    # The address of the run would be printed to standard output, which has the results of a command.
    os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
    # MLflow reports its use to its makers, which nobody asked this tool for.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "ERROR")
    from mlflow.tracking import MlflowClient

    logging.getLogger("alembic").setLevel(logging.ERROR)
    return MlflowClient()


def _name(text: str) -> str:
    return _NOT_IN_NAMES.sub("_", text)[:_NAME_LENGTH]


def _parts(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
