"""The command line and its commands."""

import sys
from typing import Annotated

import typer

import mlpcli
from mlpcli.cli.data import data
from mlpcli.cli.diagnose import diagnose
from mlpcli.cli.evaluate import evaluate
from mlpcli.cli.explain import explain
from mlpcli.cli.export import export
from mlpcli.cli.init import init
from mlpcli.cli.predict import predict
from mlpcli.cli.process.help_texts import Command
from mlpcli.cli.report import report
from mlpcli.cli.resume import resume
from mlpcli.cli.runs import app as runs
from mlpcli.cli.schema import schema
from mlpcli.cli.serve import serve
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
app.command(cls=Command)(diagnose)
app.command(cls=Command)(predict)
app.command(cls=Command)(serve)
app.command(cls=Command)(report)
app.command(cls=Command)(export)
app.command(cls=Command)(validate)
app.command(cls=Command)(explain)
app.command(cls=Command)(init)
app.command(cls=Command)(data)
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
    """Train neural networks from a YAML file, and use the trained networks.

    \b
    Start with:
      mlpcli init
      mlpcli train mlp.yaml
      mlpcli evaluate
      mlpcli predict image.png
    """
