"""Preparation of a training: read the config and the data, and create the run folder."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mlpcli.arguments import Contents
from mlpcli.config.load import Loaded
from mlpcli.config.resolved_yaml import to_yaml
from mlpcli.config.run_identity import RunIdentity, identity_of
from mlpcli.data.dataset import Dataset
from mlpcli.data.indices import check_all_indices
from mlpcli.data.load import load_or_fallback
from mlpcli.data.sources import open_source
from mlpcli.inference import model_description
from mlpcli.inference.model_description import ModelDescription
from mlpcli.inference.model_migration import VERSION
from mlpcli.loggers import missing_packages
from mlpcli.network.sequence_checks import indices_below
from mlpcli.processes.termination import before_the_end, ends_in_order
from mlpcli.runs import folder as folders
from mlpcli.runs.atomic_files import write_bytes, write_text
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.lock import locked
from mlpcli.training.devices.memory import memory_of_rows
from mlpcli.workflows.progress_watcher import Watcher
from mlpcli.workflows.validate import Checked, check, load_checked


@dataclass(frozen=True)
class Prepared:
    """A training that can begin: its config is valid, and its data is loaded.

    `config` is the text of the config as given; `notices` are what the user was told.
    """

    identity: RunIdentity
    config: bytes
    checked: Checked
    dataset: Dataset
    notices: tuple[str, ...]


def prepare(configs: Sequence[Path | Contents], overrides: Sequence[str], watcher: Watcher) -> Prepared:
    """Read and check everything. Raises ConfigError, UsageError and DataError."""
    loaded = load_checked(configs, overrides)
    memory = memory_of_rows(loaded.config.training)
    asked = open_source(loaded.config.data, loaded.config.seed, memory)
    loaded = loaded.with_data(asked.section)
    checked = check(loaded, asked.facts)
    require_loggers(loaded)
    watcher.stage("reading the data")
    source, dataset = load_or_fallback(asked, loaded.config.seed, watcher.reading, memory=memory)
    if source is not asked:
        checked = check(loaded.with_data(source.section), source.facts)
    found = [f"{one.where} {one.subject}: {one.message}; {one.fix}" for one in checked.notices]
    notices = (*dataset.notices, *found)
    for notice in notices:
        watcher.notice(notice)
    if below := indices_below(checked.config.layers):
        check_all_indices(dataset, below)
    identity = identity_of(checked.config, dataset.fingerprint)
    return Prepared(identity, _as_given(configs, loaded.files), checked, dataset, notices)


def require_loggers(loaded: Loaded) -> None:
    """Raises ConfigError if the packages of a logger are not installed."""
    if missing := missing_packages(loaded.config.training.log):
        raise loaded.error(missing)


@contextmanager
def new_run(runs: Path, prepared: Prepared) -> Iterator[RunFolder]:
    """Create the folder of a new run, write its config and model.json, and lock it inside the block.

    If the block fails before the run's record is written, the folder is removed.
    Raises StorageError.
    """
    with ExitStack() as begun:
        with ends_in_order():
            folder = folders.create(runs, prepared.checked.config.name, datetime.now())
            begun.enter_context(before_the_end(lambda: _remove_unbegun(folder)))
        try:
            with locked(folder):
                write_bytes(folder.config, prepared.config)
                write_text(folder.resolved, to_yaml(prepared.checked.config))
                key = prepared.identity.key
                model_description.write(folder.model, describe_model(key, prepared.checked, prepared.dataset))
                yield folder
        except BaseException:
            _remove_unbegun(folder)
            raise


def _remove_unbegun(folder: RunFolder) -> None:
    if not folder.record.exists():
        shutil.rmtree(folder.path, ignore_errors=True)


def describe_model(key: str, checked: Checked, dataset: Dataset) -> ModelDescription:
    """What a prediction needs besides the weights, for the run with this key."""
    below = indices_below(checked.config.layers)
    return ModelDescription(VERSION, key, checked.plan.facts, dataset.preprocessing, below)


def _as_given(configs: Sequence[Path | Contents], files: Sequence[bytes]) -> bytes:
    if len(files) == 1:
        return files[0]
    # Each becomes a YAML document, because one document cannot contain a key twice.
    heads = [f"--- # {one.name}\n".encode("utf-8", "surrogateescape") for one in configs]
    return b"".join(head + text + b"\n" for head, text in zip(heads, files, strict=True))
