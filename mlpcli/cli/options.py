"""Options shared by several commands."""

from pathlib import Path
from typing import Annotated

import typer

from mlpcli.arguments import RUNS as RUNS
from mlpcli.cli.completion import overrides, run_references
from mlpcli.cli.process.help_texts import typed_after
from mlpcli.errors import UsageError
from mlpcli.shell_words import quoted

RUN_HELP = "A run's id or the beginning of it, a name, a folder, or latest."


def _with_equals(values: list[str] | None) -> list[str] | None:
    """The values of `--set`. Raises UsageError for `--set KEY VALUE`, of which VALUE would be a file."""
    for text in values or ():
        value = "" if "=" in text else typed_after(text)
        if value and "/" not in value and not value.endswith((".yaml", ".yml")):
            raise UsageError(f"--set {text} is not KEY=VALUE", f"write --set {quoted(f'{text}={value}')}")
    return values


Runs = Annotated[Path, typer.Option("--runs", metavar="DIR", help="The folder that contains the runs.")]
RunArgument = Annotated[
    str,
    typer.Argument(metavar="[RUN]", help=RUN_HELP, autocompletion=run_references),
]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Override one value, such as training.epochs=20; repeatable.",
        autocompletion=overrides,
        callback=_with_equals,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
