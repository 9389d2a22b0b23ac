"""Predictions as lines of a table, which come as the predictions do."""

from collections.abc import Iterable, Iterator, Sequence

from mlpcli.cli.columns import Cell, aligned
from mlpcli.cli.text import literal, text_width
from mlpcli.inference.prediction import ClassPrediction, Prediction, rank

# The rows that decide how wide the columns are. Later ones are not waited for, and may stand out.
_MEASURED = 100
_TO_THE_RIGHT = ("confidence", "value")


def table_lines(predictions: Iterable[Prediction], classes: Sequence[str], top_k: int) -> Iterator[str]:
    """The header, then one line a prediction, each with its line end; texts are spelled out literally.

    Lines come as the predictions do, behind the first hundred.
    """
    header: tuple[str, ...] = ("input", *(("label", "confidence", "then") if classes else ("value",)))
    to_the_right = [name in _TO_THE_RIGHT for name in header]
    measured = [header]
    rows = (_cells(prediction, classes, top_k) for prediction in predictions)
    try:
        for row in rows:
            measured.append(row)
            if len(measured) > _MEASURED:
                break
    finally:
        # An interruption or a broken file leaves what came before it.
        widths = [max(map(text_width, column)) for column in zip(*measured, strict=True)]
        if len(measured) > 1:
            yield from (_line(row, widths, to_the_right) for row in measured)
    yield from (_line(row, widths, to_the_right) for row in rows)


def _cells(prediction: Prediction, classes: Sequence[str], top_k: int) -> tuple[str, ...]:
    name = literal(prediction.input)
    if not isinstance(prediction, ClassPrediction):
        return name, "  ".join(f"{value:.6g}" for value in prediction.values)
    _, *others = rank(prediction.probabilities, classes, top_k)
    then = ", ".join(f"{literal(one.label)} {one.probability:.1%}" for one in others)
    return name, literal(prediction.label), f"{prediction.confidence:.1%}", then


def _line(row: Sequence[str], widths: Sequence[int], to_the_right: Sequence[bool]) -> str:
    return aligned([Cell(text) for text in row], widths, to_the_right) + "\n"
