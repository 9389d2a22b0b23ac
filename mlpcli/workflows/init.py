"""A commented config to start from."""

from importlib.resources import files
from pathlib import Path

from mlpcli.arguments import AnyPath, Template
from mlpcli.errors import UsageError
from mlpcli.runs.atomic import write_text
from mlpcli.runs.folder import refuse_runs


def init(template: Template = "mlp", output: AnyPath | None = None, *, force: bool = False) -> Path:
    """Write a template's config to `output`, by default `TEMPLATE.yaml` here, and return the path.

    Raises UsageError where the file exists, unless `force`d, or would lie in a run's folder, and StorageError
    where it cannot be written.
    """
    path = Path(output or f"{template}.yaml")
    refuse_runs(path)
    if path.exists() and not force:
        raise UsageError(
            f"{path} already exists", "choose another file with --output, or overwrite it with --force"
        )
    write_text(path, text(template))
    return path


def text(template: Template) -> str:
    """The config of a template, with its comments."""
    return files("mlpcli.config").joinpath("templates", f"{template}.yaml").read_text("utf-8")
