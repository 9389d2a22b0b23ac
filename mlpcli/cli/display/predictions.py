"""Predictions as a table, CSV or JSON lines, written to the screen or a file as they arrive."""

import sys
from collections.abc import Iterator
from itertools import chain, islice

from mlpcli.cli.display.prediction_table import table_lines
from mlpcli.cli.display.progress_bar import Bar
from mlpcli.cli.display.terminal import line_writer, note, notice
from mlpcli.cli.prediction_file import AnswerFile
from mlpcli.errors import MlpcliError, Terminated
from mlpcli.inference.inputs.predict_inputs import image_notices
from mlpcli.inference.prediction import Prediction
from mlpcli.inference.prediction_records import csv_lines, jsonl_lines
from mlpcli.workflows.predict import Answers


class _Counter:
    """Counts predictions as they pass through and shows the count; the first batch is computed at once."""

    def __init__(self, answers: Answers, bar: Bar) -> None:
        # If the first batch fails, an existing partial file is not touched.
        self._batches = chain(list(islice(answers.batches, 1)), answers.batches)
        self._bar = bar
        self.rows = 0
        self.inverted = 0
        self.more = 0

    def __iter__(self) -> Iterator[Prediction]:
        for batch in self._batches:
            self.inverted += batch.inverted
            self.more += batch.more
            for prediction in batch.predictions:
                yield prediction
                # The next prediction was requested, so this one has been written.
                self.rows += 1
            self._bar.show(self.rows)


def write_answers(answers: Answers, format: str, top_k: int, output: AnswerFile | None) -> None:
    """Write all predictions in `format`, and notices about the images to standard error.

    Each line is written as soon as it is ready, so that an interruption keeps the lines before it. Raises
    StorageError.
    """
    for text in answers.notices:
        notice(text)
    if output and output.replaces_a_part:
        notice(f"replacing {output.at_work}, left by an unfinished prediction")
    with Bar("predicting", answers.total, rows_are_seen=not output and sys.stdout.isatty()) as bar:
        predictions = _Counter(answers, bar)
        try:
            _write(_lines(predictions, answers, format, top_k), output)
        except (KeyboardInterrupt, Terminated, MlpcliError):
            if output and predictions.rows:
                note(f"the first {predictions.rows:,} predictions are kept in {output.at_work}")
            raise
    for text in image_notices(predictions.inverted, predictions.more, predictions.rows):
        notice(text)
    if output:
        count = "1 prediction" if predictions.rows == 1 else f"{predictions.rows:,} predictions"
        note(f"{count} of {answers.run} written to {output.name}")


def _lines(predictions: _Counter, answers: Answers, format: str, top_k: int) -> Iterator[str]:
    classes, targets = answers.description.facts.classes, answers.description.facts.targets
    if format == "table":
        return table_lines(predictions, classes, top_k)
    if format == "csv":
        return csv_lines(predictions, classes, targets)
    return jsonl_lines(predictions, classes, top_k)


def _write(lines: Iterator[str], output: AnswerFile | None) -> None:
    if not output:
        show = line_writer()
        for line in lines:
            show(line)
        return
    with output.written() as write:
        for line in lines:
            write(line)
