"""Explain the network of a config or a run, without TensorFlow."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlpcli.arguments import RUNS, AnyPath, Contents, each_text
from mlpcli.config.config import Config
from mlpcli.config.load import Loaded
from mlpcli.config.messages.finding import Finding
from mlpcli.data.sources import open_source
from mlpcli.errors import Problem, UsageError
from mlpcli.explanation.network import ExplainedNetwork, explain_network
from mlpcli.explanation.unusual import unusual
from mlpcli.network.plan import Plan
from mlpcli.training.devices.memory import memory_of_rows
from mlpcli.workflows.validate import check, load_checked

if TYPE_CHECKING:
    from mlpcli.workflows.run.open_run import OpenRun

_CONFIGS = (".yaml", ".yml")


@dataclass(frozen=True)
class Explained:
    """An explained network, and what is unusual about it: with positions in the config's file, for a run with
    an empty `where`. `run` is None for a config."""

    network: ExplainedNetwork
    unusual: tuple[Problem, ...]
    config: Config
    plan: Plan
    run: "OpenRun | None" = None


def explain(
    subject: AnyPath | Contents = "latest", overrides: Sequence[str] | str = (), *, runs: AnyPath = RUNS
) -> Explained:
    """Explain the network of a config, which is a file, or of a run.

    Raises UsageError for a run that does not exist and for overrides of a run, ConfigError with all mistakes
    of a config, DataError for data of a config that cannot be read, and RunError for broken files of a run.
    """
    given = each_text(overrides)
    if isinstance(subject, Contents) or is_config(subject):
        path = subject if isinstance(subject, Contents) else Path(subject)
        return _of_config(load_checked([path], given))
    if given:
        raise UsageError(
            f"--set {given[0]} is for configs, and {os.fspath(subject)} is a run",
            "leave it out: a run is what it was trained as",
        )
    # Imported here because it imports what reads runs, and a config has none.
    from mlpcli.workflows.run.open_run import open_run

    return _of_run(open_run(os.fspath(subject), Path(runs)))


def is_config(subject: AnyPath) -> bool:
    """Whether it names a config: a file, or what would be one by its name. Everything else means a run."""
    path = Path(subject)
    return path.suffix.lower() in _CONFIGS or path.is_file()


def _of_config(loaded: Loaded) -> Explained:
    config = loaded.config
    source = open_source(config.data, config.seed, memory_of_rows(config.training))
    checked = check(loaded, source.facts)
    rows = source.training_count
    found = unusual(checked.config, checked.plan, rows, source.largest_input)
    # Locating them imports what explains mistakes, and most configs have none.
    located = loaded.error(found).problems if found else ()
    network = explain_network(checked.config, checked.plan, rows)
    return Explained(network, located, checked.config, checked.plan)


def _of_run(run: "OpenRun") -> Explained:
    rows = run.record.rows.get("train")
    found = unusual(run.config, run.plan, rows)
    network = explain_network(run.config, run.plan, rows)
    return Explained(network, _unlocated(found), run.config, run.plan, run)


def _unlocated(found: Sequence[Finding]) -> tuple[Problem, ...]:
    if not found:
        return ()
    # Imported here because most runs have none.
    from mlpcli.config.messages.locations import subject

    return tuple(Problem("", subject(one.path), one.message, one.remedy.text) for one in found)
