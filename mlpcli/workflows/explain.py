"""Explain the network of a config or a run, and draw it, without TensorFlow."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    # They import NumPy and what reads runs, which takes longer than explaining a config.
    from mlpcli.data.dataset import Array
    from mlpcli.data.preprocessing import Preprocessing
    from mlpcli.workflows.run.open_run import OpenRun

_CONFIGS = (".yaml", ".yml")
_DRAWING = "network.svg"


@dataclass(frozen=True)
class Explained:
    """An explained network, and what is unusual about it: with positions in the config's file, for a run with
    an empty `where`. `run` is None for a config.

    `preprocessing` is what was fitted to the rows of a table, None where that is not known. `drawing` is the
    file of the drawing that was asked for.
    """

    network: ExplainedNetwork
    unusual: tuple[Problem, ...]
    config: Config
    plan: Plan
    run: "OpenRun | None" = None
    preprocessing: "Preprocessing | None" = None
    notices: tuple[str, ...] = ()
    drawing: Path | None = None


def explain(
    subject: AnyPath | Contents = "latest",
    overrides: Sequence[str] | str = (),
    *,
    output: AnyPath | None = None,
    force: bool = False,
    runs: AnyPath = RUNS,
) -> Explained:
    """Explain the network of a config, which is a file, or of a run; with `output`, draw it as an SVG there.

    The links of a run's drawing have the weights of its best epoch. Raises UsageError for a run that does not
    exist, for overrides of a run, and for an `output` that exists unless `force` is given; ConfigError with
    all mistakes of a config, DataError for data of a config that cannot be read, RunError for broken files of
    a run, and StorageError if the drawing cannot be written.
    """
    path = None if output is None else _place(Path(output), force)
    given = each_text(overrides)
    if isinstance(subject, Contents) or is_config(subject):
        config = subject if isinstance(subject, Contents) else Path(subject)
        explained = _of_config(load_checked([config], given))
    elif given:
        raise UsageError(
            f"--set {given[0]} is for configs, and {os.fspath(subject)} is a run",
            "leave it out: a run is what it was trained as",
        )
    else:
        explained = _of_run(_run(os.fspath(subject), Path(runs)))
    return explained if path is None else _drawn(explained, path)


def is_config(subject: AnyPath) -> bool:
    """Whether it names a config: a file, or what would be one by its name. Everything else means a run."""
    path = Path(subject)
    return path.suffix.lower() in _CONFIGS or path.is_file()


def _run(reference: str, runs: Path) -> "OpenRun":
    # Imported here because it imports what reads runs, and a config has none.
    from mlpcli.workflows.run.open_run import open_run

    try:
        return open_run(reference, runs)
    except UsageError as error:
        if os.path.lexists(reference) or reference == "latest":
            raise
        # It may have been meant as a config.
        raise UsageError(f"{reference} is not a file, and {error.message}", error.fix) from error


def _place(output: Path, force: bool) -> Path:
    # Imported here because most explanations are not drawn.
    from mlpcli.workflows.output_path import require_place

    if output.suffix.lower() != ".svg" and not output.is_dir():
        raise UsageError(
            f"{output} does not end in .svg, and drawings are SVG, which every browser shows",
            f"name a file such as {_DRAWING}",
        )
    require_place(output, _DRAWING, folder=False, force=force, what="a drawing")
    return output


def _of_config(loaded: Loaded) -> Explained:
    config = loaded.config
    source = open_source(config.data, config.seed, memory_of_rows(config.training))
    checked = check(loaded, source.facts)
    rows = source.training_count
    found = unusual(checked.config, checked.plan, rows, source.largest_input, source.target_range)
    # Locating them imports what explains mistakes, and most configs have none.
    located = loaded.error(found).problems if found else ()
    network = explain_network(checked.config, checked.plan, rows)
    return Explained(network, located, checked.config, checked.plan, preprocessing=source.fitted)


def _of_run(run: "OpenRun") -> Explained:
    rows = run.record.rows.get("train")
    found = unusual(run.config, run.plan, rows)
    return Explained(
        explain_network(run.config, run.plan, rows),
        _unlocated(found),
        run.config,
        run.plan,
        run,
        run.description.preprocessing,
        run.notices,
    )


def _unlocated(found: Sequence[Finding]) -> tuple[Problem, ...]:
    if not found:
        return ()
    # Imported here because most runs have none.
    from mlpcli.config.messages.locations import subject

    return tuple(Problem("", subject(one.path), one.message, one.remedy.text) for one in found)


def _drawn(explained: Explained, path: Path) -> Explained:
    from mlpcli.explanation.diagram import draw_network
    from mlpcli.runs.atomic_files import write_text

    weights: Mapping[str, Array] | None = None
    notices = explained.notices
    if run := explained.run:
        if os.path.lexists(run.folder.best):
            weights = _weights(run)
        else:
            notices = (*notices, f"drawn without weights: {run.folder.best} is missing")
    columns, targets = _drawn_names(explained.preprocessing)
    write_text(path, draw_network(explained.plan, explained.config, weights, columns, targets))
    return replace(explained, drawing=path, notices=notices)


def _weights(run: "OpenRun") -> "Mapping[str, Array]":
    from mlpcli.workflows.run.damage import fix_names_verify
    from mlpcli.workflows.run.run_weights import best_weights

    with fix_names_verify(run.folder):
        return best_weights(run)


def _drawn_names(preprocessing: "Preprocessing | None") -> tuple[Sequence[str], Sequence[str]]:
    if preprocessing is None:
        return (), ()
    from mlpcli.data.encoded_columns import names_of

    return names_of(preprocessing)
