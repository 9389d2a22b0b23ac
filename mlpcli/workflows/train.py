"""Train a network as configs say, evaluate it, and leave a run folder."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlpcli import training
from mlpcli.errors import UsageError
from mlpcli.runs.atomic import write_json
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.lock import locked
from mlpcli.runs.record import RunRecord
from mlpcli.training.cluster import cluster_of
from mlpcli.workflows.conversion import keep_model
from mlpcli.workflows.diary import Diary, first_record
from mlpcli.workflows.places import RUNS, AnyPath
from mlpcli.workflows.preparation import Prepared, make_folder, prepare
from mlpcli.workflows.scoring import Evaluation, score, to_json
from mlpcli.workflows.watching import Beginning, Silent, Watcher


@dataclass(frozen=True)
class TrainedRun:
    """A completed training: its folder, its record, and the evaluation of every held-back split."""

    folder: RunFolder
    record: RunRecord
    evaluations: Mapping[str, Evaluation]


def train(
    paths: Iterable[AnyPath],
    overrides: Sequence[str] = (),
    *,
    runs: AnyPath = RUNS,
    watcher: Watcher | None = None,
    devices: int = 1,
) -> TrainedRun:
    """Train the network of the configs in `paths`, merged left to right, with `KEY=VALUE` overrides.

    On `devices` accelerators of this machine, or with all workers that the environment variable TF_CONFIG
    lists; the others of those call `train_along`. Raises ConfigError, DataError and UsageError before
    anything is written, then DivergedError, StorageError and WorkerError; the run folder records how the
    training ended, KeyboardInterrupt included.
    """
    watcher = watcher or Silent()
    cluster = cluster_of(os.environ)
    if cluster and not cluster.is_chief:
        raise UsageError(
            f"this is worker {cluster.index} of its job, and the chief alone keeps the run",
            "call mlpcli.workflows.train.train_along here, as the command mlpcli train does",
        )
    prepared = prepare([Path(path) for path in paths], overrides, watcher)
    placement = training.place(prepared.checked.config, devices, cluster)
    folder = make_folder(Path(runs), prepared)
    watcher.begin(Beginning(prepared.checked, prepared.dataset, folder))
    return _train_in(folder, prepared, watcher, placement)


def train_along(paths: Iterable[AnyPath], overrides: Sequence[str] = (), *, devices: int = 1) -> None:
    """Do a worker's part of the training that the chief of its job keeps: nothing is written or reported.

    Raises what `train` does.
    """
    prepared = prepare([Path(path) for path in paths], overrides, Silent())
    checked = prepared.checked
    placement = training.place(checked.config, devices, cluster_of(os.environ))
    training.train_along(checked.config, checked.plan, prepared.dataset, placement)


def keeps_the_run() -> bool:
    """Whether `train` is for this process: everywhere but on the workers of a job besides its chief.

    Raises UsageError where TF_CONFIG is not usable.
    """
    cluster = cluster_of(os.environ)
    return cluster is None or cluster.is_chief


def _train_in(
    folder: RunFolder, prepared: Prepared, watcher: Watcher, placement: "training.Placement"
) -> TrainedRun:
    checked, dataset = prepared.checked, prepared.dataset
    record = first_record(folder, checked, dataset, placement.name, prepared.notices)
    with locked(folder), Diary(folder, record) as diary:
        checkpoints = training.Checkpoints(folder.last, folder.best)

        def ended(news: "training.EpochNews") -> None:
            diary.epoch(news)
            watcher.epoch(news)

        network = training.train_network(
            checked.config, checked.plan, dataset, checkpoints, watcher.chunk, ended, placement
        )
        evaluations = {
            name: score(network, dataset, name, split, folder.id)
            for name in ("validation", "test")
            if (split := dataset.split(name))
        }
        write_json(folder.evaluation, {name: to_json(one) for name, one in evaluations.items()})
        conversion = keep_model(folder, network, dataset)
        if conversion.problem:
            watcher.notice(f"{conversion.problem}: predictions of this run will need TensorFlow")
        record = diary.complete({name: one.metrics for name, one in evaluations.items()}, conversion)
    return TrainedRun(folder, record, evaluations)
