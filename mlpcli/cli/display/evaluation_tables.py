"""Evaluations as tables."""

import sys
from collections.abc import Mapping

from mlpcli.baselines.baseline import (
    BOOSTING,
    FITTED,
    GUESSES,
    LAST,
    LINEAR,
    LOGISTIC,
    REPEATED,
    SEASONAL,
)
from mlpcli.cli.display.tables import Cell, Table
from mlpcli.cli.display.terminal import say
from mlpcli.cli.display.text import figure
from mlpcli.inference.scoring.repeated_figures import shown_once
from mlpcli.workflows.run.evaluation import Evaluation

# Short names, so that the table fits 60 columns.
_COLUMNS: Mapping[str, str] = {
    LAST: "last",
    SEASONAL: "season",
    LOGISTIC: "logistic",
    LINEAR: "linear",
    BOOSTING: "boosting",
}
_CLASS_TERMS = ("baseline: always the commonest class", "macro_f1: mean F1 of the classes")
_NUMBER_TERMS = ("baseline: always the mean", "r2: share of the variance explained, 1 is perfect")


def figures_table(evaluation: Evaluation) -> Table:
    """Every metric once, what a baseline that ignores the inputs reaches, and what the others do."""
    fitted = [name for name in (*REPEATED, *FITTED) if name in evaluation.baselines]
    columns = ("value", "baseline", *(_COLUMNS[name] for name in fitted))
    table = Table("metric", *columns, numbers=columns)
    guesses = (evaluation.baselines[one].metrics for one in GUESSES if one in evaluation.baselines)
    simplest = next(guesses, evaluation.baseline)
    headline = "accuracy" if evaluation.per_class else "r2"
    for name in shown_once(evaluation.metrics):
        others = [simplest, *(evaluation.baselines[one].metrics for one in fitted)]
        cells = [figure(evaluation.metrics[name]), *(figure(metrics.get(name)) for metrics in others)]
        table.add(name, *cells, style="bold" if name == headline else "")
    return table


def show_terms(evaluation: Evaluation) -> None:
    """Say what the less common names in the table mean, if standard output is a terminal."""
    if sys.stdout.isatty():
        say("; ".join(_CLASS_TERMS if evaluation.per_class else _NUMBER_TERMS), "dim")


def class_table(evaluation: Evaluation) -> Table:
    """Precision, recall, F1 and the number of rows of every class."""
    columns = ("precision", "recall", "f1", "rows")
    table = Table("class", *columns, numbers=columns)
    for name, scores in evaluation.per_class.items():
        figures = (scores.precision, scores.recall, scores.f1)
        table.add(name, *(f"{value:.3f}" for value in figures), str(scores.support))
    return table


def confusion_table(evaluation: Evaluation) -> Table:
    """True classes as rows, predicted classes as columns."""
    names = list(evaluation.per_class)
    table = Table("true \\ predicted", *names, numbers=tuple(names))
    for index, (name, row) in enumerate(zip(names, evaluation.confusion_matrix, strict=True)):
        counts = [
            Cell(str(count), "green" if column == index else "yellow" if count else "dim")
            for column, count in enumerate(row)
        ]
        table.add(name, *counts)
    return table
