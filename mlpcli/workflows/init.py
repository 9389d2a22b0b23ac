"""A commented config to start from."""

import os
from collections.abc import Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import yaml

from mlpcli.arguments import AnyPath, Example, Template
from mlpcli.errors import UsageError
from mlpcli.runs.atomic_files import storage_error, write_bytes, write_text
from mlpcli.workflows.output_path import require_place

if TYPE_CHECKING:
    from mlpcli.starters.starter import Starter
    from mlpcli.workflows.progress_watcher import Watcher

_EXAMPLES = get_args(Example)


def init(
    template: Template | None = None,
    output: AnyPath | None = None,
    *,
    data: AnyPath | None = None,
    target: str | int | None = None,
    window: int | None = None,
    overrides: Sequence[str] = (),
    force: bool = False,
    watcher: "Watcher | None" = None,
) -> Path:
    """Write a config to `output`, by default a name that tells what it is for, here, and return the path.

    The config is a template's, by default `mlp`; or one for `data`, which are looked at: a table, whose
    `target` is the column to predict, by name or position from 1, and by default the likeliest; a folder of
    images per class; or an `.npz`. With a `window`, the rows of the table are in the order of time, and so
    many of them predict what comes after them. The `overrides` of a table, `data.KEY=VALUE`, say what is
    otherwise found by looking, and stand in the config. What was found and decided is told to the `watcher`
    as notices.

    The data of a template that comes with some are written beside the config, where it has their path.

    Raises UsageError if the file exists and `force` is false, or it is no config; if other data are where a
    template's would be, if the file would be inside a run's folder, if the path is a link or not a file, and
    for arguments that exclude each other; DataError for data that cannot be trained on; and StorageError if
    the config or its data cannot be written.
    """
    if data is None and target is not None:
        raise UsageError("--target needs data", "name the file of the table too: mlpcli init data.csv")
    if overrides and data is None:
        raise UsageError("--set needs data", "name the file of the table too: mlpcli init data.csv")
    if window is not None and (data is None or window < 1):
        wrong = f"found --window {window}, expected the rows of a table that a network sees, at least 1"
        raise UsageError(wrong, "name the file of the table too: mlpcli init data.csv --window 24")
    if data is not None and template is not None:
        raise UsageError(f"found both a template and data, {os.fspath(data)}", "leave one of them out")
    for given in (data, output):
        if given is not None and template is None:
            _refuse_template(given)
    name = f"{template or 'mlp'}.yaml" if data is None else _named_after(Path(data))
    path = Path(output or name)
    require_free = partial(_require_free, path, None if data is None else Path(data), name, force)
    require_free()
    if data is None:
        written = text(template or "mlp")
        _write_data(written, path, watcher)
        write_text(path, written)
        return path
    # Imported here because it imports NumPy.
    from mlpcli.starters.choose_starter import starter

    column = None if target is None else str(target)
    found = starter(Path(data), _written(Path(data), path), column, window, overrides)
    _tell(found, watcher)
    # Looking takes its time, in which somebody else may have written there.
    require_free()
    write_text(path, found.text)
    return path


def _tell(found: "Starter", watcher: "Watcher | None") -> None:
    """Tells what was seen. Raises DataError naming every image that is broken."""
    if found.images:
        # The training that follows has them in the cache.
        found.images.on_disk(watcher.reading if watcher else None)
    if watcher:
        for sentence in found.seen:
            watcher.notice(sentence)


def _require_free(path: Path, data: Path | None, name: str, force: bool) -> None:
    """Raises UsageError if a config must not be written to `path`, and StorageError if it cannot be."""
    _keep_other_files(path, data, name)
    require_place(path, name, folder=False, force=force, what="a config")


def _keep_other_files(path: Path, data: Path | None, name: str) -> None:
    """Raises UsageError for a file that is the `data`, or no config: it is kept whatever is asked for."""
    if not path.is_file() or path.is_symlink():
        return
    if data and data.exists() and path.samefile(data):
        raise UsageError(f"{path} is the data itself", f"choose another path with --output, such as {name}")
    # Imported here because it imports pydantic, which is needed only if there is a file.
    from mlpcli.config.own_files import is_config

    if not is_config(path):
        raise UsageError(
            f"{path} exists and is no config, so it is kept", "choose another path with --output"
        )


def text(template: Template) -> str:
    """The config of a template, with its comments."""
    if template in _EXAMPLES:
        return (_examples() / f"{template}.yaml").read_text("utf-8")
    return files("mlpcli.config").joinpath("templates", f"{template}.yaml").read_text("utf-8")


def _examples() -> Path:
    """The folder `configs`: beside the package in a clone, and within it where it was installed."""
    package = Path(__file__).parents[1]
    inside = package / "configs"
    return inside if inside.is_dir() else package.with_name("configs")


def _write_data(config: str, path: Path, watcher: "Watcher | None") -> None:
    """The data that a template's config has beside it. A file that is there already is never replaced."""
    named = yaml.safe_load(config)["data"].get("path")
    if named is None:
        return
    source = _examples() / named
    contents = {
        path.parent / file.relative_to(_examples()): file.read_bytes()
        for file in sorted([source, *source.rglob("*")])
        if file.is_file()
    }
    target = path.parent / named
    absent = [file for file in contents if not os.path.lexists(file)]
    for file in contents:
        if file not in absent and not _holds(file, contents[file]):
            raise UsageError(
                f"{file} already exists, and is not the {file.name} of this template",
                "move it away, or write the config into another folder with --output",
            )
    for file in absent:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(file, error) from error
        write_bytes(file, contents[file])
    if absent and watcher:
        watcher.notice(f"its data: {target}")


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.is_file() and file.read_bytes() == content
    except OSError:
        return False


def _refuse_template(given: AnyPath) -> None:
    """Raises UsageError for the name of a template that is given in place of a path."""
    name = os.fspath(given)
    if name in get_args(Template) and not os.path.lexists(name):
        raise UsageError(
            f"found {name}, a template, in place of data or a file to write",
            f"type mlpcli init --template {name}",
        )


def _named_after(data: Path) -> str:
    """`rows.yaml` for rows.csv and rows.csv.gz."""
    name = data.resolve().name
    return f"{name if data.is_dir() else name.split('.')[0] or name}.yaml"


def _written(data: Path, config: Path) -> str:
    """The path of data as a config has it: relative to the config's folder, unless it was absolute."""
    if data.is_absolute():
        return data.as_posix()
    return Path(os.path.relpath(data, config.parent)).as_posix()
