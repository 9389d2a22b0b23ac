"""Options shared by several commands."""

from pathlib import Path
from typing import Annotated

import typer

from mlpcli.arguments import RUNS as RUNS
from mlpcli.cli.completion import overrides, run_references

RUN_HELP = "A run's id or the beginning of it, a name, a folder, or latest."

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
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
