"""`mlpcli data`"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mlpcli
from mlpcli.cli.display.terminal import say, write_json
from mlpcli.cli.init import Target, Window
from mlpcli.cli.options import Json, Overrides
from mlpcli.errors import DataError
from mlpcli.processes.memory_limit import require_memory_for_numpy

if TYPE_CHECKING:
    from mlpcli.data.doctor.report import DataReport

Source = Annotated[
    Path,
    typer.Argument(
        metavar="CONFIG or DATA", help="A config, a table, an .npz, or a folder of images per class."
    ),
]


def data(
    source: Source,
    target: Target = None,
    window: Window = None,
    overrides: Overrides = None,
    as_json: Json = False,
) -> None:
    """Examine data before training: what it holds, and what in it does harm.

    \b
    Examples:
      mlpcli data people.csv --target income
      mlpcli data load.csv --window 48
      mlpcli data photos/
      mlpcli data configs/mnist_mlp.yaml
      mlpcli data people.csv --json

    \b
    Findings:
      error    training could not start; the exit code is then 3
      warning  the network is probably worse for it, or its score is wrong
      note     good to know
    """
    require_memory_for_numpy()
    from mlpcli.cli.display.live_training import LiveTraining

    with LiveTraining() as watcher:
        report = mlpcli.inspect_data(
            source, target=target, window=window, overrides=overrides or (), watcher=watcher
        )
    if as_json:
        write_json({**asdict(report), "can_train": report.can_train})
    else:
        _show(report)
    if not report.can_train:
        raise typer.Exit(DataError.exit_code)


def _show(report: "DataReport") -> None:
    from mlpcli.cli.display.data_report import class_table, column_table, finding_lines

    say(report.name, "bold")
    if report.rows:
        rows = ", ".join(f"{count:,} {name}" for name, count in report.rows.items())
        shape = " x ".join(map(str, report.shape))
        say(f"rows      {rows}")
        say(f"a row     {shape} numbers for the network, {report.task}")
    if report.classes:
        say()
        class_table(report).show()
    if report.columns:
        say()
        column_table(report).show()
    say()
    finding_lines(report)
