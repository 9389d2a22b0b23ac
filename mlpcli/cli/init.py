"""`mlpcli init`"""

from pathlib import Path
from typing import Annotated

import typer

import mlpcli
from mlpcli.arguments import Template
from mlpcli.cli.display.terminal import no_result, say
from mlpcli.errors import UsageError

TemplateOption = Annotated[Template, typer.Option("--template", "-t", help="The kind of network.")]
File = Annotated[
    Path | None,
    typer.Argument(metavar="[FILE]", help="The file to write. Default: the template's name, .yaml"),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="The same as FILE.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")]


def init(
    file: File = None, template: TemplateOption = "mlp", output: Output = None, force: Force = False
) -> None:
    """Write a commented config to start from.

    \b
    Examples:
      mlpcli init
      mlpcli init fashion.yaml --template cnn
      mlpcli init --template perceptron
    """
    from mlpcli.shell_words import path_word

    if file and output:
        raise UsageError(
            f"found both {file} and --output {output}, expected one file", "leave one of them out"
        )
    path = mlpcli.init(template, file or output, force=force)
    typed = path_word(path)
    with no_result():
        say(f"{path} written; next:")
        say(f"  mlpcli validate {typed}")
        say(f"  mlpcli train {typed}")
