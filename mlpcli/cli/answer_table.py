"""Predictions as lines of a table, without Rich: it takes a tenth of a prediction's time to start."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from mlpcli.cli.text import literal
from mlpcli.inference.prediction import ClassPrediction, Prediction, rank

# The rows that decide how wide the columns are. Later ones are not waited for, and may stand out.
_MEASURED = 100
_TO_THE_RIGHT = ("confidence", "value")


def table_lines(predictions: Iterable[Prediction], classes: Sequence[str], top_k: int) -> Iterator[str]:
    """The header, then one line a prediction, each with its line end; texts are spelled out literally.

    Lines come as the predictions do, behind the first hundred.
    """
    header: tuple[str, ...] = ("input", *(("label", "confidence", "then") if classes else ("value",)))
    measured = [header]
    rows = (_cells(prediction, classes, top_k) for prediction in predictions)
    try:
        for row in rows:
            measured.append(row)
            if len(measured) > _MEASURED:
                break
    finally:
        # An interruption or a broken file leaves what came before it.
        widths = [max(map(_width, column)) for column in zip(*measured, strict=True)]
        if len(measured) > 1:
            yield from (_line(row, header, widths) for row in measured)
    yield from (_line(row, header, widths) for row in rows)


def _cells(prediction: Prediction, classes: Sequence[str], top_k: int) -> tuple[str, ...]:
    name = literal(prediction.input)
    if not isinstance(prediction, ClassPrediction):
        return name, "  ".join(f"{value:.6g}" for value in prediction.values)
    _, *others = rank(prediction.probabilities, classes, top_k)
    then = ", ".join(f"{literal(one.label)} {one.probability:.1%}" for one in others)
    return name, literal(prediction.label), f"{prediction.confidence:.1%}", then


def _line(row: Sequence[str], header: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for text, name, width in zip(row, header, widths, strict=True):
        space = " " * (width - _width(text))
        padded.append(space + text if name in _TO_THE_RIGHT else text + space)
    return "  ".join(padded).rstrip() + "\n"


def _width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
