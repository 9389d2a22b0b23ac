"""Predictions as lines of a table, produced as the predictions arrive."""

from collections.abc import Iterable, Iterator, Sequence

from mlpcli.cli.display.tables import Cell, aligned, column_widths
from mlpcli.cli.display.text import literal
from mlpcli.inference.prediction import ClassPrediction, Prediction, Unanswered, rank

# The number of rows that column widths are measured on. Later rows may be wider and stick out.
_MEASURED = 100
# More columns of a table than these fit on few screens.
_MOST_OWN = 5
_WHY = {"empty": "no ink found", "several": "several drawings", "unclear": "no clear drawing"}
_TO_THE_RIGHT = ("confidence", "value")


def table_lines(
    predictions: Iterable[Prediction], classes: Sequence[str], top_k: int, columns: Sequence[str] = ()
) -> Iterator[str]:
    """The header, then one line per prediction, each with its line end; texts are shown literally.

    Rows of tables show the first of their own `columns` behind `input`, unless that is the first of them.
    After the first hundred, each line is yielded as soon as its prediction arrives.
    """
    named = [] if columns[:1] == ("input",) else ["input"]
    own = [literal(name) for name in columns[:_MOST_OWN]] + ["..."] * (len(columns) > _MOST_OWN)
    answer = ("label", "confidence", "others") if classes else ("value",)
    to_the_right = [False] * (len(named) + len(own)) + [name in _TO_THE_RIGHT for name in answer]
    measured = [[Cell(name) for name in (*named, *own, *answer)]]
    rows = (_cells(prediction, classes, top_k)[1 - len(named) :] for prediction in predictions)
    try:
        for row in rows:
            measured.append(row)
            if len(measured) > _MEASURED:
                break
    finally:
        # After an interruption or a broken input file, the predictions before it are still shown.
        widths = column_widths(measured)
        if len(measured) > 1:
            yield from (aligned(row, widths, to_the_right) + "\n" for row in measured)
    yield from (aligned(row, widths, to_the_right) + "\n" for row in rows)


def _cells(prediction: Prediction, classes: Sequence[str], top_k: int) -> list[Cell]:
    first, *answer = _texts(prediction, classes, top_k)
    own = ["" if cell is None else str(cell) for cell in prediction.cells[:_MOST_OWN]]
    more = ["..."] * (len(prediction.cells) > _MOST_OWN)
    return [Cell(literal(text)) for text in (first, *own, *more, *answer)]


def _texts(prediction: Prediction, classes: Sequence[str], top_k: int) -> tuple[str, ...]:
    if isinstance(prediction, Unanswered):
        why = _WHY[prediction.drawing]
        return (prediction.input, "-", "-", why) if classes else (prediction.input, why)
    if not isinstance(prediction, ClassPrediction):
        return prediction.input, "  ".join(f"{value:.6g}" for value in prediction.values)
    _, *others = rank(prediction.probabilities, classes, top_k)
    then = ", ".join(f"{one.label} {one.probability:.1%}" for one in others)
    return prediction.input, prediction.label, f"{prediction.confidence:.1%}", then
