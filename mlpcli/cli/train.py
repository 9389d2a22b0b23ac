"""`mlpcli train`"""

from pathlib import Path
from typing import Annotated

import typer

import mlpcli
from mlpcli.cli.options import RUNS, Overrides, Runs

Configs = Annotated[
    list[Path], typer.Argument(metavar="CONFIG...", help="YAML files; later ones are laid over earlier ones.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Check everything and show the network; train nothing.")
]


def train(configs: Configs, overrides: Overrides = None, runs: Runs = RUNS, dry_run: DryRun = False) -> None:
    """Train the network of a config, evaluate it, and keep both in a run folder.

    \b
    Examples:
      mlpcli train configs/mnist_mlp.yaml
      mlpcli train configs/mnist_mlp.yaml --set training.epochs=20 --set layers.1.Dense.units=256
      mlpcli train base.yaml wide.yaml --runs experiments
      mlpcli train configs/mnist_mlp.yaml --dry-run
    """
    if dry_run:
        from mlpcli.cli.validate import show_checked

        (checked,) = mlpcli.validate(configs, overrides or (), merge=True)
        show_checked(checked)
        return
    from mlpcli.cli.live import LiveTraining
    from mlpcli.cli.summary import show_summary

    with LiveTraining() as watcher:
        run = mlpcli.train(configs, overrides or (), runs=runs, watcher=watcher)
    show_summary(run)
