"""`mlpcli resume`"""

from typing import Annotated

import typer

import mlpcli
from mlpcli.cli.options import RUNS, Overrides, RunArgument, Runs
from mlpcli.cli.train import Devices
from mlpcli.processes.memory_limit import require_memory_for_tensorflow

Epochs = Annotated[
    str | None,
    typer.Option("--epochs", metavar="N or +N", help="Number of epochs in total (N), or in addition (+N)."),
]


def resume(
    run: RunArgument = "latest",
    epochs: Epochs = None,
    overrides: Overrides = None,
    runs: Runs = RUNS,
    devices: Devices = 1,
) -> None:
    """Resume an interrupted run, or train a completed run for more epochs.

    \b
    Examples:
      mlpcli resume
      mlpcli resume mnist_mlp
      mlpcli resume mnist_mlp --epochs +5
      mlpcli resume mnist_mlp --epochs 40 --set training.early_stopping.patience=8

    Weights, optimizer state, random numbers and row order are restored exactly: the result is the same as
    without the interruption. The network, its optimizer and its data cannot change; the number of epochs and
    the device can.
    """
    require_memory_for_tensorflow()
    from mlpcli.cli.display.live_training import LiveTraining
    from mlpcli.cli.display.terminal import no_result
    from mlpcli.cli.display.training_summary import show_summary
    from mlpcli.workflows.resume import resume_along
    from mlpcli.workflows.train import keeps_the_run

    if not keeps_the_run():
        resume_along(run, epochs, overrides or [], runs=runs, devices=devices)
        return
    with LiveTraining() as watcher:
        trained = mlpcli.resume(run, epochs, overrides or [], runs=runs, watcher=watcher, devices=devices)
    with no_result():
        show_summary(trained)
