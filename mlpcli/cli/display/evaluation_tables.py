"""Evaluations as tables."""

from mlpcli.cli.display.tables import Cell, Table
from mlpcli.cli.display.text import figure
from mlpcli.workflows.run.evaluation import Evaluation


def figures_table(evaluation: Evaluation) -> Table:
    """Every metric, and what a baseline that ignores the inputs reaches."""
    table = Table("metric", "value", "baseline", numbers=("value", "baseline"))
    for name, value in evaluation.metrics.items():
        table.add(name, figure(value), figure(evaluation.baseline.get(name)))
    return table


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
            Cell(str(count), "green" if column == index else "red" if count else "dim")
            for column, count in enumerate(row)
        ]
        table.add(name, *counts)
    return table
