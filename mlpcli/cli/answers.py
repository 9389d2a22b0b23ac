"""Predictions as a table, as CSV or as JSON lines, to the screen or into a file."""

from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from mlpcli.cli.terminal import as_text, cell, note, plain_table, show
from mlpcli.cli.text import write_line
from mlpcli.inference.prediction import ClassPrediction, Prediction, rank
from mlpcli.inference.table import csv_lines, jsonl_lines
from mlpcli.runs.atomic import write_text
from mlpcli.workflows.predict import Answers


class _Counter:
    """Counts what passes through."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.rows = 0
        self.inverted = 0

    def __iter__(self) -> Iterator[Prediction]:
        for predictions, inverted in self._answers.batches:
            self.rows += len(predictions)
            self.inverted += inverted
            yield from predictions


def write_answers(answers: Answers, format: str, top_k: int, output: Path | None) -> None:
    """Write all answers in `format`, and say on standard error what was done to the images."""
    for notice in answers.notices:
        note(f"notice: {notice}", "yellow")
    predictions = _Counter(answers)
    classes, targets = answers.description.classes, answers.description.targets
    if format == "table":
        _table(predictions, classes, targets, top_k, output)
    else:
        lines = (
            csv_lines(predictions, classes, targets)
            if format == "csv"
            else jsonl_lines(predictions, classes, top_k)
        )
        _stream(lines, output)
    if predictions.inverted:
        note(
            f"notice: black and white were swapped in {predictions.inverted:,} of {predictions.rows:,} "
            "images; --invert never keeps them as they are",
            "yellow",
        )
    if output:
        note(f"{predictions.rows:,} answers of {answers.run} written to {output}")


def _stream(lines: Iterator[str], output: Path | None) -> None:
    if output:
        write_text(output, "".join(lines))
        return
    for line in lines:
        write_line(line)


def _table(
    predictions: _Counter, classes: tuple[str, ...], targets: int, top_k: int, output: Path | None
) -> None:
    columns = ("label", "confidence", "then") if classes else ("value",)
    table = plain_table("input", *columns, numbers=("confidence", "value"))
    for prediction in predictions:
        table.add_row(cell(prediction.input), *_cells(prediction, classes, top_k))
    if output:
        write_text(output, as_text(table))
    else:
        show(table)


def _cells(prediction: Prediction, classes: tuple[str, ...], top_k: int) -> list[Text | str]:
    if not isinstance(prediction, ClassPrediction):
        return [cell("  ".join(f"{value:.6g}" for value in prediction.values))]
    _, *others = rank(prediction.probabilities, classes, top_k)
    then = ", ".join(f"{one.label} {one.probability:.1%}" for one in others)
    return [cell(prediction.label, "bold"), f"{prediction.confidence:.1%}", cell(then, "dim")]
