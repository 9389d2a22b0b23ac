"""Predictions as lines of CSV and of JSON."""

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from mlpcli.inference.prediction import (
    ClassPrediction,
    Prediction,
    Unanswered,
    ValuePrediction,
    rank,
)

# `runs` writes JSON too; a second copy here would drift.
from mlpcli.runs.strict_json import with_nulls

Cell = str | float

# The last four are the first four in full width, which spreadsheets in some languages treat alike.
# Of plain words too, such as -neg: Excel takes them for names in a formula, and shows #NAME? in their place.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=str)
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
# Numbers that JSON has with a zero.
_BARE_POINT = re.compile(r"-?(\.[0-9]+|[1-9][0-9]*\.)", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
# A sign alone, a share or a telephone number: without a name there is nothing that a formula could call.
_NAMELESS = re.compile(r"[+-][\d .,:%/()\u00a0-]*", re.ASCII)


def csv_lines(
    predictions: Iterable[Prediction],
    classes: Sequence[str],
    values: Sequence[str],
    *,
    drawings: bool = False,
    columns: Sequence[str] = (),
) -> Iterator[str]:
    """The header, then one line per prediction as it arrives, each with its line end.

    Columns: `input,label,confidence,p_<class>...`, or for a regression `input` and the names of its `values`;
    if the network is for `drawings`, a last one, `drawing`. For rows of
    tables, their own `columns` stand in the place of `input`; a name that these have too becomes
    `predicted_label` and so on. Missing answers are empty. A text that a spreadsheet would run as a formula
    is prefixed with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection); numbers stay
    numbers, and a sign with nothing but digits, spaces and marks stays too.
    """
    header = answer_names(classes, values, columns)
    last = ["drawing"] if drawings else []
    yield _line([*(columns or ["input"]), *header, *last])
    for prediction in predictions:
        last = [prediction.drawing or ""] if drawings else []
        first = [_own(cell) for cell in prediction.cells] if columns else [prediction.input]
        yield _line([*first, *answer_cells(prediction, len(header)), *last])


def answer_names(classes: Sequence[str], values: Sequence[str], columns: Sequence[str] = ()) -> list[str]:
    """The names of the columns of `answer_cells`, different from those of the rows' own `columns`."""
    names = [*values]
    if classes:
        names = ["label", "confidence", *(f"p_{name}" for name in classes)]
    return [_apart(name, columns) for name in names]


def _apart(name: str, columns: Sequence[str]) -> str:
    while name in columns:
        name = f"predicted_{name}"
    return name


def jsonl_lines(
    predictions: Iterable[Prediction],
    classes: Sequence[str],
    top_k: int,
    values: Sequence[str] = (),
    columns: Sequence[str] = (),
    numbers: Collection[str] = (),
) -> Iterator[str]:
    """One JSON object per prediction as it arrives, each with its line end.

    `{"input", "label", "confidence", "top_k": [{"label", "probability"}, ...]}`, or for a regression
    `{"input"}` and the names of its `values`. Where the network is for drawings there is
    a key `drawing` too. For rows of tables, their own `columns` are keys instead of `input`, as in
    `csv_lines`; texts of those among `numbers` become JSON numbers, if they look like some. A number that is
    not finite is null, and so is an answer that there is not.
    """
    for prediction in predictions:
        entry = _entry(prediction, classes, top_k, values, columns, numbers)
        try:
            text = _JSON.encode(entry)
        except ValueError:
            # Few predictions have a number that is not finite, and looking for one takes as long as writing.
            text = _JSON.encode(with_nulls(entry))
        # A file name that is not UTF-8 contains lone surrogates; `\udcff` is JSON's own escape for one.
        yield text.encode("utf-8", "backslashreplace").decode() + "\n"


def array_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines of one JSON array of the values in `lines`, each with its line end.

    A value is yielded once it is known whether a comma follows, and nothing before there is a first one, so
    that a failure leaves no bracket alone.
    """
    each = iter(lines)
    before = next(each, "").removesuffix("\n")
    yield "[\n"
    for line in each:
        yield f"{before},\n"
        before = line.removesuffix("\n")
    if before:
        yield f"{before}\n"
    yield "]\n"


def answer_cells(prediction: Prediction, columns: int) -> list[Cell]:
    """The label, its confidence and all probabilities, or the numbers; empty texts without an answer."""
    if isinstance(prediction, Unanswered):
        return [""] * columns
    if isinstance(prediction, ClassPrediction):
        return [prediction.label, prediction.confidence, *prediction.probabilities]
    return [*prediction.values]


def _own(cell: object) -> Cell:
    """A cell of a row's own file."""
    return "" if cell is None else cell if isinstance(cell, int | float) else str(cell)


def _as_json(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    if not cell:
        return None
    if _JSON_NUMBER.fullmatch(cell):
        return json.loads(cell)
    return float(cell) if _BARE_POINT.fullmatch(cell) else cell


def _entry(
    prediction: Prediction,
    classes: Sequence[str],
    top_k: int,
    values: Sequence[str],
    columns: Sequence[str],
    numbers: Collection[str],
) -> dict[str, object]:
    answer = _answer(prediction, classes, top_k, values)
    drawing = {} if prediction.drawing is None else {"drawing": prediction.drawing}
    if columns:
        pairs = zip(columns, prediction.cells, strict=True)
        own = {name: _as_json(cell) if name in numbers else cell for name, cell in pairs}
        return own | {_apart(name, columns): value for name, value in answer.items()} | drawing
    return {"input": prediction.input, **answer, **drawing}


def _answer(
    prediction: Prediction, classes: Sequence[str], top_k: int, values: Sequence[str]
) -> dict[str, object]:
    if isinstance(prediction, ClassPrediction):
        ranked = rank(prediction.probabilities, classes, top_k)
        return {
            "label": prediction.label,
            "confidence": prediction.confidence,
            "top_k": [{"label": one.label, "probability": one.probability} for one in ranked],
        }
    if isinstance(prediction, ValuePrediction):
        return dict(zip(values, prediction.values, strict=True))
    if classes:
        return {"label": None, "confidence": None, "top_k": []}
    return dict.fromkeys(values)


def value_names(count: int) -> tuple[str, ...]:
    """The names of so many numbers of a prediction, where they have no names of their own."""
    return ("value",) if count == 1 else tuple(f"value_{number}" for number in range(count))


def _line(cells: Sequence[Cell]) -> str:
    text = io.StringIO()
    # The writer quotes a carriage return only if its own line end contains one.
    csv.writer(text, lineterminator="\r\n").writerow([_inert(cell) for cell in cells])
    return text.getvalue().removesuffix("\r\n") + "\n"


def _is_harmless(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None or _NAMELESS.fullmatch(text) is not None


def _inert(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _is_harmless(cell):
        return f"'{cell}"
    return cell
