"""A commented config to start from."""

from importlib.resources import files
from pathlib import Path

from mlpcli.arguments import AnyPath, Template
from mlpcli.runs.atomic_files import write_text
from mlpcli.workflows.output_path import require_place


def init(template: Template = "mlp", output: AnyPath | None = None, *, force: bool = False) -> Path:
    """Write a template's config to `output`, by default `TEMPLATE.yaml` here, and return the path.

    Raises UsageError if the file exists and `force` is false, if it would be inside a run's folder, and if
    the path is a link or not a file. Raises StorageError if it cannot be written.
    """
    name = f"{template}.yaml"
    path = Path(output or name)
    require_place(path, name, folder=False, force=force, what="a config")
    write_text(path, text(template))
    return path


def text(template: Template) -> str:
    """The config of a template, with its comments."""
    return files("mlpcli.config").joinpath("templates", f"{template}.yaml").read_text("utf-8")
