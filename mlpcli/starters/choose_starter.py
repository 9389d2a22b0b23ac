"""Which config to start from, by what a path holds."""

from collections.abc import Sequence
from pathlib import Path

from mlpcli.errors import DataError, UsageError
from mlpcli.starters.starter import Starter

_TABLES = (".csv", ".tsv", ".tab", ".txt", ".data", ".dat", ".parquet", ".jsonl", ".ndjson")
_PACKED = ".gz"
_CODE = (".py", ".ipynb")
# A config, and code that is translated into one.
_CONFIGS = (".yaml", ".yml", ".py")


def looks_like_data(path: Path) -> bool:
    """Whether a path is a folder, is named like a table or like arrays, or is a file that is no config.

    Other files count as data whatever they hold: what reads them says what they are.
    """
    name = path.name.lower()
    if path.is_dir() or name.removesuffix(_PACKED).endswith((*_TABLES, ".npz")):
        return True
    if name.endswith(_CONFIGS) or not path.is_file():
        return False
    # Imported here because it imports pydantic, which the names do not need.
    from mlpcli.config.own_files import is_config

    return not is_config(path)


def is_code(path: Path) -> bool:
    """Whether a path is a script or a notebook, which says what to train and holds no data."""
    return path.suffix.lower() in _CODE and path.is_file()


def starter(
    path: Path, written: str, target: str | None, window: int | None = None, overrides: Sequence[str] = ()
) -> Starter:
    """The config that trains on the data at `path`, which the config calls `written`.

    `target` is the column of a table to predict, by name or position from 1; with a `window`, its rows are in
    the order of time, and so many predict what comes after them. Raises DataError for data that cannot be
    used, and UsageError for a target or a window of what is no table. The `overrides`, `data.KEY=VALUE`, say
    what is otherwise found by looking.
    """
    if path.suffix.lower() in _CODE:
        raise UsageError(
            f"{path} is code, and init begins with data", f"mlpcli train {path} shows the config that it is"
        )
    is_arrays = path.suffix.lower() == ".npz"
    if path.is_dir() or is_arrays:
        if target is not None:
            raise UsageError(f"--target names a column of a table, but {path} is none", "leave --target out")
        if window is not None:
            raise UsageError(f"--window is of the rows of a table, but {path} is none", "leave --window out")
    # Imported here because each imports what reads its files.
    from mlpcli.starters.choices_of_user import as_options, said

    given = said(overrides)
    if path.is_dir():
        from mlpcli.starters.image_folder import folder_starter

        return folder_starter(path, written, given)
    if is_arrays:
        from mlpcli.starters.arrays import arrays_starter

        return arrays_starter(path, written, given)
    try:
        if window is not None:
            from mlpcli.starters.windows import windows_starter

            return windows_starter(path, written, target, window, given)
        from mlpcli.starters.table import table_starter

        return table_starter(path, written, target, given)
    except DataError as error:
        raise as_options(error) from error
