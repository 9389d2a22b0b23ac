"""Evaluations as tables."""

from rich.table import Table

from mlpcli.cli.terminal import cell, plain_table
from mlpcli.cli.text import figure
from mlpcli.workflows.scoring import Evaluation


def figures_table(evaluation: Evaluation) -> Table:
    """Every metric, beside what guessing without a network reaches."""
    table = plain_table("metric", "value", "guessing", numbers=("value", "guessing"))
    for name, value in evaluation.metrics.items():
        table.add_row(cell(name), figure(value), figure(evaluation.baseline.get(name)))
    return table


def class_table(evaluation: Evaluation) -> Table:
    """Precision, recall, F1 and the number of rows of every class."""
    columns = ("precision", "recall", "f1", "rows")
    table = plain_table("class", *columns, numbers=columns)
    for name, scores in evaluation.per_class.items():
        table.add_row(
            cell(name),
            f"{scores.precision:.3f}",
            f"{scores.recall:.3f}",
            f"{scores.f1:.3f}",
            str(scores.support),
        )
    return table


def confusion_table(evaluation: Evaluation) -> Table:
    """True classes downwards, predicted ones across."""
    names = list(evaluation.per_class)
    table = plain_table("true \\ predicted", *names, numbers=tuple(names))
    for index, (name, row) in enumerate(zip(names, evaluation.confusion_matrix, strict=True)):
        counts = [
            cell(str(count), "bold green" if column == index else "red" if count else "dim")
            for column, count in enumerate(row)
        ]
        table.add_row(cell(name), *counts)
    return table
