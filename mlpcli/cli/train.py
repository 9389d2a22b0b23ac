"""`mlpcli train`"""

from pathlib import Path
from typing import Annotated

import typer

import mlpcli
from mlpcli.cli.options import RUNS, Overrides, Runs
from mlpcli.errors import UsageError

Configs = Annotated[
    list[Path], typer.Argument(metavar="CONFIG...", help="YAML files; later files override earlier ones.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Check everything and show the network, without training.")
]
Devices = Annotated[
    int, typer.Option("--devices", metavar="N", min=1, help="Train on N GPUs of this machine.")
]
Workers = Annotated[
    int, typer.Option("--workers", metavar="N", min=1, help="Train in N processes on this machine.")
]


def train(
    configs: Configs,
    overrides: Overrides = None,
    runs: Runs = RUNS,
    dry_run: DryRun = False,
    devices: Devices = 1,
    workers: Workers = 1,
) -> None:
    """Train the network of a config, evaluate it, and save the results in a run folder.

    \b
    Examples:
      mlpcli train configs/mnist_mlp.yaml
      mlpcli train configs/mnist_mlp.yaml --set training.epochs=20 --set layers.1.Dense.units=256
      mlpcli train base.yaml wide.yaml --runs experiments
      mlpcli train configs/mnist_mlp.yaml --dry-run
      mlpcli train configs/mnist_cnn.yaml --devices 4

    If the environment variable TF_CONFIG is set, the process trains together with the workers listed there;
    only the chief shows progress and writes the run.
    """
    if dry_run:
        from mlpcli.cli.validate import show_checked

        (checked,) = mlpcli.validate(configs, overrides or (), merge=True)
        show_checked(checked)
    elif workers > 1:
        _train_with_workers(configs, overrides or [], runs, devices, workers)
    else:
        _train(configs, overrides or [], runs, devices)


def _train(configs: list[Path], overrides: list[str], runs: Path, devices: int) -> None:
    from mlpcli.cli.display.live_training import LiveTraining
    from mlpcli.cli.display.terminal import no_result
    from mlpcli.cli.display.training_summary import show_summary
    from mlpcli.workflows.train import keeps_the_run, train_along

    if not keeps_the_run():
        train_along(configs, overrides, devices=devices)
        return
    with LiveTraining() as watcher:
        run = mlpcli.train(configs, overrides, runs=runs, watcher=watcher, devices=devices)
    with no_result():
        show_summary(run)


def _train_with_workers(
    configs: list[Path], overrides: list[str], runs: Path, devices: int, workers: int
) -> None:
    if devices > 1:
        raise UsageError(
            "--devices and --workers cannot be combined", "use --devices for GPUs, --workers for processes"
        )
    from mlpcli.workflows.training.workers import run_workers

    # Report mistakes once, before any process is started.
    mlpcli.validate(configs, overrides, merge=True)
    options = [f"--set={override}" for override in overrides]
    arguments = ["train", f"--runs={runs}", *options, "--", *map(str, configs)]
    run_workers(arguments, workers)
