"""Train the network of a config, evaluate it, and save the results in a run folder."""

import os
from collections.abc import Sequence
from pathlib import Path

from mlpcli import training
from mlpcli.arguments import RUNS, AnyPath, Configs, each_config, each_text
from mlpcli.errors import UsageError
from mlpcli.runs.leftovers import sweep_unbegun
from mlpcli.training.devices.worker_cluster import cluster_of
from mlpcli.workflows.progress_watcher import SilentWatcher, Watcher
from mlpcli.workflows.training.completion import RunState, TrainedRun, complete
from mlpcli.workflows.training.preparation import new_run, prepare
from mlpcli.workflows.training.run_baselines import start_baselines
from mlpcli.workflows.training.run_recorder import first_record


def train(
    paths: Configs,
    overrides: Sequence[str] | str = (),
    *,
    runs: AnyPath = RUNS,
    watcher: Watcher | None = None,
    devices: int = 1,
) -> TrainedRun:
    """Train the network of one config, or of several merged left to right, with `KEY=VALUE` overrides.

    On `devices` accelerators of this machine, or with all workers that the environment variable TF_CONFIG
    lists; workers other than the chief call `train_along`. Raises ConfigError, DataError and UsageError
    before anything is written, then DivergedError, StorageError and WorkerError; the run folder records how
    the training ended, KeyboardInterrupt included.
    """
    watcher = watcher or SilentWatcher()
    cluster = cluster_of(os.environ)
    if cluster and not cluster.is_chief:
        raise UsageError(
            f"this is worker {cluster.index} of its job, but only the chief writes the run",
            "call mlpcli.workflows.train.train_along here, as the command mlpcli train does",
        )
    prepared = prepare(each_config(paths), each_text(overrides), watcher)
    checked, dataset = prepared.checked, prepared.dataset
    with start_baselines(checked, dataset) as baselines:
        watcher.stage("starting TensorFlow")
        placement = training.place(checked.config, devices, cluster)
        sweep_unbegun(Path(runs))
        with new_run(Path(runs), prepared) as folder:
            run = RunState(folder, first_record(folder, prepared, placement.name), prepared.identity)
            return complete(run, checked, dataset, placement, baselines, watcher)


def train_along(paths: Configs, overrides: Sequence[str] | str = (), *, devices: int = 1) -> None:
    """Do a worker's part of a training whose chief writes the run: nothing is written or reported.

    Raises what `train` does.
    """
    prepared = prepare(each_config(paths), each_text(overrides), SilentWatcher())
    checked = prepared.checked
    placement = training.place(checked.config, devices, cluster_of(os.environ))
    training.train_along(prepared.identity, checked.config, checked.plan, prepared.dataset, placement)


def keeps_the_run() -> bool:
    """Whether this process may call `train`: true except on workers of a job that are not its chief.

    Raises UsageError if TF_CONFIG is not usable.
    """
    cluster = cluster_of(os.environ)
    return cluster is None or cluster.is_chief
