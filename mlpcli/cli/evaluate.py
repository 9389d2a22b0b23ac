"""`mlpcli evaluate`"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

import mlpcli
from mlpcli.arguments import SplitName
from mlpcli.cli.options import RUNS, Json, RunArgument, Runs
from mlpcli.cli.terminal import say, write_json

if TYPE_CHECKING:
    from mlpcli.workflows.scoring import Evaluation


Split = Annotated[SplitName, typer.Option("--split", help="The split of the data to score.")]


def evaluate(
    run: RunArgument = "latest", split: Split = "test", as_json: Json = False, runs: Runs = RUNS
) -> None:
    """Score a run: loss, metrics, per-class scores, and the confusion matrix.

    \b
    Examples:
      mlpcli evaluate
      mlpcli evaluate mnist_mlp --split validation
      mlpcli evaluate latest --json
    """
    from mlpcli.cli.live import LiveTraining

    with LiveTraining() as watcher:
        evaluation = mlpcli.evaluate(run, split, runs=runs, watcher=watcher)
    if as_json:
        write_json(asdict(evaluation))
    else:
        _show(evaluation)


def _show(evaluation: "Evaluation") -> None:
    from mlpcli.cli.scores import class_table, confusion_table, figures_table

    say(f"{evaluation.run}: {evaluation.split} split, {evaluation.rows:,} rows")
    figures_table(evaluation).show()
    if evaluation.per_class:
        say()
        class_table(evaluation).show()
        say()
        matrix = confusion_table(evaluation)
        if matrix.fits():
            matrix.show()
        else:
            say(f"the confusion matrix of {len(evaluation.per_class)} classes is too wide; --json shows it")
