"""`mlpcli evaluate`"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mlpcli
from mlpcli.arguments import InvertMode, SplitName
from mlpcli.cli.display.terminal import say, write_json
from mlpcli.cli.options import RUNS, Json, RunArgument, Runs
from mlpcli.processes.memory_limit import require_memory_for_numpy

if TYPE_CHECKING:
    from mlpcli.workflows.run.evaluation import Evaluation


Split = Annotated[
    SplitName | None,
    typer.Option("--split", help="The split of the run's own data to score.  [default: test]"),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="PATH",
        help="Other data to score: a table with the target, for runs of tables and series; an .npz, an .npy "
        "with --targets, or a folder with a subfolder of images per class.",
    ),
]
Targets = Annotated[
    Path | None, typer.Option("--targets", metavar="Y.npy", help="The targets, if --data is an .npy file.")
]
InvertOption = Annotated[
    InvertMode,
    typer.Option(
        "--invert",
        help="Swap black and white in images of --data: auto looks at the border of each image file.",
    ),
]


def evaluate(
    run: RunArgument = "latest",
    split: Split = None,
    data: Data = None,
    targets: Targets = None,
    invert: InvertOption = "never",
    as_json: Json = False,
    runs: Runs = RUNS,
) -> None:
    """Score a run: loss, metrics, per-class scores, and the confusion matrix.

    \b
    Examples:
      mlpcli evaluate
      mlpcli evaluate mnist_mlp --split validation
      mlpcli evaluate latest --json
      mlpcli evaluate people --data more.csv
      mlpcli evaluate mnist_mlp --data more.npz
      mlpcli evaluate waves_conv1d --data x.npy --targets y.npy
      mlpcli evaluate mnist_mlp --data digits/

    \b
    Terms:
      baseline   always the commonest class, or the mean, of the training rows
      logistic   logistic regression, and linear: linear regression, of the training rows
      boosting   scikit-learn's gradient-boosted trees
      precision  of the rows given this class, the share that are of it
      recall     of the rows of this class, the share that are given it
      f1         harmonic mean of precision and recall; macro_f1: its mean over all classes
      r2         share of the variance explained: 1 is perfect, 0 no better than the mean

    With --data, the run's own data is not read. An .npz holds x and y, or x_test and y_test. Subfolders are
    named exactly as the run's classes. The baseline is made of the
    scored rows. In the JSON, "split" is null and "data" is PATH.
    """
    require_memory_for_numpy()
    from mlpcli.cli.display.live_training import LiveTraining

    with LiveTraining() as watcher:
        evaluation = mlpcli.evaluate(
            run, split, data=data, targets=targets, invert=invert, runs=runs, watcher=watcher
        )
    if as_json:
        write_json(asdict(evaluation))
    else:
        _show(evaluation)


def _show(evaluation: "Evaluation") -> None:
    from mlpcli.cli.display.baseline_lines import show_baselines
    from mlpcli.cli.display.evaluation_tables import (
        class_table,
        confusion_table,
        figures_table,
        show_terms,
    )

    rows = f"{evaluation.split} split" if evaluation.data is None else evaluation.data
    say(f"{evaluation.run}: {rows}, {evaluation.rows:,} rows")
    figures_table(evaluation).show()
    show_terms(evaluation)
    show_baselines(evaluation)
    if evaluation.per_class:
        say()
        class_table(evaluation).show()
    if evaluation.confusion_matrix:
        say()
        matrix = confusion_table(evaluation)
        if matrix.fits():
            matrix.show()
        else:
            say(f"the confusion matrix of {len(evaluation.per_class)} classes is too wide; --json shows it")
