"""`mlpcli init`"""

from pathlib import Path
from typing import Annotated

import typer

import mlpcli
from mlpcli.arguments import Template
from mlpcli.cli.display.terminal import no_result, say

TemplateOption = Annotated[Template, typer.Option("--template", "-t", help="The kind of network.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Default: the template's name, .yaml")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")]


def init(template: TemplateOption = "mlp", output: Output = None, force: Force = False) -> None:
    """Write a commented config to start from.

    \b
    Examples:
      mlpcli init
      mlpcli init --template cnn -o fashion.yaml
    """
    from mlpcli.shell_words import path_word

    path = mlpcli.init(template, output, force=force)
    typed = path_word(path)
    with no_result():
        say(f"{path} written; next:")
        say(f"  mlpcli validate {typed}")
        say(f"  mlpcli train {typed}")
