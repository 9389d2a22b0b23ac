"""A commented config to start from."""

import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from mlpcli.arguments import AnyPath, Template
from mlpcli.errors import UsageError
from mlpcli.runs.atomic_files import write_text
from mlpcli.workflows.output_path import require_place

if TYPE_CHECKING:
    from mlpcli.workflows.progress_watcher import Watcher


def init(
    template: Template | None = None,
    output: AnyPath | None = None,
    *,
    data: AnyPath | None = None,
    target: str | int | None = None,
    force: bool = False,
    watcher: "Watcher | None" = None,
) -> Path:
    """Write a config to `output`, by default a name that tells what it is for, here, and return the path.

    The config is a template's, by default `mlp`; or one for `data`, which are looked at: a table, whose
    `target` is the column to predict, by name or position from 1, and by default the likeliest; a folder of
    images per class; or an `.npz`. What was found and decided is told to the `watcher` as notices.

    Raises UsageError if the file exists and `force` is false, if it would be inside a run's folder, if the
    path is a link or not a file, and for arguments that exclude each other; DataError for data that cannot
    be trained on; and StorageError if the config cannot be written.
    """
    if data is None and target is not None:
        raise UsageError("--target needs data", "name the file of the table too: mlpcli init data.csv")
    if data is not None and template is not None:
        raise UsageError(f"found both a template and data, {os.fspath(data)}", "leave one of them out")
    name = f"{template or 'mlp'}.yaml" if data is None else _named_after(Path(data))
    path = Path(output or name)
    require_place(path, name, folder=False, force=force, what="a config")
    if data is None:
        write_text(path, text(template or "mlp"))
        return path
    # Imported here because it imports NumPy.
    from mlpcli.starters.look import starter

    found = starter(Path(data), _written(Path(data), path), None if target is None else str(target))
    if watcher:
        for sentence in found.seen:
            watcher.notice(sentence)
    write_text(path, found.text)
    return path


def text(template: Template) -> str:
    """The config of a template, with its comments."""
    return files("mlpcli.config").joinpath("templates", f"{template}.yaml").read_text("utf-8")


def _named_after(data: Path) -> str:
    """`rows.yaml` for rows.csv and rows.csv.gz."""
    name = data.resolve().name
    return f"{name if data.is_dir() else name.split('.')[0] or name}.yaml"


def _written(data: Path, config: Path) -> str:
    """The path of data as a config has it: relative to the config's folder, unless it was absolute."""
    if data.is_absolute():
        return data.as_posix()
    return Path(os.path.relpath(data, config.parent)).as_posix()
