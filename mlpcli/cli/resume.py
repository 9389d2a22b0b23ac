"""`mlpcli resume`"""

from typing import Annotated

import typer

import mlpcli
from mlpcli.cli.options import RUNS, Overrides, RunArgument, Runs
from mlpcli.cli.train import Devices

Epochs = Annotated[
    str | None,
    typer.Option("--epochs", metavar="N or +N", help="How many epochs in all, or how many more."),
]


def resume(
    run: RunArgument = "latest",
    epochs: Epochs = None,
    overrides: Overrides = None,
    runs: Runs = RUNS,
    devices: Devices = 1,
) -> None:
    """Go on with a training that was interrupted, or train a completed one further.

    \b
    Examples:
      mlpcli resume
      mlpcli resume mnist_mlp
      mlpcli resume mnist_mlp --epochs +5
      mlpcli resume mnist_mlp --epochs 40 --set training.early_stopping.patience=8

    The weights, the optimizer, the random numbers and the order of the rows go on where they were: what comes
    out is what an uninterrupted training would have given. The network, its optimizer and its data cannot
    change; how long it trains, and on what, can.
    """
    from mlpcli.cli.live import LiveTraining
    from mlpcli.cli.summary import show_summary
    from mlpcli.cli.terminal import no_result
    from mlpcli.workflows.resume import resume_along
    from mlpcli.workflows.train import keeps_the_run

    if not keeps_the_run():
        resume_along(run, epochs, overrides or [], runs=runs, devices=devices)
        return
    with LiveTraining() as watcher:
        trained = mlpcli.resume(run, epochs, overrides or [], runs=runs, watcher=watcher, devices=devices)
    with no_result():
        show_summary(trained)
