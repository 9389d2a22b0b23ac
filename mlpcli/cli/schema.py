"""`mlpcli schema`"""

from typing import Annotated, Literal

import typer

import mlpcli
from mlpcli.cli.display.terminal import write, write_json

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
    if format == "markdown":
        write(mlpcli.reference())
    else:
        write_json(mlpcli.schema())
