"""The outputs of a network as predictions of its inputs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.indices import check_indices
from mlpcli.inference.inputs.image_rows import UNANSWERED, Reading
from mlpcli.inference.inputs.predict_inputs import Rows
from mlpcli.inference.model_description import ModelDescription
from mlpcli.inference.prediction import Prediction, Unanswered, class_predictions, value_predictions
from mlpcli.inference.prediction_records import value_names
from mlpcli.inference.scoring.class_scores import class_probabilities


def check_rows(described: ModelDescription, rows: Rows) -> None:
    """Raises DataError naming the inputs that hold no index, if the network looks indices up."""
    if described.indices_below:
        check_indices(rows.values, described.indices_below, rows.names.__getitem__)


def predictions_of(
    described: ModelDescription, rows: Rows, outputs: NDArray[np.float32]
) -> Sequence[Prediction]:
    """The predictions of `rows` from the network's `outputs` `[n, outputs]` for them."""
    if classes := described.facts.classes:
        answers: list[Prediction] = [*class_predictions(rows.names, class_probabilities(outputs), classes)]
    else:
        names = rows.names
        if is_forecast(described) and rows.cells:
            outputs = outputs.reshape(-1, 1)
            names = tuple(name for name in names for _ in range(len(outputs) // len(rows.names)))
        answers = [*value_predictions(names, outputs)]
    if described.preprocessing.drawing is not None:
        answers = [_with_drawing(*pair) for pair in zip(answers, rows.readings, strict=True)]
    if rows.cells:
        answers = [replace(answer, cells=row) for answer, row in zip(answers, rows.cells, strict=True)]
    return answers


def names_of_values(described: ModelDescription) -> tuple[str, ...]:
    """The names of the numbers of a prediction.

    Several targets of a table have the names of their columns. The numbers of a forecast are predictions of
    their own.
    """
    table = described.preprocessing.table
    if table and len(table.targets) > 1:
        return table.targets
    return value_names(1 if is_forecast(described) else described.facts.targets)


def columns_of_numbers(described: ModelDescription) -> frozenset[str]:
    """The columns that hold numbers, of a network for the rows of a table, with those to predict."""
    schema = described.preprocessing.table
    if schema is None:
        return frozenset()
    targets = () if described.facts.classes else schema.targets
    return frozenset((*(column.name for column in schema.columns if column.kind == "number"), *targets))


def is_forecast(described: ModelDescription) -> bool:
    """Whether the network answers numbers of the rows after a window."""
    series = described.preprocessing.series
    return series is not None and series.window > 0 and not described.facts.classes


def _with_drawing(answer: Prediction, reading: Reading) -> Prediction:
    # A network is as sure of an empty sheet as of a digit.
    return Unanswered(answer.input, reading) if reading in UNANSWERED else replace(answer, drawing=reading)
