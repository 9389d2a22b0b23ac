"""Predictions as a table, CSV or JSON lines, written to the screen or a file as they arrive."""

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from mlpcli.cli.display.prediction_table import table_lines
from mlpcli.cli.display.progress_bar import Bar
from mlpcli.cli.display.terminal import line_writer, note, notice
from mlpcli.cli.prediction_file import AnswerFile
from mlpcli.data.bad_values import MOST_NAMED
from mlpcli.errors import MlpcliError, Terminated, UsageError
from mlpcli.inference.answers import columns_of_numbers
from mlpcli.inference.inputs.image_notices import (
    ImageCounts,
    image_notices,
    inverted_arrays_notice,
    unanswered_notice,
)
from mlpcli.inference.prediction import Prediction, Unanswered
from mlpcli.inference.prediction_records import (
    answer_cells,
    answer_names,
    array_lines,
    csv_lines,
    jsonl_lines,
)
from mlpcli.workflows.predict import Answers


class _Counter:
    """Counts predictions as they pass through and shows the count; the first batch is computed at once."""

    def __init__(self, answers: Answers, bar: Bar) -> None:
        # If the first batch fails, an existing partial file is not touched.
        self._batches = chain(list(islice(answers.batches, 1)), answers.batches)
        self._bar = bar
        # Of these, the next prediction was requested. How many are in a file, only the file knows.
        self.rows = 0
        self.images = ImageCounts()
        # By the reason: how many, and the names of the first.
        self.unanswered: dict[str, tuple[int, list[str]]] = {}

    def __iter__(self) -> Iterator[Prediction]:
        for batch in self._batches:
            self.images += batch.images
            for prediction in batch.predictions:
                if isinstance(prediction, Unanswered):
                    self._remember(prediction)
                yield prediction
                self.rows += 1
            self._bar.show(self.rows)

    def notices(self, answers: Answers) -> Iterator[str]:
        yield from image_notices(self.images, self.rows, answers.description.preprocessing.keep)
        yield from inverted_arrays_notice(self.images, self.rows)
        for reason, (count, names) in self.unanswered.items():
            yield unanswered_notice(reason, names, count)

    def _remember(self, prediction: Unanswered) -> None:
        count, names = self.unanswered.get(prediction.drawing, (0, []))
        named = [*names, prediction.input] if count < MOST_NAMED else names
        self.unanswered[prediction.drawing] = count + 1, named


def write_answers(answers: Answers, format: str, top_k: int, output: AnswerFile | None) -> None:
    """Write all predictions in `format`, and notices about the images to standard error.

    Each line is written as soon as it is ready, so that an interruption keeps the lines before it; a parquet
    file, which needs `output`, at the end. Raises StorageError, and UsageError for parquet without a file.
    """
    if format == "parquet" and not output:
        raise UsageError("parquet is not text, and cannot be shown", "write it to a file with --output FILE")
    for text in answers.notices:
        notice(text)
    if output and output.replaces_a_part:
        notice(f"replacing {output.at_work}, left by an unfinished prediction")
    with Bar("predicting", answers.total, rows_are_seen=not output and sys.stdout.isatty()) as bar:
        predictions = _Counter(answers, bar)
        try:
            if format == "parquet" and output:
                output.write_whole(_parquet(predictions, answers))
            else:
                _write(_lines(predictions, answers, format, top_k), output, heads=int(format != "jsonl"))
        except (KeyboardInterrupt, Terminated, MlpcliError):
            # The last line of a JSON array is no prediction either.
            if output and (kept := min(output.kept, answers.total)):
                note(_are_kept(kept, output))
            raise
    for text in predictions.notices(answers):
        notice(text)
    if output:
        count = "1 prediction" if predictions.rows == 1 else f"{predictions.rows:,} predictions"
        note(f"{count} of {answers.run} written to {output.name}")


def _are_kept(count: int, output: AnswerFile) -> str:
    first = "first prediction is" if count == 1 else f"first {count:,} predictions are"
    return f"the {first} kept in {output.at_work}"


def _lines(predictions: _Counter, answers: Answers, format: str, top_k: int) -> Iterator[str]:
    classes, values = answers.description.facts.classes, answers.values
    if format == "table":
        return table_lines(predictions, classes, top_k, answers.columns)
    if format == "csv":
        return csv_lines(predictions, classes, values, drawings=answers.draws, columns=answers.columns)
    lines = jsonl_lines(
        predictions, classes, top_k, values, answers.columns, columns_of_numbers(answers.description)
    )
    return lines if format == "jsonl" else array_lines(lines)


def _parquet(predictions: Iterable[Prediction], answers: Answers) -> bytes:
    # Imported here because the other formats need no Polars.
    from mlpcli.data.tables.write_parquet import parquet_bytes

    columns = answers.columns
    names = answer_names(answers.description.facts.classes, answers.values, columns)
    rows = [
        (*(one.cells if columns else (one.input,)), *answer_cells(one, len(names))) for one in predictions
    ]
    return parquet_bytes([*(columns or ["input"]), *names], rows, columns_of_numbers(answers.description))


def _write(lines: Iterator[str], output: AnswerFile | None, heads: int) -> None:
    if not output:
        show = line_writer()
        for line in lines:
            show(line)
        return
    with output.written(heads) as write:
        for line in lines:
            write(line)
