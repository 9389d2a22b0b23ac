"""`mlpcli schema`"""

import json
from typing import Annotated, Literal

import typer

import mlpcli

Format = Literal["json", "markdown"]


FormatOption = Annotated[
    Format, typer.Option("--format", help="JSON Schema for editors, or tables for people.")
]


def schema(format: FormatOption = "json") -> None:
    """Print the config language: a JSON Schema for editors, or a reference for people.

    \b
    Examples:
      mlpcli schema > mlpcli.schema.json
      mlpcli schema --format markdown | less
    """
    from mlpcli.cli.terminal import write

    write(mlpcli.reference() if format == "markdown" else json.dumps(mlpcli.schema(), indent=2) + "\n")
