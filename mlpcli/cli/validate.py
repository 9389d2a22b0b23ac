"""`mlpcli validate`"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mlpcli
from mlpcli.arguments import MOST_BYTES
from mlpcli.cli.display.checks_as_json import as_plain, mistakes_as_json
from mlpcli.cli.display.terminal import notice, say, write_json
from mlpcli.cli.options import Json, Overrides
from mlpcli.cli.standard_input import with_standard_input
from mlpcli.errors import ConfigError

if TYPE_CHECKING:
    from mlpcli.workflows.validate import Checked

Configs = Annotated[
    list[Path], typer.Argument(metavar="CONFIG...", help="YAML files, each checked separately; - is stdin.")
]
Merge = Annotated[bool, typer.Option("--merge", help="Merge the files into one config and check that.")]


def validate(
    configs: Configs, overrides: Overrides = None, merge: Merge = False, as_json: Json = False
) -> None:
    """Find every mistake in configs, without loading data or TensorFlow, and show the network.

    \b
    Examples:
      mlpcli validate configs/*.yaml
      mlpcli validate base.yaml wide.yaml --merge
      mlpcli validate configs/*.yaml --json
      mlpcli validate - < mlp.yaml

    The JSON is a list of networks, or with exit code 2 a list of mistakes.
    """
    read = with_standard_input(configs, "a config", MOST_BYTES, "mlpcli validate - < mlp.yaml")
    with mistakes_as_json(as_json):
        try:
            found = mlpcli.validate(read, overrides or (), merge=merge)
        except ConfigError as error:
            if len(configs) > 1 and not merge:
                error.fix = "each file was checked separately; --merge checks them merged into one config"
            raise
    if as_json:
        write_json([as_plain(checked) for checked in found])
        return
    for checked in found:
        show_checked(checked)


def show_checked(checked: "Checked") -> None:
    """Show the layer table, the objective and the notices of a valid config."""
    from mlpcli.cli.display.layer_table import layer_table, objective_line

    say(f"{checked.config.name}: no mistakes, trains on {checked.plan.facts.name}")
    layer_table(checked.plan).show()
    say(objective_line(checked.plan))
    for found in checked.notices:
        notice(f"{found.where}  {found.subject}: {found.message}; {found.fix}")
