"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from mlpcli.arguments import RUNS as RUNS

RUN_HELP = "A run's id or its first letters, a name, a folder, or latest."

Runs = Annotated[Path, typer.Option("--runs", metavar="DIR", help="The folder that holds the runs.")]
RunArgument = Annotated[
    str,
    typer.Argument(metavar="[RUN]", help=RUN_HELP),
]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Replace one value, such as training.epochs=20; repeatable.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="JSON alone on standard output.")]
