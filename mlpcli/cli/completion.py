"""What a shell offers after Tab: references to runs, formats, names of the reference, and sources.

Called at every Tab, so nothing here imports NumPy or reads a run's files. Only names of safe characters are
offered: zsh evaluates what it gets.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import typer

from mlpcli.arguments import RUNS
from mlpcli.export_formats import FORMATS
from mlpcli.names import composed, only_safe


def run_references(ctx: typer.Context, incomplete: str) -> list[str]:
    """`latest`, the names of runs and, once something is typed, their ids; newest first."""
    from mlpcli.runs.find_run import LATEST
    from mlpcli.runs.folder import parse_id

    runs = [(parse_id(name), name) for name in _folders(Path(ctx.params.get("runs") or RUNS))]
    newest = sorted(
        ((parts.time, parts.number, parts.name, name) for parts, name in runs if parts.time),
        reverse=True,
    )
    names = dict.fromkeys(name for _, _, name, _ in newest)
    ids = [run_id for *_, run_id in newest]
    offered = [*([LATEST] if ids else []), *names, *(ids if incomplete else [])]
    # A keyboard may give letters in another form than that of names, which must begin with what was typed.
    beginning = composed(incomplete)
    return [incomplete + one.removeprefix(beginning) for one in offered if one.startswith(beginning)]


def _folders(runs: Path) -> list[str]:
    try:
        names = [composed(name) for name in os.listdir(runs)]
    except (OSError, ValueError):
        return []
    return [name for name in names if only_safe(name) == name and not name.startswith((".", "-"))]


def export_formats() -> Iterable[str]:
    """The formats of `export`."""
    return FORMATS


def reference_names() -> Iterable[str]:
    """The sections, sources and classes that `schema` describes."""
    from mlpcli.config.markdown_reference import known_names

    return known_names()


def overrides() -> list[str]:
    """The sources of data, for `--set`."""
    from mlpcli.config.sources import SOURCES

    return [f"data.source={name}" for name in SOURCES]
