"""Resume a training where it stopped, or extend a completed one."""

import os
import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mlpcli import training
from mlpcli.arguments import RUNS, AnyPath
from mlpcli.config.load import UnreadableConfig, load_resolved
from mlpcli.config.messages.finding import Finding
from mlpcli.config.overrides import set_by_option
from mlpcli.config.report import is_animated
from mlpcli.config.resolved_yaml import to_yaml
from mlpcli.config.run_identity import RunIdentity, changes, lasting
from mlpcli.config.training import EarlyStopping, Training
from mlpcli.config.yaml.nodes import Node
from mlpcli.data.dataset import Dataset
from mlpcli.errors import UsageError
from mlpcli.inference import model_description
from mlpcli.runs import record as records
from mlpcli.runs.atomic_files import write_text
from mlpcli.runs.file_digests import require_as_completed
from mlpcli.runs.find_run import find
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.leftovers import sweep
from mlpcli.runs.lock import locked
from mlpcli.runs.provenance import versions
from mlpcli.runs.record import RunRecord
from mlpcli.runs.strict_json import parse
from mlpcli.runs.untrusted_files import broken, require_own_file, require_own_folder
from mlpcli.training.checkpoints.checkpoint_file import ResumePoint
from mlpcli.training.checkpoints.early_stopping_plateau import MonitorState, has_stopped
from mlpcli.training.devices.worker_cluster import cluster_of
from mlpcli.version import ARITHMETIC_CHANGES
from mlpcli.workflows.progress_watcher import SilentWatcher, Watcher
from mlpcli.workflows.run.open_run import identify, resolved
from mlpcli.workflows.run.run_data import load_rows, open_rows
from mlpcli.workflows.run.run_reference import run_words
from mlpcli.workflows.training.completion import RunState, TrainedRun, complete
from mlpcli.workflows.training.preparation import describe_model, require_loggers
from mlpcli.workflows.training.resume_point import ResumeState, find_start
from mlpcli.workflows.training.run_baselines import start_baselines
from mlpcli.workflows.training.run_recorder import now
from mlpcli.workflows.validate import Checked, check

_COMPUTING = ("tensorflow", "keras")
_WITHOUT_OPTION = "leave the option out, or start a new run with mlpcli train"
_EPOCHS = re.compile(r"(\+?)([0-9]{1,7})", re.ASCII)


@dataclass(frozen=True)
class _Resumption:
    """A run that can resume, and what it needs for that."""

    record: RunRecord
    identity: RunIdentity
    found: ResumeState
    checked: Checked
    dataset: Dataset


def resume(
    run: str = "latest",
    epochs: str | None = None,
    overrides: Sequence[str] = (),
    *,
    runs: AnyPath = RUNS,
    watcher: Watcher | None = None,
    devices: int = 1,
) -> TrainedRun:
    """Train a run to its end, with the same result as an uninterrupted training.

    `epochs` is the total number, or `+N` for N more; `overrides` are `KEY=VALUE` for what may change:
    `training.early_stopping`, and settings of devices and speed. Raises UsageError for a run that does not
    exist or has nothing left to train, RunInUseError, RunError for broken files, ConfigError for a change
    that is not allowed, and what `train` raises.
    """
    watcher = watcher or SilentWatcher()
    folder = find(run, Path(runs))
    with locked(folder), ExitStack() as begun:
        require_own_folder(folder.checkpoints)
        sweep(folder)
        here = _read(folder, epochs, overrides, watcher)
        checked, dataset = here.checked, here.dataset
        baselines = begun.enter_context(start_baselines(checked, dataset))
        watcher.stage("starting TensorFlow")
        placement = training.place(checked.config, devices, cluster_of(os.environ))
        _require_one_process(here, placement)
        notices = (*here.found.notices, *_newer_versions(here.record))
        if here.found.start:
            notices += _other_arithmetic(here.record)
        for notice in notices:
            watcher.notice(notice)
        if here.record.digests:
            # The files written next no longer match their digests. Without digests the run stays valid,
            # wherever this stops.
            records.write(folder, replace(here.record, digests={}))
        write_text(folder.resolved, to_yaml(checked.config))
        model_description.write(folder.model, describe_model(here.identity.key, checked, dataset))
        record = _continued(here, placement.name, notices)
        run_now = RunState(folder, record, here.identity, here.found.rows, here.found.start)
        return complete(run_now, checked, dataset, placement, baselines, watcher)


def resume_along(
    run: str,
    epochs: str | None = None,
    overrides: Sequence[str] = (),
    *,
    runs: AnyPath = RUNS,
    devices: int = 1,
) -> None:
    """Do a worker's part of a resumed training, whose chief writes the run.

    The worker reads the run's folder, so all workers need access to it. Raises what `resume` does.
    """
    here = _read(find(run, Path(runs)), epochs, overrides, SilentWatcher())
    checked = here.checked
    placement = training.place(checked.config, devices, cluster_of(os.environ))
    _require_one_process(here, placement)
    training.train_along(
        here.identity, checked.config, checked.plan, here.dataset, placement, here.found.start
    )


def _read(folder: RunFolder, epochs: str | None, overrides: Sequence[str], watcher: Watcher) -> _Resumption:
    record = records.read(folder)
    _require_unchanged(folder, record)
    found = find_start(folder, record)
    before = resolved(folder)
    old = before.config.training
    _require_planned(found, old.epochs)
    if epochs is not None:
        stopped = has_stopped(found.progress.stopping, old.early_stopping)
        total = _total(epochs, found.epochs if stopped else old.epochs)
        overrides = (*overrides, f"training.epochs={total}")
    began = _began(found.start) if found.start else lasting(before.config)
    try:
        loaded = load_resolved(folder.resolved, overrides)
    except UnreadableConfig as error:
        # What an option means under another key may be what cannot change.
        fixed = error.document
        raise error.with_mistakes(lambda meant: _placed(changes(began, lasting(meant)), fixed)) from None
    if refused := changes(began, lasting(loaded.config)):
        raise loaded.error(_placed(refused, loaded.document))
    source = open_rows(loaded.config, record)
    checked = check(loaded, source.facts)
    require_loggers(loaded)
    new = checked.config.training
    _require_work(folder, record, found, new, asked=epochs is not None)
    identity = identify(folder, record, checked.config)
    dataset = load_rows(source, checked.config.seed, record, watcher.reading)
    if found.start:
        stopping = _stopping(found.progress.stopping, old.early_stopping, new.early_stopping)
        if epochs is not None and has_stopped(stopping, new.early_stopping):
            # More epochs were requested, so early stopping waits its full patience again.
            stopping = replace(stopping, waited=0)
        found = replace(found, start=found.start.noting(stopping=stopping))
    return _Resumption(record, identity, found, checked, dataset)


def _require_unchanged(folder: RunFolder, record: RunRecord) -> None:
    """Raises RunError before anything is trained if a file cannot be written, or was changed.

    What a resumed run keeps of a completed one would otherwise be taken for its own.
    """
    for path in (*(folder.files - {folder.checkpoints, folder.tensorboard}), folder.epoch_weights):
        if os.path.lexists(path):
            require_own_file(path)
    for path in (folder.config, folder.resolved):
        require_as_completed(path, record)


def _require_planned(found: ResumeState, epochs: int) -> None:
    """Raises RunError if the checkpoint is of a later epoch than the run has."""
    if found.start and found.begun > epochs:
        raise broken(found.start.path, f"is of epoch {found.begun}, but the run has {epochs}")


def _total(text: str, base: int) -> int:
    match = _EPOCHS.fullmatch(text)
    if match is None:
        raise UsageError(
            f"--epochs {text} is not a number of epochs",
            "write the total, such as 20, or how many more: +5",
        )
    return int(match[2]) + (base if match[1] else 0)


def _placed(found: Sequence[Finding], document: Node) -> list[Finding]:
    """The changes where they were made: by options, which are to be left out, or in the file."""
    options = [set_by_option(document, one.path) for one in found]
    return [
        replace(one, at=option, fix=_WITHOUT_OPTION) if option else one
        for one, option in zip(found, options, strict=True)
    ]


def _began(start: ResumePoint) -> Any:
    """The part of the checkpoint's config that cannot change. Raises RunError if it cannot be read."""
    try:
        return parse(start.place.config)
    except ValueError as error:
        raise broken(start.path, f"holds a config that is not valid JSON: {error}") from error


def _require_work(
    folder: RunFolder, record: RunRecord, found: ResumeState, training: Training, asked: bool
) -> None:
    """Raises UsageError if nothing is left to train, or more epochs are done than requested."""
    if training.epochs < found.begun:
        raise UsageError(
            f"{record.id} has already trained {found.epochs} epochs, "
            f"but the requested total is {training.epochs}",
            "epochs cannot be undone: request more, or train again",
        )
    stopped = has_stopped(found.progress.stopping, training.early_stopping) and not asked
    if record.status == "completed" and (stopped or training.epochs == found.epochs):
        raise UsageError(
            f"{record.id} is already completed, after {found.epochs} epochs",
            f"`mlpcli resume {run_words(folder)} --epochs +5` trains five more",
        )


def _require_one_process(here: _Resumption, placement: "training.Placement") -> None:
    """Raises UsageError if several workers would go on in an epoch whose rows one process read from disk."""
    start = here.found.start
    if here.dataset.pool and start and start.place.step and placement.part.workers > 1:
        raise UsageError(
            f"{here.record.id} stopped in the middle of an epoch, whose rows one process read from disk",
            "unset TF_CONFIG, and resume it in one process",
        )


def _stopping(seen: MonitorState, before: EarlyStopping | None, after: EarlyStopping | None) -> MonitorState:
    """The state of early stopping, new if its settings changed what it monitors."""
    if before is None or after is None or (before.monitor, before.mode) != (after.monitor, after.mode):
        return MonitorState()
    return seen


def _newer_versions(record: RunRecord) -> tuple[str, ...]:
    """Notices about changed versions of TensorFlow and Keras."""
    return tuple(
        f"{record.id} was started with {name} {record.versions[name]} and now uses {version}: "
        "results may differ in the last digits"
        for name, version in versions().items()
        if name in _COMPUTING and record.versions.get(name, version) != version
    )


def _other_arithmetic(record: RunRecord) -> tuple[str, ...]:
    """A notice if this version of the package computes differently from the run's version."""
    known = len(ARITHMETIC_CHANGES)
    if record.arithmetic > known:
        return (
            f"{record.id} was started with a newer version of mlpcli, which computes differently: "
            "results may differ in the last digits",
        )
    changes = "; ".join(ARITHMETIC_CHANGES[record.arithmetic :])
    if not changes:
        return ()
    return (
        f"{record.id} was started with an older version of mlpcli. Since then {changes}. If the run uses any "
        "of these, its results differ from those of that version, usually only in the last digits",
    )


def _continued(here: _Resumption, device: str, notices: tuple[str, ...]) -> RunRecord:
    config, found = here.checked.config, here.found
    return replace(
        here.record,
        status="running",
        resumed=(*here.record.resumed, now()),
        finished=None,
        versions=versions(),
        arithmetic=len(ARITHMETIC_CHANGES),
        device=device,
        epochs=config.training.epochs,
        epochs_done=found.epochs,
        epoch_weights=is_animated(config.report),
        best_epoch=found.progress.best.epoch,
        figures={},
        digests={},
        # model.tflite belongs to the earlier training, and is not used until it is written again.
        litert_digest=None,
        litert_difference=None,
        litert_problem=None,
        error=None,
        diverged_rate=None,
        notices=(*here.record.notices, *notices),
    )
