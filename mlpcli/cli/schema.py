"""`mlpcli schema`"""

from typing import Annotated, Literal

import typer

import mlpcli
from mlpcli.cli.completion import reference_names
from mlpcli.cli.display.terminal import write, write_json
from mlpcli.errors import UsageError

Format = Literal["json", "markdown"]


Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]",
        help="A layer, optimizer, source or section, such as Dense or training.",
        autocompletion=reference_names,
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="JSON Schema for editors, or tables for people.  [default: json]"),
]


def schema(name: Name = None, format: FormatOption = None) -> None:
    """Print the config language: a JSON Schema for editors, or a reference for people.

    \b
    Examples:
      mlpcli schema Dense
      mlpcli schema > mlpcli.schema.json
      mlpcli schema --format markdown | less
    """
    if name is not None and format == "json":
        raise UsageError("the JSON Schema has no parts", "leave --format json or the name out")
    if name is not None or format == "markdown":
        write(mlpcli.reference(name))
    else:
        write_json(mlpcli.schema())
