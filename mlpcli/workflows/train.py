"""Train a network as configs say, evaluate it, and leave a run folder."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mlpcli import training
from mlpcli.config.document import to_yaml
from mlpcli.config.load import load
from mlpcli.data.dataset import Dataset
from mlpcli.data.load import load_or_fallback
from mlpcli.errors import UsageError
from mlpcli.inference import description
from mlpcli.inference.description import ModelDescription
from mlpcli.runs import folder as folders
from mlpcli.runs.atomic import write_bytes, write_json, write_text
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.training.cluster import cluster_of
from mlpcli.workflows.diary import Diary, first_record
from mlpcli.workflows.places import RUNS, AnyPath
from mlpcli.workflows.scoring import Evaluation, score, to_json
from mlpcli.workflows.validate import Checked, check
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
    files = [Path(path) for path in paths]
    cluster = cluster_of(os.environ)
    if cluster and not cluster.is_chief:
        raise UsageError(
            f"this is worker {cluster.index} of its job, and the chief alone keeps the run",
            "call mlpcli.workflows.train.train_along here, as the command mlpcli train does",
        )
    checked, dataset = _read(files, overrides, watcher)
    placement = training.place(checked.config, devices, cluster)
    folder = _make_folder(Path(runs), files, checked, dataset)
    watcher.begin(Beginning(checked, dataset, folder))
    return _train_in(folder, checked, dataset, watcher, placement)


def train_along(paths: Iterable[AnyPath], overrides: Sequence[str] = (), *, devices: int = 1) -> None:
    """Do a worker's part of the training that the chief of its job keeps: nothing is written or reported.

    Raises what `train` does.
    """
    checked, dataset = _read([Path(path) for path in paths], overrides, Silent())
    placement = training.place(checked.config, devices, cluster_of(os.environ))
    training.train_along(checked.config, checked.plan, dataset, placement)


def keeps_the_run() -> bool:
    """Whether `train` is for this process: everywhere but on the workers of a job besides its chief.

    Raises UsageError where TF_CONFIG is not usable.
    """
    cluster = cluster_of(os.environ)
    return cluster is None or cluster.is_chief


def _read(files: Sequence[Path], overrides: Sequence[str], watcher: Watcher) -> tuple[Checked, Dataset]:
    loaded = load(files, overrides)
    check(loaded)
    source, dataset = load_or_fallback(loaded.config.data, loaded.config.seed, watcher.download)
    checked = check(loaded.with_data(source))
    for notice in (*dataset.notices, *_sentences(checked)):
        watcher.notice(notice)
    return checked, dataset


def _sentences(checked: Checked) -> list[str]:
    return [f"{notice.where} {notice.subject}: {notice.message}; {notice.fix}" for notice in checked.notices]


def _make_folder(runs: Path, files: Sequence[Path], checked: Checked, dataset: Dataset) -> RunFolder:
    folder = folders.create(runs, checked.config.name, datetime.now())
    write_bytes(folder.config, _as_given(files))
    write_text(folder.resolved, to_yaml(checked.config))
    facts, preprocessing = checked.plan.facts, dataset.preprocessing
    described = ModelDescription(
        version=1,
        kind=facts.kind,
        shape=facts.shape,
        pixels=facts.pixels,
        task=facts.task,
        classes=facts.classes,
        targets=facts.targets,
        mean=preprocessing.mean,
        deviation=preprocessing.deviation,
        border=dataset.border,
    )
    description.write(folder.model, described)
    return folder


def _as_given(files: Sequence[Path]) -> bytes:
    texts = [file.read_bytes() for file in files]
    if len(texts) == 1:
        return texts[0]
    # Each is a document of its own: one file could not hold their keys twice.
    heads = [f"--- # {file.name}\n".encode("utf-8", "surrogateescape") for file in files]
    return b"".join(head + text + b"\n" for head, text in zip(heads, texts, strict=True))


def _train_in(
    folder: RunFolder,
    checked: Checked,
    dataset: Dataset,
    watcher: Watcher,
    placement: "training.Placement",
) -> TrainedRun:
    with Diary(folder, first_record(folder, checked, dataset, placement.name)) as diary:
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
        record = diary.complete({name: one.metrics for name, one in evaluations.items()})
    return TrainedRun(folder, record, evaluations)
