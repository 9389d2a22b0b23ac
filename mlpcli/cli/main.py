"""The command line: which commands there are, and how the program begins and ends."""

import atexit
import gc
import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

import mlpcli
from mlpcli.cli.boundary import errors_become_exit_codes
from mlpcli.cli.command import Command
from mlpcli.cli.evaluate import evaluate
from mlpcli.cli.export import export
from mlpcli.cli.init import init
from mlpcli.cli.predict import predict
from mlpcli.cli.resume import resume
from mlpcli.cli.runs import app as runs
from mlpcli.cli.schema import schema
from mlpcli.cli.signals import signals_end_the_command
from mlpcli.cli.train import train
from mlpcli.cli.validate import validate

app = typer.Typer(
    name="mlpcli",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=Command)(train)
app.command(cls=Command)(resume)
app.command(cls=Command)(evaluate)
app.command(cls=Command)(predict)
app.command(cls=Command)(export)
app.command(cls=Command)(validate)
app.command(cls=Command)(init)
app.add_typer(runs, name="runs")
app.command(cls=Command)(schema)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"mlpcli {mlpcli.__version__}\n")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Train neural networks from a YAML file, and use what was trained.

    \b
    Start with:
      mlpcli init
      mlpcli train mlp.yaml
      mlpcli evaluate
      mlpcli predict image.png
    """


def main() -> None:
    """The entry point of the command `mlpcli`."""
    # pydantic would look through all that is installed for plugins, none of which is wanted here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # All memory goes back to the operating system at the end: looking through it for cycles first, as Python
    # does, takes a fifth of the time of a short command.
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A label that the terminal's encoding lacks is shown as an escape, not as a traceback.
            stream.reconfigure(errors="backslashreplace")
    with signals_end_the_command(), errors_become_exit_codes():
        # Not standalone, Typer raises its errors, and returns the code of an exit that it was asked for.
        sys.exit(app(prog_name="mlpcli", standalone_mode=False) or 0)
