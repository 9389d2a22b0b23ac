"""`mlpcli validate`"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlpcli.arguments import MOST_BYTES
from mlpcli.cli.display.checks_as_json import as_plain, mistakes_as_json
from mlpcli.cli.display.terminal import notice, say, write_json
from mlpcli.cli.options import Json, Overrides
from mlpcli.cli.standard_input import with_standard_input
from mlpcli.errors import ConfigAndDataError, ConfigError, MlpcliError, Problem
from mlpcli.processes.termination import may_end_at_once

if TYPE_CHECKING:
    from mlpcli.workflows.validate import AllChecked, Checked

Configs = Annotated[
    list[Path], typer.Argument(metavar="CONFIG...", help="YAML files, each checked separately; - is stdin.")
]
Merge = Annotated[bool, typer.Option("--merge", help="Merge the files into one config and check that.")]
_SEPARATELY = "each file was checked separately; --merge checks them merged into one config"


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

    The JSON is a list of networks, or with exit codes 2 and 3 a list of mistakes.
    """
    # Imported here because it imports pydantic, which help does not need.
    with may_end_at_once():
        from mlpcli.workflows.validate import validate_all

    read = with_standard_input(configs, "a config", MOST_BYTES, "mlpcli validate - < mlp.yaml")
    found = validate_all(read, overrides or (), merge=merge)
    error = _error(found, has_several=len(configs) > 1 and not merge, as_json=as_json)
    with mistakes_as_json(as_json):
        if error and as_json:
            raise error
    if as_json:
        write_json([as_plain(checked) for checked in found.valid])
    for checked in () if as_json else found.valid:
        show_checked(checked)
    if error:
        raise error


def _error(found: "AllChecked", *, has_several: bool, as_json: bool) -> MlpcliError | None:
    """The mistakes of all configs and the errors in their data, with the exit code of the worst."""
    if found.unread and not (has_several or as_json):
        return found.unread[0][1]
    of_data = [Problem(where, "data", error.message, error.fix) for where, error in found.unread]
    if not (found.problems or of_data):
        return None
    fix = _SEPARATELY if has_several and found.problems else ""
    if of_data:
        return ConfigAndDataError([*found.problems, *of_data], fix)
    return ConfigError(found.problems, fix)


def show_checked(checked: "Checked") -> None:
    """Show the layer table, the objective and the notices of a valid config."""
    from mlpcli.cli.display.layer_table import layer_table, objective_line

    say(f"{checked.config.name}: no mistakes, trains on {checked.plan.facts.name}")
    layer_table(checked.plan).show()
    say(objective_line(checked.plan))
    for found in checked.notices:
        notice(f"{found.where}  {found.subject}: {found.message}; {found.fix}")
